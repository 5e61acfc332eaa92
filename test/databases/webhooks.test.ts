// The outbox on every database: written with the change or not at all, taken once, taken again after a lease, gone with what it tells of.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Owner } from '../../server-kit/src/core/records.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import { caseCreated, conversationEvent } from '../../server-kit/src/core/webhooks/events.ts';
import type { Claimed } from '../../server-kit/src/core/webhooks/store.ts';
import { tablesThatSay } from './behind.ts';
import { onEveryDatabase, SHARED } from './every-database.ts';
import { AT, answered, conversationOf, somebody, ticketOf, together } from './rows.ts';

const LEASE_MS = 30_000;
const ALL = ['conversation.created', 'message.completed', 'case.created'];

function webhookOf({ tenantId }: Owner, store: Store, events = ALL) {
	const url = 'https://hooks.example.com/';
	return store.webhooks.create({ tenantId, url, description: null, events, secret: 'sealed', at: AT });
}

/** A conversation, told of in the same transaction. */
function begun(owner: Owner, store: Store, at = AT) {
	return store.transaction(async (bound) => {
		const conversation = await conversationOf(owner, bound);
		await bound.webhooks.emit(conversationEvent('conversation.created', conversation, at));
		return conversation;
	});
}

function take(store: Store, webhook: { id: number }, now = AT, lease = 'lease-1', limit = 100) {
	return store.webhooks.claim(webhook.id, { now, until: now + LEASE_MS, lease, limit });
}

function settle(store: Store, { id, lease }: Claimed, fault: string | null = null, dueAt: number | null = null) {
	const attempt = { status: fault ? 500 : 204, fault, excerpt: null, durationMs: 5 };
	const status = fault ? ('pending' as const) : ('delivered' as const);
	return store.webhooks.settle({ id, lease, status, dueAt, attempt, at: AT });
}

