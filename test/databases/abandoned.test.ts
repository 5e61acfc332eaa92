// Answers whose process died are settled, however many of this process's own look just as silent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRunner } from '../../server-kit/src/connect/runner.ts';
import { settleAllAbandoned, settleIfAbandoned } from '../../server-kit/src/core/settle.ts';
import { onEveryDatabase } from './every-database.ts';
import { AT, begin, conversationOf, HERE, somebody, together, turnIn } from './rows.ts';

const A_MINUTE_MS = 60_000;
/** More than a page of them, silent since the same instant. */
const OWN = 120;

onEveryDatabase((database) => {
	test('one abandoned answer behind more than a page of running ones is settled, and none of those', async () => {
		const { store } = database;
		const owner = somebody();
		const conversations = await together(OWN + 1, () => conversationOf(owner, store));
		const answers = await together(OWN + 1, async (at) => {
			const conversationId = conversations[at]?.id ?? 0;
			return { conversationId, ...(await begin(store, turnIn(owner, conversationId))) };
		});
		const abandoned = answers.toSorted((one, other) => other.answerId - one.answerId)[0];
		assert.ok(abandoned);
		const statusOf = async ({ conversationId, answerId }: typeof abandoned) =>
			(await store.messages.find(owner, conversationId, answerId))?.status;
		const settle = () =>
			settleAllAbandoned(
				{ store, clock: { now: () => AT + A_MINUTE_MS }, runner: HERE },
				(conversationId) => conversationId !== abandoned.conversationId,
			);
		assert.equal(await settle(), 1);
		assert.equal(await statusOf(abandoned), 'interrupted');
		const others = answers.filter((answer) => answer !== abandoned);
		assert.deepEqual([...new Set(await Promise.all(others.map(statusOf)))], ['streaming']);
		assert.equal(await settle(), 0, 'settled once');
	});

	for (const apart of [90_000, -90_000])
		test(`F-23 an answer of a machine whose clock is ${apart} ms apart is settled once it has stood still for us`, async () => {
			const { store } = database;
			const owner = somebody();
			const { id } = await conversationOf(owner, store);
			const { answerId } = await begin(store, turnIn(owner, id));
			let elapsed = 0;
			const runner = createRunner('reader', () => elapsed);
			const parts = { store, clock: { now: () => AT + apart }, runner };
			const look = async () => {
				const answer = await store.messages.find(owner, id, answerId);
				assert.ok(answer);
				return settleIfAbandoned(owner.tenantId, answer, parts);
			};
			const sweep = () => settleAllAbandoned(parts, (conversationId) => conversationId !== id);
			for (let beat = 1; beat <= 20; beat += 1) {
				assert.deepEqual([await look(), await sweep()], [false, 0], 'it lives');
				elapsed += 2_000;
				const said = { tenantId: owner.tenantId, messageId: answerId, content: 'So far.', citations: [] };
				assert.deepEqual(await store.messages.checkpoint([said], AT + beat * 2_000), [true]);
			}
			assert.equal(await look(), false);
			elapsed += 10_000;
			assert.equal(await look(), false, 'its process may hang');
			elapsed += 1;
			assert.equal(await look(), true);
			const settled = await store.messages.find(owner, id, answerId);
			assert.deepEqual([settled?.status, settled?.content], ['interrupted', 'So far.']);
		});
});
