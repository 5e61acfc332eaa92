// `deskbell doctor` as a process: a sound desk, and each way in which one is not, with its line, its advice, its exit.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import knex, { type Knex } from 'knex';
import {
	diskFinding,
	encodingFinding,
	indexFinding,
	isolationFinding,
	versionFinding,
} from '../../server-kit/src/cli/doctor-database.ts';
import { nodeFinding, secretFinding } from '../../server-kit/src/cli/doctor-process.ts';
import type { Finding } from '../../server-kit/src/cli/finding.ts';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { openStore } from '../../server-kit/src/store/open.ts';
import { deskbell } from '../support/command.ts';
import { freePort } from '../support/free-port.ts';
import { type PrivateServer, startMariadb, startPostgres, startRedis } from '../support/services.ts';
import { wholeAnswer } from '../upstream/frames.ts';
import { type Script, startUpstream } from '../upstream/server.ts';

const folder = mkdtempSync(join(tmpdir(), `deskbell-doctor-${process.pid}-`));
after(() => rmSync(folder, { recursive: true, force: true }));

const SECRET = 'nG7qV2xZ9kLmR4tYwB8cD1fH6jP3sA5uE0iOQrTzXvWy';

interface Told {
	code: number;
	findings: Finding[];
	/** The finding of this check. */
	of(check: string): Finding;
}

async function doctor(args: readonly string[], env: Record<string, string> = {}): Promise<Told> {
	const { code, out, err } = await deskbell(['doctor', '--json', ...args], env);
	assert.equal(err, '');
	const { ok, findings } = JSON.parse(out) as { ok: boolean; findings: Finding[] };
	assert.equal(code, ok ? 0 : 1);
	for (const { state, advice } of findings)
		assert.equal(advice === null, state === 'ok', 'advice where, and only where, something is to be done');
	return { code, findings, of: (check) => findings.find((finding) => finding.check === check) as Finding };
}

async function migrated(url: string): Promise<void> {
	const open = openStore(url);
	await open.migrate();
	await open.close();
}

async function bare(url: string, work: (db: Knex) => Promise<unknown>): Promise<void> {
	const db = knex(knexConfig(url));
	await work(db).finally(() => db.destroy());
}

describe('a file', () => {
	const file = join(folder, 'desk.sqlite');
	before(() => migrated(file));

	test('a sound desk: every line is ok, for a person and for a machine', async () => {
		const { code, findings } = await doctor(['--db', file], { DESKBELL_SECRET: SECRET });
		assert.deepEqual([code, findings.filter(({ state, check }) => state !== 'ok' && check !== 'disk')], [0, []]);
		const { out } = await deskbell(['doctor', '--db', file], { DESKBELL_SECRET: SECRET });
		assert.match(out, /^ok {4}database +\S*desk\.sqlite answers$/m);
		assert.doesNotMatch(out, new RegExp(SECRET));
	});

	test('no file: it says so, and makes none', async () => {
		const told = await doctor(['--db', join(folder, 'nowhere.sqlite')]);
		assert.equal(told.of('database').state, 'fail');
		assert.match(told.of('database').advice ?? '', /deskbell migrate/);
		assert.equal((await doctor(['--db', join(folder, 'nowhere.sqlite')])).of('database').state, 'fail');
	});

	test('a file that is no database', async () => {
		writeFileSync(join(folder, 'letter.txt'), 'Dear Sir or Madam, this is a letter and no database. '.repeat(100));
		assert.match((await doctor(['--db', join(folder, 'letter.txt')])).of('database').found, /not a database/);
	});

	test('tables that lack a migration, and tables of a newer version', async () => {
		const behind = join(folder, 'behind.sqlite');
		await migrated(behind);
		await bare(behind, (db) => db('support_migrations').where({ name: '0009-admin' }).delete());
		const told = await doctor(['--db', behind]);
		assert.equal(told.of('migrations').state, 'fail');
		assert.match(told.of('migrations').found, /0009-admin/);
		const ahead = join(folder, 'ahead.sqlite');
		await migrated(ahead);
		await bare(ahead, (db) =>
			db('support_migrations').insert({ name: '9999-later', batch: 9, migration_time: new Date() }),
		);
		const { code, of } = await doctor(['--db', ahead]);
		assert.deepEqual([code, of('migrations').state], [0, 'warn']);
		assert.match(of('migrations').found, /9999-later/);
	});

	test('a secret that is short, one that can be guessed, and none', async () => {
		const told = await doctor(['--db', file], { DESKBELL_SECRET: 'marmalade' });
		assert.deepEqual([told.code, told.of('secret').state], [1, 'fail']);
		assert.doesNotMatch(JSON.stringify(told.findings), /marmalade/);
		const states = ['marmalade'.repeat(5), '', SECRET].map((secret) => secretFinding(secret).state);
		assert.deepEqual(states, ['warn', 'warn', 'ok']);
	});
});

