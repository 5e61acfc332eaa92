// A database that goes away: every part says so with the same code, and goes on when it is back.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { startKit } from '@deskbell/server-kit/testing';
import type { Store } from '../../server-kit/src/core/store.ts';
import { openStore } from '../../server-kit/src/store/open.ts';
import { startProxy } from '../faults/rig/proxy.ts';
import { type PrivateServer, startMariadb, startPostgres } from '../support/services.ts';
import { startGate } from './gate.ts';
import { AT, conversationOf, somebody, turnIn } from './rows.ts';

const START = { MariaDB: startMariadb, PostgreSQL: startPostgres };
const AWAY = { code: 'store_unavailable' };

for (const [name, start] of Object.entries(START))
	describe(name, () => {
		let server: PrivateServer;
		before(async () => {
			server = await start();
		});
		after(() => server.stop());

		test('a store whose way to the database is cut says so everywhere, then works again', {
			timeout: 30_000,
		}, async (t) => {
			const gate = await startGate(server.port);
			const { store, migrate, close } = openStore(server.url.replace(String(server.port), String(gate.port)));
			t.after(close);
			t.after(gate.stop);
			await migrate();
			const owner = somebody();
			const { id } = await conversationOf(owner, store);
			gate.cut();
			for (const [what, ask] of Object.entries(everything(store, id))) await assert.rejects(ask(), AWAY, what);
			gate.open();
			assert.equal((await soon(() => store.conversations.find(owner, id)))?.id, id);
			await store.messages.begin(turnIn(owner, id));
		});

		test('cut in the middle of a transaction: nothing of it stays', { timeout: 30_000 }, async (t) => {
			const gate = await startGate(server.port);
			const { store, migrate, close } = openStore(server.url.replace(String(server.port), String(gate.port)));
			t.after(close);
			t.after(gate.stop);
			await migrate();
			const owner = somebody();
			const cutOff = store.transaction(async (bound) => {
				await conversationOf(owner, bound);
				gate.cut();
				await conversationOf(owner, bound);
			});
			await assert.rejects(cutOff, AWAY);
			gate.open();
			const { items } = await soon(() => store.conversations.list(owner, { limit: 10, cursor: null }));
			assert.deepEqual(items, []);
		});

		test('a way to the database that swallows everything: in time it is told, then a new connection works', {
			// A connection that was being greeted at that moment is waited for by the driver's pool for half a minute.
			timeout: 180_000,
		}, async (t) => {
			const proxy = await startProxy(server.port);
			const by = server.url.replace(String(server.port), String(proxy.port));
			const { store, migrate, close } = openStore(by, { silenceMs: 2_000 });
			t.after(close);
			t.after(proxy.stop);
			await migrate();
			const owner = somebody();
			const { id } = await conversationOf(owner, store);
			await Promise.all([1, 2, 3].map(() => store.conversations.find(owner, id)));
			proxy.freeze();
			await assert.rejects(store.conversations.find(owner, id), AWAY, 'a connection that was idle');
			await assert.rejects(store.conversations.find(owner, id), AWAY, 'one that is not greeted');
			const begun = store.transaction((bound) => conversationOf(owner, bound));
			await assert.rejects(begun, AWAY, 'a transaction');
			proxy.thaw();
			assert.equal((await soon(() => store.conversations.find(owner, id)))?.id, id);
			await store.messages.begin(turnIn(owner, id));
		});

		test('a customer sees 503 with Retry-After and no word of the database; then it works again', {
			timeout: 30_000,
		}, async (t) => {
			const gate = await startGate(server.port);
			const desk = await startKit({ database: server.url.replace(String(server.port), String(gate.port)) });
			t.after(desk.close);
			t.after(gate.stop);
			const ada = await desk.ready('ada');
			gate.cut();
			for (const answer of [
				await ada.get(ada.path),
				await ada.post('/conversations', {}),
				await ada.post(`${ada.path}/messages`, { content: 'Hi' }),
			]) {
				assert.equal(answer.status, 503);
				assert.equal(answer.body.code, 'store_unavailable');
				assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/);
				assert.doesNotMatch(JSON.stringify(answer.body), /127\.0\.0\.1|ECONN|select|support_ai/i);
			}
			gate.open();
			assert.equal(
				(
					await soon(async () => {
						const answer = await ada.get(ada.path);
						return answer.status === 503 ? Promise.reject(answer) : answer;
					})
				).status,
				200,
			);
		});
	});

test('a fault of the database names the statement, never what a customer wrote', async (t) => {
	const { store, migrate, close } = openStore(':memory:');
	t.after(close);
	await migrate();
	const broken = { ...somebody(), title: 'marmalade', locale: null as unknown as string, context: null, at: AT };
	await assert.rejects(store.conversations.create(broken), (fault: Error) => {
		assert.match(fault.message, /support_ai_conversations/);
		assert.doesNotMatch(fault.message, /marmalade/);
		return true;
	});
});

test('a SQLite file that cannot be opened says so', async () => {
	const { store, migrate, close } = openStore('/nowhere/at/all/desk.sqlite');
	await assert.rejects(migrate(), AWAY);
	await assert.rejects(store.conversations.find(somebody(), 1), AWAY);
	await close();
});

/** One call of each part; a database that is away must not look like anything else. */
function everything(store: Store, id: number): Record<string, () => Promise<unknown>> {
	const owner = somebody();
	const page = { limit: 1, cursor: null };
	return {
		find: () => store.conversations.find(owner, id),
		list: () => store.conversations.list(owner, page),
		create: () => conversationOf(owner, store),
		thread: () => store.messages.thread(owner, id, page),
		begin: () => store.messages.begin(turnIn(owner, id)),
		tickets: () => store.tickets.list({ ...owner, statuses: [] }, page),
		pushes: () => store.pushes.lastId(owner),
		disclosures: () => store.disclosures.latest(owner, '1'),
		feedback: () => store.feedback.find(owner, id, null),
		quota: () => store.quota.used(owner, ['user'], AT),
		knowledge: () => store.knowledge.count('acme'),
	};
}

/** A pool may hold connections that it does not yet know to be dead. */
async function soon<T>(ask: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await ask();
		} catch (fault) {
			if (attempt === 300) throw fault;
			await pause(100);
		}
	}
}
