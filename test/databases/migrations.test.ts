// Migrations: fresh, again, several processes at once, cut off half-way.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import knex, { type Knex } from 'knex';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';
import { migrationSource } from '../../server-kit/src/store/migrations/index.ts';
import { openStore } from '../../server-kit/src/store/open.ts';
import { PLACES, type Place, SHARED } from './every-database.ts';
import { AT, somebody } from './rows.ts';

const ALL = (await migrationSource.getMigrations([])).map((migration) => migration.name);

for (const name of SHARED) {
	describe(name, () => {
		let place: Place;
		let made = 0;
		before(async () => {
			place = await PLACES[name]();
		});
		after(() => place.stop());

		const onFresh = async (work: (url: string) => Promise<void>) => {
			made += 1;
			const fresh = `fresh_${made}`;
			if (name !== 'SQLite file') await bare(place.url, (db) => db.raw(`create database ${fresh}`));
			await work(place.url.replace(/[^/]+$/, fresh));
		};

		test('a fresh database is filled once; the second time there is nothing to do', () =>
			onFresh(async (url) => {
				const open = openStore(url);
				const [first, second] = [await open.migrate(), await open.migrate()];
				await open.close();
				assert.deepEqual(first.applied, ALL);
				assert.deepEqual(second.applied, []);
			}));

		// Two connections of one process to one SQLite file wait for each other with the event loop held.
		test('openings of one process that migrate at once all succeed, and one of them applies', () =>
			onFresh(async (url) => {
				const openings = Array.from({ length: name === 'SQLite file' ? 1 : 3 }, () => openStore(url));
				const results = await Promise.allSettled(openings.map((open) => open.migrate()));
				await Promise.all(openings.map((open) => open.close()));
				assert.deepEqual(results.map(reason).filter(Boolean), []);
				const applied = results.flatMap((result) => (result.status === 'fulfilled' ? result.value.applied : []));
				assert.deepEqual(applied, ALL);
			}));

		test('two processes that migrate at once both succeed', () =>
			onFresh(async (url) => {
				const outcomes = await Promise.all([migrateInAProcess(url), migrateInAProcess(url)]);
				assert.deepEqual(
					outcomes.map(({ code }) => code),
					[0, 0],
					outcomes.map(({ said }) => said).join('\n'),
				);
			}));

		test('what was cut off half-way goes on where it stopped, and the store works', () =>
			onFresh(async (url) => {
				await bare(url, async (db) => {
					const [first] = await migrationSource.getMigrations([]);
					await first?.up(db);
					for (const table of ['support_tickets', 'support_pushes']) await db.schema.dropTable(table);
				});
				const open = openStore(url);
				const { applied } = await open.migrate();
				const owner = somebody();
				await open.store.pushes.add(owner, { type: 'case-status', case_id: 1, case_number: 'n', status: 'open' }, AT);
				await open.close();
				assert.deepEqual(applied, ALL);
			}));

		test('a process that died while it held the lock stops nobody', { timeout: 60_000 }, () =>
			onFresh(async (url) => {
				const first = openStore(url);
				await first.migrate();
				await first.close();
				await bare(url, async (db) => {
					await db('support_migrations').delete();
					await db('support_migrations_lock').update({ is_locked: 1 });
				});
				const next = openStore(url);
				const outcome = await Promise.allSettled([next.migrate()]);
				await next.close();
				assert.deepEqual(outcome.map(reason), [null]);
			}),
		);
	});
}

function reason(result: PromiseSettledResult<unknown>): string | null {
	return result.status === 'rejected' ? String(result.reason) : null;
}

async function bare(url: string, work: (db: Knex) => Promise<unknown>): Promise<void> {
	const db = knex(knexConfig(url));
	try {
		await work(db);
	} finally {
		await db.destroy();
	}
}

async function migrateInAProcess(url: string): Promise<{ code: number; said: string }> {
	const main = join(import.meta.dirname, '../../server-kit/src/cli/main.ts');
	const child = spawn(process.execPath, ['--conditions=deskbell-src', main, 'migrate', '--db', url]);
	let said = '';
	for (const pipe of [child.stdout, child.stderr]) pipe.on('data', (chunk) => (said += chunk));
	const [code] = await once(child, 'close');
	return { code, said };
}
