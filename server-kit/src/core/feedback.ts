// Thumbs: kept once per person and message; a bad one leaves a redacted candidate for training.

import { KitError } from '../errors.ts';
import type { FeedbackSaved } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import { ownConversation } from './conversation.ts';
import { masked } from './masked.ts';
import type { Candidate } from './records.ts';
import type { FeedbackInput } from './store.ts';
import type { Parts } from './turn-state.ts';
import { feedbackEvent } from './webhooks/events.ts';

/** Allowed in every state of the conversation; a later call replaces the earlier one. */
export async function giveFeedback(caller: Caller, input: FeedbackInput, parts: Parts): Promise<FeedbackSaved> {
	const { store, clock } = parts;
	await ownConversation(caller, input.conversationId, parts);
	const candidate = await candidateOf(caller, input, parts);
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
		return { id, conversation_id: input.conversationId, training_candidate_created: created };
	});
}

function isNegative({ helpful, rating }: FeedbackInput): boolean {
	return helpful === false || (rating !== null && rating <= 2);
}

/** A question and the answers that went on from it, as a person decided on what was proposed. */
const TURN = 8;

/** The rated answer (or the last one) with its question, redacted. @throws KitError `not_found` */
async function candidateOf(caller: Caller, input: FeedbackInput, parts: Parts): Promise<Candidate> {
	const { conversationId, messageId } = input;
	const { store } = parts;
	const kept = (text: string | undefined) => (text === undefined ? null : masked(text, parts));
	const { tenantId } = caller;
	if (messageId !== null && !(await store.messages.find(caller, conversationId, messageId)))
		throw new KitError('not_found');
	const turn = await store.messages.recent(tenantId, conversationId, TURN, messageId ?? undefined);
	return {
		comment: kept(input.comment ?? undefined),
		question: kept(turn.findLast((message) => message.role === 'user')?.content),
		answer: kept(turn.findLast((message) => message.role === 'assistant')?.content),
	};
}
