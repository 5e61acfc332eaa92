// What `deskbell doctor` looks at in the database: reachable, new enough, migrated, writable, in time, with room.

import { statSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { IndexFacts } from '../core/knowledge-index.ts';
import type { DatabaseFacts } from '../store/facts.ts';
import { openStore } from '../store/open.ts';
import { type Examined, type Finding, fail, inTime, ok, reasonOf, skew, warn } from './finding.ts';
import { missingFile, withoutPassword } from './running.ts';

const LEAST: Readonly<Record<DatabaseFacts['kind'], readonly [major: number, minor: number]>> = {
	SQLite: [3, 35],
	MariaDB: [10, 11],
	MySQL: [8, 0],
	PostgreSQL: [15, 0],
};
const GIGABYTE = 1024 ** 3;
const MIGRATE = 'Run `deskbell migrate` with this --db.';

export async function databaseFindings({ db, timeoutMs }: Examined): Promise<Finding[]> {
	const shown = withoutPassword(db);
	const missing = missingFile(db);
	// Opening it would make it.
	if (missing !== null) return [fail('database', `there is no file ${missing}`, `Choose it with --db. ${MIGRATE}`)];
	const open = openStore(db);
	try {
		const facts = await inTime(open.facts(), timeoutMs);
		return [
			ok('database', `${shown} answers`),
			versionFinding(facts),
			migrationFinding(facts),
			writeFinding(facts),
			encodingFinding(facts),
			isolationFinding(facts),
			...(facts.index === null ? [] : [indexFinding(facts.index)]),
			...(facts.aheadMs === null ? [] : [skew('database clock', 'the database', facts.aheadMs)]),
			...(facts.file === null ? [] : [await roomFinding(facts.file)]),
		];
	} catch (fault) {
		return [
			fail(
				'database',
				`${shown}: ${reasonOf(fault)}`,
				'Check the address, the user and the network; choose another with --db.',
			),
		];
	} finally {
		await inTime(open.close(), timeoutMs).catch(() => {});
	}
}

export function versionFinding({ kind, version }: Pick<DatabaseFacts, 'kind' | 'version'>): Finding {
	const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
	const [leastMajor, leastMinor] = LEAST[kind];
	const found = `${kind} ${version}`;
	if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return ok('database version', found);
	return fail('database version', found, `Upgrade to ${kind} ${leastMajor}.${leastMinor} or newer.`);
}

function migrationFinding({ missing, unknown }: Pick<DatabaseFacts, 'missing' | 'unknown'>): Finding {
	if (missing.length > 0) return fail('migrations', `not applied: ${missing.join(', ')}`, MIGRATE);
	if (unknown.length === 0) return ok('migrations', 'up to date');
	const found = `applied by a newer version: ${unknown.join(', ')}`;
	return warn('migrations', found, 'Finish the upgrade: every process should run the newer version.');
}

function writeFinding({ writeFault, missing }: DatabaseFacts): Finding {
	if (writeFault !== null)
		return fail('writing', writeFault, 'Is this the primary? May this user write, and is there room on the disk?');
	return missing.length > 0
		? warn('writing', 'not tried: the tables are not up to date', MIGRATE)
		: ok('writing', 'possible');
}

export function encodingFinding({ encoding, timeZone }: Pick<DatabaseFacts, 'encoding' | 'timeZone'>): Finding {
	const found = `${encoding}; time zone ${timeZone} (times are kept in UTC whatever it is)`;
	if (/^utf-?8(mb4)?$/i.test(encoding)) return ok('encoding', found);
	return fail('encoding', found, 'Make the database anew with UTF-8 (MySQL and MariaDB: utf8mb4).');
}

export function isolationFinding({ isolation }: Pick<DatabaseFacts, 'isolation'>): Finding {
	if (/^(read committed|repeatable read|serializable)/.test(isolation)) return ok('isolation', isolation);
	return fail('isolation', isolation, 'Set it to READ COMMITTED or REPEATABLE READ.');
}

export function indexFinding({ tenants, whole, filling }: IndexFacts): Finding {
	if (whole === 0 && filling === 0) return ok('search index', 'none in the database; each process builds its own');
	const found = `in the database, of ${whole} of ${tenants} tenants`;
	const advice = 'With `knowledge.engine: "database"`, run `deskbell kb reindex`: the others are searched in memory.';
	if (filling > 0) return warn('search index', `${found}; ${filling} not filled to the end`, advice);
	return whole < tenants ? warn('search index', found, advice) : ok('search index', found);
}

async function roomFinding(file: string): Promise<Finding> {
	const { bavail, bsize } = await statfs(dirname(resolve(file)));
	return diskFinding({ free: bavail * bsize, held: statSync(file).size });
}

/** A copy of the file must find room: a back-up, and `vacuum`. */
export function diskFinding({ free, held }: { free: number; held: number }): Finding {
	const found = `${(free / GIGABYTE).toFixed(1)} GB free, the file holds ${(held / GIGABYTE).toFixed(2)} GB`;
	const advice = 'Make room, or move the file to a larger disk.';
	if (free < GIGABYTE / 10) return fail('disk', found, advice);
	return free < Math.max(GIGABYTE, held) ? warn('disk', found, advice) : ok('disk', found);
}
