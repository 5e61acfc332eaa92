// Conversations on every database: ownership, pages, states, and what deleting leaves behind.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Store } from '../../server-kit/src/core/store.ts';
import { rowsOf, tablesThatSay } from './behind.ts';
import { onEveryDatabase, SHARED } from './every-database.ts';
import { AT, answered, begin, conversationOf, endOf, somebody, ticketOf, together, turnIn } from './rows.ts';

onEveryDatabase((database) => {
	test('comes back as it was created, with an integer id', async () => {
		const { store } = database;
		const owner = somebody();
		const context = { page: '/prices?ä=🔔', deep: { list: [1, null, 'x'] } };
		const made = await store.conversations.create({ ...owner, title: 'Größe 🔔', locale: 'de-CH', context, at: AT });
		const found = await store.conversations.find(owner, made.id);
		assert.ok(Number.isSafeInteger(made.id) && made.id > 0, `id ${made.id} of type ${typeof made.id}`);
		assert.deepEqual(found, made);
		assert.deepEqual(found, {
			id: made.id,
			kind: 'support',
			publicId: null,
			...owner,
			title: 'Größe 🔔',
			preview: null,
			status: 'open',
			locale: 'de-CH',
			context,
			version: 1,
			answeringSince: null,
			escalatedAt: null,
			resolution: null,
			rating: null,
			createdAt: AT,
			updatedAt: AT,
		});
	});

	test('a name is exact: neither case nor a space at its end makes two people one', async () => {
		const { store } = database;
		const { tenantId } = somebody();
		const names = ['ada', 'Ada', 'ada ', ' ada', 'àda', 'ada\u200b'];
		for (const userId of names) await conversationOf({ tenantId, userId }, store);
		for (const userId of names) {
			const { items } = await store.conversations.list({ tenantId, userId }, { limit: 100, cursor: null });
			assert.deepEqual(
				items.map((one) => one.userId),
				[userId],
			);
		}
		const own = await conversationOf({ tenantId, userId: 'ada' }, store);
		for (const userId of names.slice(1))
			assert.equal(await store.conversations.find({ tenantId, userId }, own.id), null);
		for (const other of [tenantId.toUpperCase(), `${tenantId} `])
			assert.equal(await store.conversations.find({ tenantId: other, userId: 'ada' }, own.id), null);
	});

	test('another person, another tenant and a number that is nobody’s are the same nothing', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		for (const stranger of [{ ...owner, userId: 'eve' }, somebody()]) {
			assert.equal(await store.conversations.find(stranger, id), null);
			assert.equal(await store.conversations.remove(stranger, id), false);
			assert.deepEqual(
				await store.messages.thread(stranger, id, { limit: 10, cursor: null }),
				await nothing(store, stranger),
			);
		}
		assert.equal(await store.conversations.find(owner, id + 1_000_000), null);
		assert.equal(await store.conversations.find(owner, Number.MAX_SAFE_INTEGER), null);
		assert.equal(await store.conversations.find(owner, -1), null);
		assert.ok(await store.conversations.find(owner, id));
	});

	test('the status changes only from one of those named, and the version counts it', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		const change = (from: 'open' | 'escalated', to: 'escalated' | 'closed', tenantId = owner.tenantId) =>
			store.conversations.changeStatus(tenantId, id, [from], to, AT + 1);
		assert.equal(await change('open', 'escalated', 'another tenant'), false);
		assert.equal(await change('open', 'escalated'), true);
		assert.equal(await change('open', 'escalated'), false);
		assert.equal(await change('open', 'closed'), false);
		const now = await store.conversations.find(owner, id);
		assert.deepEqual([now?.status, now?.version, now?.escalatedAt, now?.updatedAt], ['escalated', 2, AT + 1, AT + 1]);
	});

	test('twenty at once that escalate: one of them did', async () => {
		const { store } = database;
		const owner = somebody();
		const { id } = await conversationOf(owner, store);
		const done = await together(20, () =>
			store.transaction((bound) => bound.conversations.changeStatus(owner.tenantId, id, ['open'], 'escalated', AT)),
		);
		assert.equal(done.filter(Boolean).length, 1);
	});

	test('pages are newest first and stay whole while others are created', async () => {
		const { store } = database;
		const owner = somebody();
		const ids: number[] = [];
		for (let made = 0; made < 7; made += 1) ids.unshift((await conversationOf(owner, store)).id);
		const seen: number[] = [];
		let cursor: string | null = null;
		do {
			const page: Awaited<ReturnType<Store['conversations']['list']>> = await store.conversations.list(owner, {
				limit: 3,
				cursor,
			});
			seen.push(...page.items.map((one) => one.id));
			cursor = page.nextCursor;
			await conversationOf(owner, store);
			await conversationOf({ ...owner, userId: 'eve' }, store);
		} while (cursor);
		assert.deepEqual(seen, ids);
	});

	test('a page that is exactly full has no next one; a cursor that is not ours is refused', async () => {
		const { store } = database;
		const owner = somebody();
		await together(3, () => conversationOf(owner, store));
		const page = await store.conversations.list(owner, { limit: 3, cursor: null });
		assert.equal(page.items.length, 3);
		assert.equal(page.nextCursor, null);
		for (const cursor of [
			'',
			'!',
			'x'.repeat(300),
			Buffer.from('1.2').toString('base64url'),
			Buffer.from("1' or 1=1").toString('base64url'),
		])
			await assert.rejects(store.conversations.list(owner, { limit: 3, cursor }), { code: 'cursor_invalid' }, cursor);
	});
});

