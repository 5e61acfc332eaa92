// F-34: a back-up that is taken while people write, by the commands of docs/operations.md as they stand there, restored in
// the place of what there was: it is one moment of the desk, and the desk goes on from it.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import knex from 'knex';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { deskbell } from '../support/command.ts';
import { findProgram } from '../support/programs.ts';
import { startMariadb, startPostgres } from '../support/services.ts';
import { ROOT } from '../support/source-files.ts';
import { figure, inForm, until, upTo } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { ask, elsewhere, type Person, ready, textOf, threadOf } from './rig/people.ts';
import { startHost } from './rig/process.ts';
import { numberedWords, speaking } from './rig/scripted.ts';

const { whole: WHOLE, free: FREE } = await speaking(numberedWords(20), 5);

/** A database called `deskbell`, and what its programs must know to find it. */
interface Desk {
	url: string;
	env: Record<string, string>;
}

const DESKS = {
	async SQLite(_t: TestContext, folder: string): Promise<Desk> {
		return { url: join(folder, 'desk.sqlite'), env: {} };
	},
	async MariaDB(t: TestContext, folder: string): Promise<Desk> {
		const { url, port, stop } = await startMariadb();
		t.after(stop);
		writeFileSync(join(folder, '.my.cnf'), `[client]\nuser=root\nhost=127.0.0.1\nport=${port}\n`);
		return { url, env: { HOME: folder } };
	},
	async PostgreSQL(t: TestContext): Promise<Desk> {
		const { url, port, stop } = await startPostgres();
		t.after(stop);
		const db = knex(knexConfig(url));
		await db.raw('create database deskbell').finally(() => db.destroy());
		const env = { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'postgres' };
		return { url: url.replace(/\/postgres$/, '/deskbell'), env };
	},
};

for (const name of Object.keys(DESKS) as (keyof typeof DESKS)[])
	test(`F-34 a back-up under load is restored (${name})`, { timeout: 300_000 }, async (t) => {
		const folder = mkdtempSync(join(tmpdir(), `deskbell-backup-${process.pid}-`));
		t.after(() => rmSync(folder, { recursive: true, force: true }));
		const { url, env } = await DESKS[name](t, folder);
		const [save, restore] = commandsFor(name);
		const before = await startHost({ ...FREE, database: url });
		t.after(() => before.kill());
		const people = await Promise.all(upTo(5).map((at) => ready(before.as(`person-${at}`))));
		const load = startLoad(people);
		await until(() => load.taken.length >= inForm(10, 100), 'people write');
		const taken = [...load.taken];
		await run(save, folder, env);
		await load.stop();
		await before.kill();
		await run(restore, folder, env);

		const host = await startHost({ ...FREE, database: url });
		t.after(() => host.kill());
		const again = people.map((person, at) => elsewhere(person, host.as(`person-${at}`)));
		for (const person of again) await assertSettled(person);
		await assertInvariants({ database: url, accepted: taken });
		for (const person of again) await assertCanGoOn(person, 'After the restore');
		await assertInvariants({ database: url, accepted: taken });
		await assertHealthy(url);
		const lost = load.taken.length - taken.length;
		figure(t, `${name}: ${taken.length} turns before it are there; ${lost} during or after it may be lost`);
	});

/** The two commands of a row, by its first word. */
function commandsFor(name: string): [save: string, restore: string] {
	const page = readFileSync(resolve(ROOT, 'docs/operations.md'), 'utf8');
	const row = page.split('\n').find((line) => line.startsWith(`| ${name}`) && line.includes('backup'));
	const [, ...cells] = (row ?? '').split(' | ');
	const [save, restore] = cells.map((cell) => /`([^`]+)`/.exec(cell)?.[1]);
	assert.ok(save && restore, `docs/operations.md says how ${name} is saved and restored`);
	return [save, restore];
}

async function run(command: string, folder: string, env: Record<string, string>): Promise<void> {
	const [, file = '', sql = ''] = /^sqlite3 (\S+) "(.*)"$/.exec(command) ?? [];
	// The program does not come with the kit; its driver takes the same words.
	if (sql && !findProgram(['sqlite3'])) return bySqlite(join(folder, file), sql.replace("'", `'${folder}/`));
	const child = spawn('sh', ['-ec', command], {
		cwd: folder,
		env: { ...process.env, ...env },
		stdio: ['ignore', 'inherit', 'inherit'],
	});
	const [code] = await once(child, 'exit');
	assert.equal(code, 0, command);
}

async function bySqlite(file: string, sql: string): Promise<void> {
	const db = knex(knexConfig(file));
	await db.raw(sql).finally(() => db.destroy());
}

interface Load {
	/** Turns that came to their end, in their order. */
	readonly taken: { conversationId: number; content: string }[];
	stop(): Promise<void>;
}

function startLoad(people: readonly Person[]): Load {
	const taken: Load['taken'] = [];
	let over = false;
	const writing = people.map(async (person) => {
		for (let turn = 0; !over; turn += 1) {
			const content = `Question ${turn}`;
			const { parts } = await ask(person, content);
			assert.equal(parts.at(-1)?.type, 'finish');
			assert.equal(textOf(parts), WHOLE);
			taken.push({ conversationId: person.conversationId, content });
		}
	});
	return {
		taken,
		async stop() {
			over = true;
			await Promise.all(writing);
		},
	};
}

/** An answer that was under way at that moment is settled by the first look at it. */
async function assertSettled(person: Person): Promise<void> {
	await until(async () => (await threadOf(person)).every(({ status }) => status !== 'streaming'), 'it is settled');
	for (const { role, status, content } of await threadOf(person)) {
		assert.ok(role === 'user' || WHOLE.startsWith(content));
		assert.ok(status === 'complete' || status === 'interrupted', status);
	}
}

/** What the page says to run after a restore. */
async function assertHealthy(url: string): Promise<void> {
	const { out } = await deskbell(['doctor', '--json', '--db', url]);
	const { findings } = JSON.parse(out) as { findings: { check: string; state: string }[] };
	const states = ['database', 'migrations'].map((name) => findings.find(({ check }) => check === name)?.state);
	assert.deepEqual(states, ['ok', 'ok']);
	const verified = await deskbell(['audit', 'verify', '--db', url]);
	assert.equal(verified.code, 0, verified.out + verified.err);
}