test('what no test machine has: an old Node, an old database, a full disk, another encoding, a loose isolation', () => {
	const GIGABYTE = 1024 ** 3;
	const table: readonly [Finding, Finding['state']][] = [
		[nodeFinding('20.20.2'), 'fail'],
		[nodeFinding('22.12.0'), 'fail'],
		[nodeFinding('22.13.0'), 'ok'],
		[versionFinding({ kind: 'MariaDB', version: '10.6.18-MariaDB' }), 'fail'],
		[versionFinding({ kind: 'MySQL', version: '5.7.44' }), 'fail'],
		[versionFinding({ kind: 'MySQL', version: '8.4.2' }), 'ok'],
		[versionFinding({ kind: 'PostgreSQL', version: '14.9' }), 'fail'],
		[diskFinding({ free: GIGABYTE / 20, held: 0 }), 'fail'],
		[diskFinding({ free: 2 * GIGABYTE, held: 3 * GIGABYTE }), 'warn'],
		[diskFinding({ free: 9 * GIGABYTE, held: 3 * GIGABYTE }), 'ok'],
		[encodingFinding({ encoding: 'latin1', timeZone: 'SYSTEM' }), 'fail'],
		[isolationFinding({ isolation: 'read uncommitted' }), 'fail'],
		[indexFinding({ tenants: 3, whole: 0, filling: 0 }), 'ok'],
		[indexFinding({ tenants: 3, whole: 3, filling: 0 }), 'ok'],
		[indexFinding({ tenants: 3, whole: 2, filling: 0 }), 'warn'],
		[indexFinding({ tenants: 3, whole: 3, filling: 1 }), 'warn'],
	];
	for (const [finding, state] of table) assert.equal(finding.state, state, finding.found);
});

describe('a model', () => {
	const file = join(folder, 'model.sqlite');
	before(() => migrated(file));
	const KEY = 'sk-marmalade-0123456789';
	const asked = async (...scripts: Script[]): Promise<Told> => {
		await using upstream = await startUpstream({ otherwise: { pieces: wholeAnswer('yes') } });
		upstream.script(...scripts);
		const args = ['--db', file, '--model', 'scripted', '--model-url', upstream.url, '--timeout', '3'];
		// Awaited here: the server goes with this function.
		return await doctor(args, { DESKBELL_SECRET: SECRET, OPENAI_API_KEY: KEY });
	};

	test('one that answers, with a clock like ours', async () => {
		const told = await asked();
		assert.deepEqual([told.code, told.of('model').state, told.of('model clock').state], [0, 'ok', 'ok']);
	});

	const BAD: readonly [what: string, script: Script, advice: RegExp][] = [
		[
			'a key that it does not take',
			{ status: 401, pieces: [`{"error":{"message":"Incorrect API key: ${KEY}"}}`] },
			/OPENAI_API_KEY/,
		],
		['a name or a path that it does not know', { status: 404 }, /name of the model/],
		['no credit left', { status: 429 }, /busy|credit/],
		['silence', { ending: 'stall-before-headers' }, /running/],
	];
	for (const [what, script, advice] of BAD)
		test(what, async () => {
			const told = await asked(script);
			assert.deepEqual([told.code, told.of('model').state], [1, 'fail']);
			assert.match(told.of('model').advice ?? '', advice);
			assert.doesNotMatch(JSON.stringify(told.findings), /marmalade/);
		});

	for (const [minutes, state] of [
		[-10, 'fail'],
		[10, 'fail'],
		[0.5, 'warn'],
	] as const)
		test(`a clock ${minutes} minutes from ours: ${state}`, async () => {
			const date = new Date(Date.now() + minutes * 60_000).toUTCString();
			const told = await asked({ pieces: wholeAnswer('yes') }, { headers: { date } });
			assert.equal(told.of('model clock').state, state, told.of('model clock').found);
		});

	test('nobody there', async () => {
		const url = `http://127.0.0.1:${await freePort()}/v1`;
		const told = await doctor(['--db', file, '--model', 'm', '--model-url', url], { DESKBELL_SECRET: SECRET });
		assert.equal(told.of('model').state, 'fail');
	});
});