onEveryDatabase((database) => {
	test('deleting takes every row of it in every table, leaves its case, and touches no other conversation', async () => {
		const { store } = database;
		const owner = somebody();
		const [gone, kept] = [await filled(owner, store, 'gone'), await filled(owner, store, 'kept')];
		const before = await rowsOf(database, kept.id, kept.messageIds);
		assert.equal(await store.transaction((bound) => bound.conversations.remove(owner, gone.id)), true);
		assert.equal(await store.transaction((bound) => bound.conversations.remove(owner, gone.id)), false);
		assert.deepEqual(await rowsOf(database, gone.id, gone.messageIds), {});
		assert.deepEqual(await rowsOf(database, kept.id, kept.messageIds), before);
		assert.ok(Object.keys(before).length >= 7, `the test filled only ${Object.keys(before)}`);
		const ticket = await store.tickets.find(owner.tenantId, gone.ticketId);
		assert.equal(ticket?.conversationId, null);
		assert.equal(ticket?.subject, 'Help');
		assert.deepEqual(await tablesThatSay(database, 'words-of-gone'), ['support_tickets']);
	});

	test('a deletion that is rolled back has deleted nothing', async () => {
		const { store } = database;
		const owner = somebody();
		const { id, messageIds } = await filled(owner, store, 'saved');
		const before = await rowsOf(database, id, messageIds);
		const fault = new Error('changed my mind');
		const deleting = store.transaction(async (bound) => {
			await bound.conversations.remove(owner, id);
			throw fault;
		});
		await assert.rejects(deleting, fault);
		assert.deepEqual(await rowsOf(database, id, messageIds), before);
	});
}, SHARED);

function nothing(store: Store, stranger: { tenantId: string; userId: string }) {
	return store.messages.thread(stranger, 999_999_999, { limit: 10, cursor: null });
}

/** A conversation with a row in every table that can hold something of it. */
async function filled(owner: { tenantId: string; userId: string }, store: Store, mark: string) {
	const said = `words-of-${mark}`;
	const { id } = await store.conversations.create({ ...owner, title: said, locale: 'en', context: { said }, at: AT });
	const { questionId, answerId } = await answered(owner, id, store, said);
	const begun = await begin(store, turnIn(owner, id, { content: said }));
	await store.messages.end({
		...endOf(owner, id, begun.answerId, said),
		toolCalls: [{ id: 'call', name: 'search', title: '', input: said, status: 'done', asks: null }],
	});
	const feedback = { helpful: false, rating: 1, comment: said, reasons: [said], conversationId: id };
	for (const messageId of [null, answerId]) {
		const saved = await store.feedback.save(owner, { ...feedback, messageId }, AT);
		const candidate = { comment: said, question: said, answer: said };
		await store.feedback.queueCandidate(owner, id, saved, candidate, AT);
	}
	await store.escalations.record({ ...owner, conversationId: id, reason: said, note: said, at: AT });
	const ticket = await store.tickets.create(
		ticketOf(owner, `TKT-${mark}-${id}`, { conversationId: id, description: said }),
	);
	return {
		id,
		ticketId: ticket.id,
		messageIds: [questionId, answerId, begun.questionId, begun.answerId],
	};
}
