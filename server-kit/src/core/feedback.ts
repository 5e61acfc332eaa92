// Thumbs: kept once per person and message; a bad one leaves a redacted candidate for training.

import { KitError } from '../errors.ts';
import type { FeedbackSaved } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import { ownConversation } from './conversation.ts';
import type { Keep } from './keep.ts';
import { masked } from './masked.ts';
import type { Candidate, Message } from './records.ts';
import type { FeedbackInput } from './store.ts';
import type { Parts } from './turn-state.ts';
import { feedbackEvent } from './webhooks/events.ts';

/** Allowed in every state of the conversation; a later call replaces the earlier one. */
export async function giveFeedback(
	caller: Caller,
	given: FeedbackInput,
	parts: Parts,
	keep: Keep<FeedbackSaved>,
): Promise<FeedbackSaved> {
	const { store, clock } = parts;
	await ownConversation(caller, given.conversationId, parts);
	const rated = await ratedMessage(caller, given, parts);
	const input = { ...given, messageId: rated?.id ?? null };
	const candidate = await candidateOf(caller, input, rated, parts);
	const at = clock.now();
	return store.transaction(async (bound) => {
		if (!(await bound.conversations.hold(caller, input.conversationId))) throw new KitError('not_found');
		const known = await bound.feedback.find(caller, input.conversationId, input.messageId);
		const id = await bound.feedback.save(caller, input, at);
		const type = known ? 'feedback.updated' : 'feedback.created';
		await bound.webhooks.emit(feedbackEvent(type, caller.tenantId, { ...input, id }, at));
		const created = isNegative(input)
			? await bound.feedback.queueCandidate(caller, input.conversationId, id, candidate, at)
			: false;
		if (!isNegative(input)) await bound.feedback.withdrawCandidate(caller.tenantId, id, at);
		const saved = { id, conversation_id: input.conversationId, training_candidate_created: created };
		await keep(bound, saved);
		return saved;
	});
}

/**
 * Whoever rates a question means what was said to it. One that was refused has no answer, and stands for itself.
 * @returns null for the whole conversation
 * @throws KitError `not_found`
 */
async function ratedMessage(
	caller: Caller,
	{ conversationId, messageId }: FeedbackInput,
	{ store }: Parts,
): Promise<Message | null> {
	if (messageId === null) return null;
	const named = await store.messages.find(caller, conversationId, messageId);
	if (!named) throw new KitError('not_found');
	const answer = named.role === 'user' ? await store.messages.answerTo(caller, conversationId, named.id) : null;
	return answer ?? named;
}

function isNegative({ helpful, rating }: FeedbackInput): boolean {
	return helpful === false || (rating !== null && rating <= 2);
}

/** A question and the answers that went on from it, as a person decided on what was proposed. */
const TURN = 8;

/** The rated answer (or the last one) with its question, redacted. */
async function candidateOf(
	{ tenantId }: Caller,
	{ conversationId, comment }: FeedbackInput,
	rated: Message | null,
	parts: Parts,
): Promise<Candidate> {
	const kept = (text: string | null | undefined) => (text == null ? null : masked(text, parts));
	const unanswered = rated?.role === 'user' ? [rated] : null;
	const turn = unanswered ?? (await parts.store.messages.recent(tenantId, conversationId, TURN, rated?.id));
	const asked = turn.findLastIndex((message) => message.role === 'user');
	return {
		comment: kept(comment),
		question: kept(turn[asked]?.content),
		answer: kept(turn.slice(asked + 1).at(-1)?.content),
	};
}
