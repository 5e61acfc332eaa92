// Cases on every database: numbers, pages by latest activity, comments, states, what a customer may see.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Comment, Owner } from '../../server-kit/src/core/records.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import { onEveryDatabase, SHARED } from './every-database.ts';
import { AT, somebody, ticketOf, together } from './rows.ts';

async function open(owner: Owner, store: Store, at = AT) {
	return store.transaction(async (bound) => {
		const number = await bound.tickets.nextNumber(owner.tenantId, 2026);
		return bound.tickets.create(ticketOf(owner, `TKT-2026-${number}`, { at }));
	});
}

function said(ticketId: number, more: Partial<Comment> = {}): Omit<Comment, 'id'> {
	const author = { type: 'agent' as const, id: 'bo', name: 'Bo 🔔' };
	return { ticketId, author, visibility: 'public', body: 'Hello', createdAt: AT + 1, ...more };
}

onEveryDatabase((database) => {
	test('comes back as it was created', async () => {
		const { store } = database;
		const owner = somebody();
		const lastMessages = [{ role: 'user' as const, content: '🔔', createdAt: AT }];
		const handover = { summary: 's', intent: null, attempted: ['a'], lastMessages };
		const made = await store.tickets.create(
			ticketOf(owner, 'TKT-2026-0001', { handover, category: 'c', customerName: 'Ada 🔔', conversationId: 7 }),
		);
		assert.deepEqual(await store.tickets.find(owner.tenantId, made.id, owner.userId), made);
		assert.deepEqual([made.handover, made.status, made.conversationId, made.createdAt], [handover, 'open', 7, AT]);
	});

	test('forty opened at once in a fresh year have forty numbers, 1 to 40', async () => {
		const { store } = database;
		const owner = somebody();
		const made = await together(40, () => open(owner, store));
		const numbers = made.map(({ number }) => Number(number.split('-')[2])).sort((one, other) => one - other);
		assert.deepEqual(
			numbers,
			Array.from({ length: 40 }, (_, index) => index + 1),
		);
	});

	test('numbers are counted per tenant and year, and one that was rolled back is no double', async () => {
		const { store } = database;
		const [one, other] = [somebody(), somebody()];
		const next = (owner: Owner, year: number) =>
			store.transaction((bound) => bound.tickets.nextNumber(owner.tenantId, year));
		assert.deepEqual(
			[await next(one, 2026), await next(one, 2026), await next(one, 2027), await next(other, 2026)],
			[1, 2, 1, 1],
		);
		const undone = store.transaction(async (bound) => {
			await bound.tickets.nextNumber(one.tenantId, 2026);
			throw new Error('undo');
		});
		await assert.rejects(undone, { message: 'undo' });
		assert.ok((await next(one, 2026)) >= 3);
	});

	test('a number stands once in a tenant, and may stand in another', async () => {
		const { store } = database;
		const [one, other] = [somebody(), somebody()];
		await store.tickets.create(ticketOf(one, 'TKT-1'));
		await store.tickets.create(ticketOf(other, 'TKT-1'));
		await assert.rejects(store.tickets.create(ticketOf({ ...one, userId: 'eve' }, 'TKT-1')));
	});

	test('only its customer finds it as a customer, only its tenant as an agent', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await open(owner, store);
		assert.ok(await store.tickets.find(owner.tenantId, id));
		for (const [tenantId, userId] of [
			[owner.tenantId, 'eve'],
			[owner.tenantId, 'Ada'],
			[owner.tenantId, 'ada '],
			[owner.tenantId, ''],
			['another', 'ada'],
			['another', undefined],
		] as const)
			assert.equal(await store.tickets.find(tenantId, id, userId), null, `${tenantId} ${userId}`);
	});

	test('the latest activity comes first; pages neither lose nor repeat a case while others move up', async () => {
		const { store } = database;
		const owner = somebody();
		// Equal times: the id must break the tie.
		const made = await together(7, (index) => open(owner, store, AT + Math.floor(index / 3)));
		const expected = [...made].sort((a, b) => b.updatedAt - a.updatedAt || b.id - a.id).map(({ id }) => id);
		const seen: number[] = [];
		let cursor: string | null = null;
		do {
			const page: Awaited<ReturnType<Store['tickets']['list']>> = await store.tickets.list(
				{ ...owner, statuses: [] },
				{ limit: 2, cursor },
			);
			seen.push(...page.items.map(({ id }) => id));
			cursor = page.nextCursor;
			await open(owner, store, AT + 1_000);
		} while (cursor);
		assert.deepEqual(seen, expected);
	});

	test('the list is filtered by status and person; an agent sees the whole tenant', async () => {
		const { store } = database;
		const owner = somebody();
		const eve = { ...owner, userId: 'eve' };
		const [mine, closed, hers] = [await open(owner, store), await open(owner, store), await open(eve, store)];
		await store.tickets.changeStatus(owner.tenantId, closed.id, ['open'], 'closed', AT);
		const list = async (filter: Parameters<Store['tickets']['list']>[0]) =>
			(await store.tickets.list(filter, { limit: 10, cursor: null })).items.map(({ id }) => id).sort((a, b) => a - b);
		assert.deepEqual(await list({ ...owner, statuses: [] }), [mine.id, closed.id]);
		assert.deepEqual(await list({ ...owner, statuses: ['open', 'pending'] }), [mine.id]);
		assert.deepEqual(await list({ tenantId: owner.tenantId, statuses: [] }), [mine.id, closed.id, hers.id]);
		assert.deepEqual(await list({ tenantId: somebody().tenantId, statuses: [] }), []);
		const asCustomer = store.tickets.list({ ...owner, statuses: [] }, { limit: 10, cursor: 'MQ' });
		await assert.rejects(asCustomer, { code: 'cursor_invalid' });
	});

	test('a public comment moves the case and counts as unread; a note does neither', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await open(owner, store);
		const { tenantId } = owner;
		await store.tickets.addComment(tenantId, said(id, { visibility: 'internal', createdAt: AT + 1, body: 'secret' }));
		const noted = await store.tickets.find(tenantId, id);
		assert.deepEqual([noted?.updatedAt, noted?.lastCommentAt, noted?.lastReplyId], [AT, null, null]);
		const comment = await store.tickets.addComment(tenantId, said(id, { createdAt: AT + 2, body: 'x'.repeat(10_000) }));
		const replied = await store.tickets.find(tenantId, id);
		assert.deepEqual(
			[replied?.updatedAt, replied?.lastCommentAt, replied?.lastReplyId, replied?.readReplyId],
			[AT + 2, AT + 2, comment.id, null],
		);
		assert.deepEqual(await store.tickets.comments(tenantId, id, 'public'), [comment]);
		assert.equal((await store.tickets.comments(tenantId, id, 'all')).length, 2);
		assert.deepEqual(await store.tickets.comments('another', id, 'all'), []);
		const customer = { type: 'customer' as const, id: 'ada', name: null };
		await store.tickets.addComment(tenantId, said(id, { author: customer, createdAt: AT + 3 }));
		const answered = await store.tickets.find(tenantId, id);
		assert.deepEqual([answered?.lastReplyId, answered?.readReplyId], [comment.id, null]);
	});

	test('only its customer marks it read', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await open(owner, store);
		await store.tickets.markRead({ ...owner, userId: 'eve' }, id, 9);
		await store.tickets.markRead({ ...owner, tenantId: 'another' }, id, 9);
		assert.equal((await store.tickets.find(owner.tenantId, id))?.readReplyId, null);
		await store.tickets.markRead(owner, id, 9);
		assert.equal((await store.tickets.find(owner.tenantId, id))?.readReplyId, 9);
	});

	test('of twenty status changes from open at once, one happens', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await open(owner, store);
		const done = await together(20, () => store.tickets.changeStatus(owner.tenantId, id, ['open'], 'resolved', AT + 4));
		assert.equal(done.filter(Boolean).length, 1);
		assert.equal(await store.tickets.changeStatus('another', id, ['resolved'], 'closed', AT), false);
		assert.equal((await store.tickets.find(owner.tenantId, id))?.status, 'resolved');
	});
});

onEveryDatabase((database) => {
	test('forty opened at once through two openings of the database have forty numbers', {
		timeout: 60_000,
	}, async () => {
		const owner = somebody();
		const stores = database.name === 'SQLite file' ? [database.store] : [database.store, database.another().store];
		const made = await together(40, (index) => open(owner, stores[index % stores.length] as Store));
		assert.equal(new Set(made.map(({ number }) => number)).size, 40);
	});
}, SHARED);
