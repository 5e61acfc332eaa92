// What stood in the way is passed by itself: deadlocks, waits for a lock, a connection that broke before it was used.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Store } from '../../server-kit/src/core/store.ts';
import { openStore } from '../../server-kit/src/store/open.ts';
import { type Database, onEveryDatabase } from './every-database.ts';
import { startGate } from './gate.ts';
import { conversationOf, somebody, ticketOf } from './rows.ts';

onEveryDatabase(
	(database) => {
		test('two transactions in each other’s way: one is done again, and both are done', {
			timeout: 60_000,
		}, async () => {
			const owner = somebody();
			const one = await database.store.tickets.create(ticketOf(owner, 'TKT-1'));
			const two = await database.store.tickets.create(ticketOf(owner, 'TKT-2'));
			const both = meeting(2);
			let attempts = 0;
			const close = (first: number, second: number) => (bound: Store) => {
				attempts += 1;
				return inTurn(bound, owner.tenantId, first, second, both);
			};
			const changed = await Promise.all([
				database.store.transaction(close(one.id, two.id)),
				database.store.transaction(close(two.id, one.id)),
			]);
			assert.deepEqual(changed, [true, true]);
			assert.ok(attempts > 2, 'nobody was in anybody’s way');
		});

		test('a connection that broke before a transaction began costs nobody an answer', {
			timeout: 60_000,
		}, async (t) => {
			const { port } = new URL(database.url);
			const gate = await startGate(Number(port));
			const { store, close } = openStore(database.url.replace(port, String(gate.port)));
			t.after(close);
			t.after(gate.stop);
			const owner = somebody();
			await store.transaction((bound) => conversationOf(owner, bound));
			// The pool has not heard of it when the next transaction takes the connection.
			gate.cut();
			gate.open();
			await store.transaction((bound) => conversationOf(owner, bound));
			const { items } = await store.conversations.list(owner, { limit: 10, cursor: null });
			assert.equal(items.length, 2);
		});
	},
	['MariaDB', 'PostgreSQL'],
);

onEveryDatabase(
	(database) => {
		/** A row that somebody holds, and the store of a process that wants it. */
		async function heldRow(t: TestContext, lockSeconds: number) {
			const { store, close } = openStore(database.url, { lockSeconds });
			t.after(close);
			const owner = somebody();
			const { id } = await store.tickets.create(ticketOf(owner, 'TKT-1'));
			const held = await database.bare.transaction();
			await held('support_tickets').where({ id }).forUpdate();
			const change = () => store.tickets.changeStatus(owner.tenantId, id, ['open'], 'resolved', 1);
			return { owner, id, store, change, release: () => held.commit() };
		}

		test('a statement that waited too long for a lock is asked again', { timeout: 60_000 }, async (t) => {
			// A slow machine has two more waits to see that the second one has begun.
			const { change, release } = await heldRow(t, 4);
			const before = await waits(database);
			const asked = change();
			// Whoever waits a second time was asked again.
			const again = async () => {
				while ((await waits(database)) < before + 2) await pause(20);
			};
			await Promise.race([again(), asked]);
			await release();
			assert.equal(await asked, true);
		});

		test('whoever waits for a row that is never let go is told after a few waits, and may come again', {
			timeout: 60_000,
		}, async (t) => {
			const { owner, id, store, change, release } = await heldRow(t, 1);
			const unavailable = { code: 'store_unavailable' };
			await assert.rejects(change(), unavailable);
			const both = store.transaction(({ tickets }) => tickets.changeStatus(owner.tenantId, id, ['open'], 'closed', 1));
			await assert.rejects(both, unavailable);
			await release();
			assert.equal(await change(), true);
		});

		test('a desk says itself how long it waits, whatever the server’s setting is', async () => {
			const asked = {
				MariaDB: ['select @@innodb_lock_wait_timeout as seconds', 5],
				PostgreSQL: ['show lock_timeout', '5s'],
			}[database.name as 'MariaDB' | 'PostgreSQL'] as [string, unknown];
			const raw = await database.bare.raw(asked[0]);
			const [row] = raw.rows ?? raw[0];
			assert.deepEqual(Object.values(row), [asked[1]]);
		});
	},
	['MariaDB', 'PostgreSQL'],
);

/** All of them, once each has come. */
function meeting(expected: number): () => Promise<void> {
	let came = 0;
	let open = () => {};
	const met = new Promise<void>((resolve) => {
		open = resolve;
	});
	return () => {
		came += 1;
		if (came >= expected) open();
		return met;
	};
}

async function inTurn(bound: Store, tenantId: string, first: number, second: number, both: () => Promise<void>) {
	await bound.tickets.changeStatus(tenantId, first, ['open', 'resolved'], 'resolved', 1);
	await both();
	return bound.tickets.changeStatus(tenantId, second, ['open', 'resolved'], 'resolved', 2);
}

/** How often somebody has had to wait, or in PostgreSQL how often the one who waits now was asked. */
async function waits({ bare, name }: Database): Promise<number> {
	if (name === 'MariaDB') {
		const [[row]] = await bare.raw(`show global status like 'Innodb_row_lock_waits'`);
		return Number(row.Value);
	}
	const { rows } = await bare.raw(
		`select query_start as since from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
	);
	for (const { since } of rows) starts.add(String(since.getTime()));
	return starts.size;
}

const starts = new Set<string>();
