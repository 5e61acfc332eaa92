// An upgrade while others serve: the tables of the next version under this one, a migration that is killed, two that run at once.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import knex, { type Knex } from 'knex';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { migrationSource } from '../../server-kit/src/store/migrations/index.ts';
import { openStore } from '../../server-kit/src/store/open.ts';
import { type DatabaseName, PLACES } from '../databases/every-database.ts';
import { deskbell } from '../support/command.ts';
import { ROOT } from '../support/source-files.ts';
import { chanceOf, figure, inForm, until, upTo } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, ready, textOf } from './rig/people.ts';
import { startHost } from './rig/process.ts';
import { numberedWords, speaking } from './rig/scripted.ts';

const { whole: WHOLE, free: FREE } = await speaking(numberedWords(100), 10);

const everywhere: readonly DatabaseName[] = inForm(
	['SQLite file', 'PostgreSQL'],
	['SQLite file', 'PostgreSQL', 'MariaDB'],
);
const LONGEST_MS = 5_000;
const ALL = (await migrationSource.getMigrations([])).map(({ name }) => name);

for (const name of everywhere) {
	test(`F-30 this version on the tables of the next, which come while it serves (${name})`, {
		timeout: 300_000,
	}, async (t) => {
		const place = await PLACES[name]();
		t.after(() => place.stop());
		const host = await startHost({ ...FREE, database: place.url });
		t.after(() => host.kill());
		const ada = await ready(host.as('ada'));
		// Statements that are asked again and again are prepared by now.
		for (const at of upTo(2)) assert.equal((await ask(ada, `Before ${at}`)).status, 200);
		const running = ask(ada, 'Under way');
		await until(async () => ((await answerOf(ada))?.content ?? '') !== '', 'the answer has begun');
		await bare(place.url, nextVersion);
		assert.equal(textOf((await running).parts), WHOLE);
		await assertCanGoOn(ada, 'On the new tables');
		// One that is started once more meanwhile finds a migration that it does not know, and serves all the same.
		const beside = await startHost({ ...FREE, database: place.url });
		t.after(() => beside.kill());
		const ben = await ready(beside.as('ben'));
		assert.equal((await ask(ben, 'Started beside it')).status, 200);
		const { findings } = JSON.parse((await deskbell(['doctor', '--json', '--db', place.url])).out);
		const told = findings.find(({ check }: { check: string }) => check === 'migrations');
		assert.deepEqual([told.state, /9999-next/.test(told.found)], ['warn', true]);
		await assertInvariants({ database: place.url });
		figure(t, `${name}: an answer under way, turns after it and a start beside it, all on the next version’s tables`);
	});

	test(`F-30 kill -9 in the middle of a migration, then again (${name})`, { timeout: 240_000 }, async (t) => {
		const place = await PLACES[name]();
		t.after(() => place.stop());
		const chance = chanceOf(t);
		const kills = inForm(3, 20);
		const reached: number[] = [];
		let within = 80;
		for (let kill = 0; kill < kills; kill += 1) {
			await killedWhileMigrating(place.url, chance.below(within));
			reached.push(await appliedIn(place.url));
			// A machine that is busy has not come to the first of them by then.
			if (reached.at(-1) === (reached.at(-2) ?? 0)) within = Math.min(within * 2, LONGEST_MS);
		}
		const open = openStore(place.url);
		await open.migrate();
		const { missing, unknown, writeFault } = await open.facts();
		await open.close();
		assert.deepEqual([missing, unknown, writeFault], [[], [], null]);
		const host = await startHost({ ...FREE, database: place.url });
		t.after(() => host.kill());
		await assertCanGoOn(await ready(host.as('ada')), 'After all that');
		figure(
			t,
			`${name}: ${kills} kills, ${reached.join(', ')} of ${ALL.length} migrations applied after each; then all`,
		);
	});
}

/** What a later version may do while this one runs: tables, columns that may be empty, indices. */
async function nextVersion(db: Knex): Promise<void> {
	await db.schema.createTable('support_next', (table) => void table.increments('id'));
	for (const table of ['support_ai_messages', 'support_ai_conversations', 'support_tickets'])
		await db.schema.alterTable(table, (change) => void change.string('of_the_next', 20).nullable());
	await db('support_migrations').insert({ name: '9999-next', batch: 99, migration_time: new Date() });
}

/** So many milliseconds after its first word, which is when the program has been read. */
async function killedWhileMigrating(url: string, milliseconds: number): Promise<void> {
	const store = resolve(ROOT, 'server-kit/src/store/open.ts');
	const script = `const { openStore } = await import(${JSON.stringify(store)});
		const open = openStore(${JSON.stringify(url)}); console.log('begun'); await open.migrate(); await open.close();`;
	const child = spawn(process.execPath, ['--conditions=deskbell-src', '--input-type=module', '-e', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const ended = once(child, 'exit');
	await Promise.race([once(child.stdout, 'data'), ended]);
	await Promise.race([pause(milliseconds), ended]);
	child.kill('SIGKILL');
	await ended;
}

async function appliedIn(url: string): Promise<number> {
	let applied = 0;
	await bare(url, async (db) => {
		if (!(await db.schema.hasTable('support_migrations'))) return;
		applied = (await db('support_migrations').pluck('name')).length;
	});
	return applied;
}

async function bare(url: string, work: (db: Knex) => Promise<unknown>): Promise<void> {
	const db = knex(knexConfig(url));
	await work(db).finally(() => db.destroy());
}
