// An answer whose process died leaves a row that says it is still being written. The next one to look settles it.

import { tokensIn } from './quota.ts';
import type { Conversation, Message } from './records.ts';
import type { Parts, Runner } from './turn-state.ts';

/** An answer under way says at least this often that it lives. */
export const HEARTBEAT_MS = 2_000;
/** Silence longer than this means that its process is gone or hangs. */
const STALE_MS = 5 * HEARTBEAT_MS;

/** The conversation as it is after an abandoned answer, if there was one, was marked `interrupted`. */
export async function settleAbandoned(conversation: Conversation, parts: Parts): Promise<Conversation> {
	if (conversation.answeringSince === null || parts.live.find(conversation.id)?.running) return conversation;
	const { store, clock, runner } = parts;
	const now = clock.now();
	const answer = await store.messages.streaming(conversation.tenantId, conversation.id);
	const found = () => store.conversations.find(conversation, conversation.id);
	// It ended between the two reads.
	if (!answer) return (await found()) ?? conversation;
	if (!isAbandoned(answer, now, runner)) return conversation;
	await store.transaction(async (bound) => {
		const { id: conversationId, tenantId } = conversation;
		const { content, citations, toolCalls } = answer;
		const said = { content, citations, toolCalls, status: 'interrupted' as const, degradedCode: null };
		await bound.messages.end({ tenantId, conversationId, messageId: answer.id, ...said, at: now });
		const used = { messages: content ? 1 : 0, tokens: tokensIn(content), cost: 0 };
		await bound.quota.settleByMessage(answer.id, used);
	});
	return (await found()) ?? conversation;
}

function isAbandoned(answer: Message, now: number, runner: Runner): boolean {
	return now - (answer.heartbeatAt ?? 0) > STALE_MS || !runner.mayLive(answer.runner ?? '');
}