describe('servers', () => {
	let servers: { mariadb: PrivateServer; postgres: PrivateServer; redis: PrivateServer };
	before(async () => {
		const [mariadb, postgres, redis] = await Promise.all([startMariadb(), startPostgres(), startRedis()]);
		servers = { mariadb, postgres, redis };
		await Promise.all([migrated(mariadb.url), migrated(postgres.url)]);
	});
	after(() => Promise.all(Object.values(servers).map((server) => server.stop())));

	for (const name of ['mariadb', 'postgres'] as const)
		test(`${name}: a sound desk, its clock among what is looked at`, async () => {
			const { code, findings, of } = await doctor(['--db', servers[name].url], { DESKBELL_SECRET: SECRET });
			assert.deepEqual([code, findings.filter(({ state }) => state !== 'ok')], [0, []]);
			assert.equal(of('database clock').state, 'ok');
			assert.match(of('database version').found, name === 'mariadb' ? /^MariaDB/ : /^PostgreSQL/);
		});

	test('a database that takes no writes', async () => {
		const url = servers.postgres.url.replace(/postgres$/, 'frozen');
		await bare(servers.postgres.url, (db) => db.raw('create database frozen'));
		await migrated(url);
		await bare(url, (db) => db.raw('alter database frozen set default_transaction_read_only = on'));
		const told = await doctor(['--db', url]);
		assert.equal(told.of('writing').state, 'fail');
		assert.match(told.of('writing').advice ?? '', /primary/);
	});

	test('a wrong password, a database that is not there, a port where nobody listens: never with the password', async () => {
		const wrong = [
			servers.mariadb.url.replace('root@', 'nobody:marmalade@'),
			servers.postgres.url.replace(/postgres$/, 'nowhere').replace('postgres@', 'postgres:marmalade@'),
			`postgres://desk:marmalade@127.0.0.1:${await freePort()}/desk`,
		];
		for (const db of wrong) {
			const { code, findings, of } = await doctor(['--db', db]);
			assert.deepEqual([code, of('database').state], [1, 'fail'], db);
			assert.doesNotMatch(JSON.stringify(findings), /marmalade/);
		}
	});

	test('Redis: one that takes writes, one that may forget, one that is not there', async () => {
		const file = join(folder, 'redis.sqlite');
		await migrated(file);
		const look = (redis: string) => doctor(['--db', file, '--redis', redis], { DESKBELL_SECRET: SECRET });
		const sound = await look(servers.redis.url);
		assert.deepEqual(
			['Redis', 'Redis memory', 'jobs'].map((what) => sound.of(what).state),
			['ok', 'ok', 'ok'],
		);
		const { Redis } = await import('ioredis');
		const client = new Redis(servers.redis.url);
		await client.config('SET', 'maxmemory', '1');
		const full = await look(servers.redis.url);
		assert.deepEqual([full.code, full.of('Redis memory').state], [1, 'fail']);
		assert.match(full.of('Redis memory').advice ?? '', /maxmemory/);
		await client.config('SET', 'maxmemory', '0');
		await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
		client.disconnect();
		assert.equal((await look(servers.redis.url)).of('Redis memory').state, 'warn');
		const away = await look(`redis://:marmalade@127.0.0.1:${await freePort()}`);
		assert.deepEqual([away.code, away.of('Redis').state], [1, 'fail']);
		assert.doesNotMatch(JSON.stringify(away.findings), /marmalade/);
	});
});
