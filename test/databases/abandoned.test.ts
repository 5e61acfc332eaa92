// Answers whose process died are settled, however many of this process's own look just as silent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settleAllAbandoned } from '../../server-kit/src/core/settle.ts';
import { onEveryDatabase } from './every-database.ts';
import { AT, begin, conversationOf, somebody, together, turnIn } from './rows.ts';

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
				{ store, clock: { now: () => AT + A_MINUTE_MS } },
				(conversationId) => conversationId !== abandoned.conversationId,
			);
		assert.equal(await settle(), 1);
		assert.equal(await statusOf(abandoned), 'interrupted');
		const others = answers.filter((answer) => answer !== abandoned);
		assert.deepEqual([...new Set(await Promise.all(others.map(statusOf)))], ['streaming']);
		assert.equal(await settle(), 0, 'settled once');
	});
});
