// Candidates on every database: each state leads where it should, a batch takes each one once, and where it came from is found.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CandidateStatus } from '../../server-kit/src/core/candidates-store.ts';
import type { Store } from '../../server-kit/src/core/store.ts';
import { onEveryDatabase, SHARED } from './every-database.ts';
import { AT, answered, conversationOf, somebody, together } from './rows.ts';

const WORDS = { question: 'Why?', answer: 'Because.', comment: null };

/** A candidate of an answer that was rated badly. */
async function candidate(store: Store, owner = somebody(), whole = false) {
	const { id: conversationId } = await conversationOf(owner, store);
	const { answerId } = await answered(owner, conversationId, store);
	const said = { helpful: false, rating: null, comment: null, reasons: [] };
	const messageId = whole ? null : answerId;
	const feedbackId = await store.feedback.save(owner, { conversationId, messageId, ...said }, AT);
	await store.feedback.queueCandidate(owner, conversationId, feedbackId, WORDS, AT);
	const { items } = await store.candidates.list(owner.tenantId, 'queued', { limit: 1, cursor: null });
	return { owner, id: items[0]?.id ?? 0, conversationId, answerId, feedbackId };
}

onEveryDatabase((database) => {
	const statusOf = async (tenantId: string, id: number) => (await database.store.candidates.find(tenantId, id))?.status;
	const move = (tenantId: string, id: number, from: CandidateStatus, to: CandidateStatus) =>
		database.store.candidates.move(tenantId, id, { from, to, note: 'n', betterAnswer: null, at: AT });

	test('a customer who turns positive withdraws what waits, and nothing that was decided', async () => {
		const { store } = database;
		const { owner, id, conversationId, feedbackId } = await candidate(store);
		const { tenantId } = owner;
		const negative = () => store.feedback.queueCandidate(owner, conversationId, feedbackId, WORDS, AT);
		await store.feedback.withdrawCandidate(tenantId, feedbackId, AT);
		assert.equal(await statusOf(tenantId, id), 'withdrawn');
		assert.deepEqual(
			[await move(tenantId, id, 'queued', 'approved'), await statusOf(tenantId, id)],
			[false, 'withdrawn'],
		);
		assert.equal(await negative(), true, 'a new thumb queues it again');
		assert.equal(await move(tenantId, id, 'queued', 'approved'), true);
		await store.feedback.withdrawCandidate(tenantId, feedbackId, AT);
		assert.equal(await statusOf(tenantId, id), 'approved');
		assert.equal(await move(tenantId, id, 'approved', 'queued'), true, 'undo');
		assert.equal(await move('another tenant', id, 'queued', 'approved'), false);
		assert.equal(await move(tenantId, id, 'queued', 'rejected'), true);
		assert.equal(await negative(), false, 'a reviewer’s word stands');
		assert.equal(await statusOf(tenantId, id), 'rejected');
	});

	test('two batches at once share nothing, and an exported one is taken back by nobody', {
		timeout: 60_000,
	}, async () => {
		const { store } = database;
		const owner = somebody();
		for (let made = 0; made < 6; made += 1) {
			const { id } = await candidate(store, owner);
			await move(owner.tenantId, id, 'queued', 'approved');
		}
		assert.equal(await store.candidates.count(owner.tenantId, 'approved'), 6);
		const taken = await together(2, (index) =>
			store.transaction((bound) => bound.candidates.openBatch(owner.tenantId, `bat_${owner.tenantId}_${index}`, AT)),
		);
		assert.deepEqual(taken.toSorted(), [0, 6]);
		const { items } = await store.candidates.list(owner.tenantId, 'exported', { limit: 10, cursor: null });
		assert.equal(new Set(items.map(({ batchId }) => batchId)).size, 1);
		assert.equal(await move(owner.tenantId, items[0]?.id ?? 0, 'approved', 'queued'), false);
	});

	test('the answer that was rated is found, also by feedback on the whole conversation, until it is deleted', async () => {
		const { store } = database;
		for (const whole of [false, true]) {
			const { owner, id, conversationId, answerId } = await candidate(store, somebody(), whole);
			const found = { locale: 'en', answerId, filterHits: [] };
			assert.deepEqual(await store.candidates.origin(owner.tenantId, id), found);
			assert.equal(await store.candidates.origin('another tenant', id), null);
			await store.conversations.remove(owner, conversationId);
			assert.equal(await store.candidates.origin(owner.tenantId, id), null);
		}
	});
}, SHARED);
