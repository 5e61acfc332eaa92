// "Talk to a person": the thread is locked for the AI, and what was said is made ready to hand over.

import { KitError } from '../errors.ts';
import { beginningOf } from './beginning.ts';
import type { Caller } from './caller.ts';
import { endAnswer, ownConversation } from './conversation.ts';
import { masked } from './masked.ts';
import type { Conversation, Handover } from './records.ts';
import type { Parts } from './turn-state.ts';
import { conversationEvent } from './webhooks/events.ts';

export interface Escalated {
	conversationId: number;
	escalatedAt: number;
	ticketFormUrl: string;
	handover: Handover;
}

const LAST_MESSAGES = 10;

/** Idempotent: a second call answers the same. Creates no ticket. */
export async function escalate(
	caller: Caller,
	id: number,
	why: { reason: string | null; note: string | null },
	parts: Parts,
): Promise<Escalated> {
	const before = await ownConversation(caller, id, parts);
	// A case of the gateway is handed over with a ticket, never without.
	if (before.kind !== 'support') throw new KitError('not_found');
	if (before.status === 'closed') throw new KitError('conversation_closed');
	await lock(caller, before, why, parts);
	// The lock stands: no new answer can begin, and the one under way is ended before we answer.
	await endAnswer(before, parts);
	const conversation = await ownConversation(caller, id, parts);
	const token = await parts.handoffs.sign({ tenantId: caller.tenantId, userId: caller.userId, conversationId: id });
	return {
		conversationId: id,
		escalatedAt: conversation.escalatedAt ?? parts.clock.now(),
		ticketFormUrl: withToken(parts.settings.escalation.ticketFormUrl, token),
		handover: await handoverOf(conversation, parts),
	};
}

async function lock(
	caller: Caller,
	conversation: Conversation,
	why: { reason: string | null; note: string | null },
	{ store, clock }: Parts,
): Promise<void> {
	const { id, tenantId } = conversation;
	const at = clock.now();
	await store.transaction(async (bound) => {
		const changed = await bound.conversations.changeStatus(tenantId, id, ['open'], 'escalated', at);
		if (!changed) return;
		await bound.toolCalls.declineWaiting(tenantId, id);
		await bound.escalations.record({ tenantId, userId: caller.userId, conversationId: id, ...why, at });
		const locked = { ...conversation, status: 'escalated' as const };
		await bound.webhooks.emit(conversationEvent('conversation.escalated', locked, at, { ...why, ticket: null }));
	});
}

/** The last messages with secrets masked, the latest intent, and which sources were already shown. */
export async function handoverOf(conversation: Conversation, parts: Parts): Promise<Handover> {
	const recent = await parts.store.messages.recent(conversation.tenantId, conversation.id, LAST_MESSAGES);
	const questions = recent.filter((message) => message.role === 'user');
	const attempted = new Set(recent.flatMap((message) => message.citations.map((citation) => citation.title)));
	return {
		summary: masked(summaryOf(questions.map((message) => message.content)), parts),
		intent: questions.at(-1)?.intent?.label ?? null,
		attempted: [...attempted],
		lastMessages: recent.map(({ role, content, createdAt }) => ({ role, content: masked(content, parts), createdAt })),
	};
}

/** The customer's own words, first and last: nobody is put words in the mouth. */
function summaryOf(questions: readonly string[]): string {
	const [first, last] = [questions.at(0), questions.at(-1)].map(
		(text) => text && beginningOf(text.replace(/\s+/g, ' ').trim(), 300),
	);
	if (!first) return '';
	return last && last !== first ? `${first} … ${last}` : first;
}

/** Keeps a relative form address relative: no host is taken from a request. */
function withToken(formUrl: string, token: string): string {
	const [address, fragment] = formUrl.split('#', 2);
	const joint = address?.includes('?') ? '&' : '?';
	return `${address}${joint}handoff=${encodeURIComponent(token)}${fragment === undefined ? '' : `#${fragment}`}`;
}
