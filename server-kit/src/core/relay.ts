// An answer that another process writes, or wrote: followed through what it keeps in the store.

import type { Asker } from './degraded-view.ts';
import type { Told } from './live.ts';
import { pause } from './pause.ts';
import type { Conversation, Message } from './records.ts';
import { createTelling, finishedFeed } from './replay.ts';
import { settleIfAbandoned } from './settle.ts';
import { spokenTo } from './texts.ts';
import { asOf } from './tool-call.ts';
import type { Parts } from './turn-state.ts';
import type { Exchange } from './turn-store.ts';

const LOOK_EVERY_MS = 500;

export async function tellAgain(
	conversation: Conversation,
	{ question, answer }: Exchange,
	asked: Omit<Asker, 'language'>,
	parts: Parts,
): Promise<Told> {
	const asker = { ...asked, language: spokenTo(conversation.locale, parts.settings.defaultLocale) };
	if (answer.status !== 'streaming') {
		const whole = await withCalls(conversation, answer, parts);
		return { feed: finishedFeed(question, whole, asker), done: Promise.resolve() };
	}
	const tell = createTelling({ questionId: question.id, ...asker });
	return parts.live.relay(answer.id, async (emit, signal) => {
		for await (const row of rowsOf(conversation, answer, signal, parts)) emit(tell(row));
	});
}

/** An answer that has ended, with what it asks of its reader. */
async function withCalls(
	{ tenantId }: Conversation,
	answer: Message,
	{ store, tools, clock }: Parts,
): Promise<Message> {
	if (answer.status !== 'complete' || tools.list.length === 0) return answer;
	const calls = await store.toolCalls.of(tenantId, [answer.id]);
	return { ...answer, toolCalls: calls.map((call) => asOf(call, clock.now())) };
}

/** The row as it grows, up to its end. None follow once it is deleted, or nobody listens any more. */
async function* rowsOf(conversation: Conversation, answer: Message, signal: AbortSignal, parts: Parts) {
	const { messages } = parts.store;
	for (let row: Message | null = answer; row; row = await messages.find(conversation, conversation.id, answer.id)) {
		yield await withCalls(conversation, row, parts);
		if (row.status !== 'streaming') return;
		await pause(LOOK_EVERY_MS, signal);
		if (signal.aborted) return;
		await settleIfAbandoned(conversation.tenantId, row, parts);
	}
}