onEveryDatabase((database) => {
	test('S-29 an event is written with its change, or neither is', async () => {
		const { store } = database;
		const owner = somebody();
		const webhook = await webhookOf(owner, store);
		const failing = store.transaction(async (bound) => {
			const conversation = await conversationOf(owner, bound);
			assert.equal(await bound.webhooks.emit(conversationEvent('conversation.created', conversation, AT)), true);
			throw new Error('given up');
		});
		await assert.rejects(failing, { message: 'given up' });
		assert.deepEqual(await take(store, webhook), []);
		await begun(owner, store);
		assert.equal((await take(store, webhook)).length, 1);
	});

	test('nothing is kept where nobody listens: another type, another tenant, a disabled one', async () => {
		const { store } = database;
		const owner = somebody();
		const emit = async () => {
			const conversation = await conversationOf(owner, store);
			return store.transaction((bound) =>
				bound.webhooks.emit(conversationEvent('conversation.created', conversation, AT)),
			);
		};
		await webhookOf(owner, store, ['case.created']);
		await webhookOf(somebody(), store);
		const disabled = await webhookOf(owner, store);
		await store.webhooks.save({ ...disabled, disabled: 'gone' });
		assert.equal(await emit(), false);
		await store.webhooks.save({ ...disabled, disabled: null });
		assert.equal(await emit(), true);
	});

	test('events of one conversation are counted, also by twenty at once; an answer is told with its end', async () => {
		const { store } = database;
		const owner = somebody();
		const webhook = await webhookOf(owner, store);
		const conversation = await begun(owner, store);
		await answered(owner, conversation.id, store, 'It is blue.');
		await together(20, () =>
			store.transaction((bound) => bound.webhooks.emit(conversationEvent('conversation.created', conversation, AT))),
		);
		const claimed = await take(store, webhook, AT + 1000);
		const sequences = claimed.map(({ event }) => Number(event.sequence)).sort((one, other) => one - other);
		assert.deepEqual(
			sequences,
			Array.from({ length: 22 }, (_, at) => at + 1),
		);
		const told = claimed.find(({ event }) => event.type === 'message.completed');
		assert.equal(told?.event.sequence, 2);
		assert.equal(JSON.parse(told?.event.data ?? '{}').message.content, 'It is blue.');
	});

	test('F-25 an attempt is taken once; when its lease has ended it is taken again, with the same id', async () => {
		const { store } = database;
		const owner = somebody();
		const webhook = await webhookOf(owner, store);
		await begun(owner, store);
		const [first] = await take(store, webhook);
		assert.ok(first);
		assert.deepEqual(await take(store, webhook, AT + LEASE_MS - 1, 'lease-2'), []);
		const [second] = await take(store, webhook, AT + LEASE_MS, 'lease-2');
		assert.equal(second?.event.publicId, first.event.publicId);
		assert.equal(await settle(store, first), false, 'the first has lost it');
		assert.equal(await settle(store, second), true);
		assert.equal(await settle(store, second), false, 'settled once');
		assert.deepEqual(await take(store, webhook, AT + 10 * LEASE_MS, 'lease-3'), []);
	});

	test('what failed is due when it was said; the longest waiting webhook comes first', async () => {
		const { store } = database;
		const owner = somebody();
		const [early, late] = [await webhookOf(owner, store), await webhookOf(owner, store)];
		await begun(owner, store);
		for (const [webhook, dueAt] of [
			[early, AT + 5000],
			[late, AT + 9000],
		] as const)
			for (const each of await take(store, webhook)) await settle(store, each, 'status', dueAt);
		const ours = async (now: number) =>
			(await store.webhooks.due(now)).filter(({ tenantId }) => tenantId === owner.tenantId).map(({ id }) => id);
		assert.deepEqual(await ours(AT + 4999), []);
		assert.deepEqual(await ours(AT + 5000), [early.id]);
		assert.deepEqual(await ours(AT + 9000), [early.id, late.id]);
		const page = await store.webhooks.deliveries(owner.tenantId, early.id, 'pending', { limit: 5, cursor: null });
		assert.deepEqual(page.items[0]?.last, { status: 500, fault: 'status', excerpt: null, durationMs: 5 });
	});

	test('a disabled webhook gives up what waits; failing since is when it began', async () => {
		const { store } = database;
		const owner = somebody();
		const webhook = await webhookOf(owner, store);
		await begun(owner, store);
		await store.webhooks.markFailing(webhook.id, AT);
		await store.webhooks.markFailing(webhook.id, AT + 5);
		const failing = await store.webhooks.find(owner.tenantId, webhook.id);
		assert.equal(failing?.failingSince, AT);
		await store.webhooks.save({ ...webhook, disabled: 'failing', updatedAt: AT });
		const { items } = await store.webhooks.deliveries(owner.tenantId, webhook.id, null, { limit: 5, cursor: null });
		assert.deepEqual(
			items.map(({ status, dueAt }) => [status, dueAt]),
			[['failed', null]],
		);
		assert.equal(await store.webhooks.remove(owner.tenantId, webhook.id), true);
		assert.equal(await store.webhooks.find(owner.tenantId, webhook.id), null);
	});

	test('a deleted conversation takes its events along; a case’s stay', async () => {
		const { store } = database;
		const owner = somebody();
		const webhook = await webhookOf(owner, store);
		const conversation = await begun(owner, store);
		await answered(owner, conversation.id, store);
		await store.transaction(async (bound) => {
			const ticket = await bound.tickets.create(ticketOf(owner, `TKT-2026-${webhook.id}`));
			await bound.webhooks.emit(caseCreated(ticket));
		});
		await store.transaction((bound) => bound.conversations.remove(owner, conversation.id));
		assert.deepEqual(
			(await take(store, webhook, AT + 1000)).map(({ event }) => event.type),
			['case.created'],
		);
	});

	test('old events go when nothing of them waits any more', async () => {
		const { store } = database;
		const owner = somebody();
		const webhook = await webhookOf(owner, store);
		await begun(owner, store);
		await store.webhooks.sweep(AT + 1);
		const [claimed] = await take(store, webhook);
		assert.ok(claimed, 'it waits: it stays');
		await settle(store, claimed);
		await store.webhooks.sweep(AT);
		assert.equal((await store.webhooks.deliveries(owner.tenantId, webhook.id, null, PAGE)).items.length, 1);
		await store.webhooks.sweep(AT + 1);
		assert.deepEqual((await store.webhooks.deliveries(owner.tenantId, webhook.id, null, PAGE)).items, []);
	});
});

const PAGE = { limit: 5, cursor: null };

onEveryDatabase((database) => {
	test('two processes that look at the same time share the attempts among them', async () => {
		const { store } = database;
		const owner = somebody();
		const webhook = await webhookOf(owner, store);
		await together(30, () => begun(owner, store));
		const other = database.another().store;
		const taken = await Promise.all([
			take(store, webhook, AT + 1, 'lease-a', 30),
			take(other, webhook, AT + 1, 'lease-b', 30),
		]);
		const ids = taken.flat().map(({ id }) => id);
		const rest = (await take(store, webhook, AT + 1, 'lease-c', 30)).map(({ id }) => id);
		assert.equal(new Set([...ids, ...rest]).size, 30);
		assert.equal(ids.length + rest.length, 30, 'none was taken twice');
	});

	test('S-37 an erased person stands in no event, nor does what an erased agent said in others’ cases', async () => {
		const { store } = database;
		const [ana, bo] = [somebody('canary-ana'), 'canary-bo'];
		const webhook = await webhookOf(ana, store);
		await begun(ana, store);
		await store.transaction(async (bound) => {
			const ticket = await bound.tickets.create(ticketOf(ana, `TKT-2027-${webhook.id}`));
			await bound.webhooks.emit({ ...caseCreated(ticket), authorId: bo, data: { said: bo } });
		});
		const erase = async (userId: string) => {
			const owner = { ...ana, userId };
			while (await store.transaction((bound) => bound.erasure.next('webhookEvents', owner)));
			return tablesThatSay(database, userId);
		};
		assert.ok(!(await erase(bo)).includes('support_webhook_events'));
		assert.ok(!(await erase(ana.userId)).includes('support_webhook_events'));
		assert.deepEqual(await take(store, webhook), []);
	});
}, SHARED);
