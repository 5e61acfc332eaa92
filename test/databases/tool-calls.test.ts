// Calls of host tools on every database: decided once, run by one answer, over in time, and gone with their conversation.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Owner } from '../../server-kit/src/core/records.ts';
import type { TurnResumed } from '../../server-kit/src/core/turn-store.ts';
import { onEveryDatabase } from './every-database.ts';
import { AT, answered, answerOf, begin, conversationOf, endOf, reservationOf, somebody, turnIn } from './rows.ts';

const SHOWN = [{ name: 'jobId', label: 'Job', value: 'job_7 🔔' }];

onEveryDatabase((database) => {
	/** A call that waits, in an answer that has ended. */
	async function waiting(owner: Owner = somebody()) {
		const { store } = database;
		const { id: conversationId } = await conversationOf(owner, store);
		const { answerId: messageId } = await answered(owner, conversationId, store);
		const { tenantId } = owner;
		const call = { tenantId, conversationId, messageId, key: 'call_x', name: 'retry', title: 'Try', input: '{"a":1}' };
		const asks = { arguments: SHOWN, expiresAt: AT + 1_000 };
		const id = await store.toolCalls.open({ ...call, answerId: null, status: 'waiting_approval', asks, at: AT });
		const resumed = (more: Partial<TurnResumed> = {}): TurnResumed => {
			const answer = answerOf(reservationOf(owner));
			return { ...owner, conversationId, callId: id, approved: true, answer, at: AT, ...more };
		};
		const status = async () => (await store.toolCalls.find(owner, conversationId, id))?.status;
		return { store, owner, conversationId, messageId, id, resumed, status };
	}

	test('comes with its thread, with what is shown of it; nobody else finds it', async () => {
		const { store, owner, conversationId, messageId, id } = await waiting();
		const { items } = await store.messages.thread(owner, conversationId, { limit: 10, cursor: null });
		const [call] = items.at(-1)?.toolCalls ?? [];
		assert.deepEqual(
			[call?.id, call?.title, call?.status, call?.asks],
			[`call_${id}`, 'Try', 'waiting_approval', { arguments: SHOWN, expiresAt: AT + 1_000 }],
		);
		assert.deepEqual(
			(await store.toolCalls.of(owner.tenantId, [messageId])).map(({ rowId, key }) => [rowId, key]),
			[[id, 'call_x']],
		);
		assert.deepEqual(await store.toolCalls.of('another', [messageId]), []);
		assert.equal(await store.toolCalls.find({ ...owner, userId: 'eve' }, conversationId, id), null);
		assert.equal(await store.toolCalls.find({ ...owner, tenantId: 'another' }, conversationId, id), null);
		assert.equal(await store.toolCalls.find(owner, conversationId + 1, id), null);
	});

	test('of twenty decisions at once one counts, and one answer is begun', async () => {
		const { store, owner, conversationId, resumed, id } = await waiting();
		const begun = await Promise.all(Array.from({ length: 20 }, () => store.messages.resume(resumed())));
		const won = begun.filter((one) => one !== null);
		assert.equal(won.length, 1);
		const call = await store.toolCalls.find(owner, conversationId, id);
		assert.deepEqual([call?.status, call?.decision, { answerId: call?.answerId }], ['running', 'approved', won[0]]);
		assert.equal(await store.messages.count(owner.tenantId, conversationId), 3);
	});

	test('a decision that is too late leaves nothing behind, and the conversation takes the next turn', async () => {
		const { store, owner, conversationId, resumed, status } = await waiting();
		assert.equal(await store.messages.resume(resumed({ at: AT + 1_000 })), null);
		assert.deepEqual(
			[await status(), await store.messages.count(owner.tenantId, conversationId)],
			['waiting_approval', 2],
		);
		assert.ok(await store.messages.begin(turnIn(owner, conversationId)));
	});

	test('where there is no room nothing is decided', async () => {
		const { store, owner, resumed, status } = await waiting();
		const none = { messages: 0, tokens: 0, cost: 0 };
		const answer = answerOf(reservationOf(owner), { user: none, tenant: none, global: none });
		const denied = await store.messages.resume(resumed({ answer }));
		assert.ok(denied && 'denied' in denied);
		assert.equal(await status(), 'waiting_approval');
		const declined = await store.messages.resume(
			resumed({ approved: false, answer: { ...answer, reservation: null } }),
		);
		assert.ok(declined && 'answerId' in declined);
		assert.equal(await status(), 'declined');
	});

	test('an answer that goes on has the question of the one before it', async () => {
		const { store, owner, conversationId, messageId, resumed } = await waiting();
		const begun = await store.messages.resume(resumed());
		assert.ok(begun && 'answerId' in begun);
		await store.messages.end({ ...endOf(owner, conversationId, begun.answerId), hostCalls: true });
		const before = await store.messages.exchange(owner, conversationId, messageId);
		const after = await store.messages.exchange(owner, conversationId, begun.answerId);
		assert.deepEqual([after?.question.id, after?.answer.id], [before?.question.id, begun.answerId]);
	});

	test('what an answer leaves running is unknown when it ends; what had ended stays as it was', async () => {
		const { store, owner, conversationId, resumed, status, id } = await waiting();
		const begun = await store.messages.resume(resumed());
		assert.ok(begun && 'answerId' in begun);
		await store.messages.end({ ...endOf(owner, conversationId, begun.answerId), hostCalls: true });
		assert.equal(await status(), 'unknown');
		assert.equal(await store.toolCalls.close(owner.tenantId, id, 'done'), false, 'nobody ends it a second time');
		assert.equal(await status(), 'unknown');
	});

	test('the next question declines it, seen by the look before the turn', async () => {
		const { store, owner, conversationId, status } = await waiting();
		const { periodStart, scopes } = reservationOf(owner);
		const asked = {
			owner,
			conversationId,
			disclosureVersion: '1',
			clientMessageId: null,
			scopes,
			periodStart,
			past: 5,
		};
		assert.deepEqual(
			[(await store.messages.look({ ...asked, calls: true })).waits, (await store.messages.look(asked)).waits],
			[true, false],
		);
		await begin(store, turnIn(owner, conversationId, { declines: true }));
		assert.equal(await status(), 'declined');
		assert.equal((await store.messages.look({ ...asked, calls: true })).waits, false);
	});

	test('the sweep ends what waited too long, once', async () => {
		const { store, status } = await waiting();
		assert.equal(await status(), 'waiting_approval');
		assert.ok((await store.toolCalls.expire(AT + 1_000)) >= 1);
		assert.equal(await status(), 'expired');
		assert.equal(await store.toolCalls.expire(AT + 1_000), 0);
	});

	test('goes with its conversation', async () => {
		const { store, owner, conversationId, messageId } = await waiting();
		await store.conversations.remove(owner, conversationId);
		assert.deepEqual(await store.toolCalls.of(owner.tenantId, [messageId]), []);
	});
});
