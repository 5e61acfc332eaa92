// An answer that another process writes, or wrote: followed through what it keeps in the store.

import type { StreamPart } from '../protocol/index.ts';
import type { Feed } from './feed.ts';
import { pause } from './pause.ts';
import type { Conversation, Message } from './records.ts';
import { createTelling, finishedFeed } from './replay.ts';
import { settleIfAbandoned } from './settle.ts';
import type { Parts } from './turn-state.ts';

const LOOK_EVERY_MS = 500;

/**
 * The newest answer of a conversation; null where its newest message is none.
 * @param requestId told in degraded states
 */
export async function tellAgain(
	conversation: Conversation,
	requestId: string,
	parts: Parts,
): Promise<Feed<StreamPart> | null> {
	const { tenantId, userId, id, locale } = conversation;
	const { items } = await parts.store.messages.thread({ tenantId, userId }, id, { limit: 2, cursor: null });
	const [question, answer] = items;
	if (!question || answer?.role !== 'assistant') return null;
	if (answer.status !== 'streaming') return finishedFeed(question, answer, locale, requestId);
	const tell = createTelling({ questionId: question.id, locale, requestId });
	return parts.live.relay(answer.id, async (emit, signal) => {
		for await (const row of rowsOf(conversation, answer, signal, parts)) emit(tell(row));
	});
}

/** The row as it grows, up to its end. None follow once it is deleted, or nobody listens any more. */
async function* rowsOf(conversation: Conversation, answer: Message, signal: AbortSignal, parts: Parts) {
	const { messages } = parts.store;
	for (let row: Message | null = answer; row; row = await messages.find(conversation, conversation.id, answer.id)) {
		yield row;
		if (row.status !== 'streaming') return;
		await pause(LOOK_EVERY_MS, signal);
		if (signal.aborted) return;
		await settleIfAbandoned(conversation.tenantId, row, parts);
	}
}
