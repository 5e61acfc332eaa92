// The heart: a customer's message in, stream parts out. Store the question before asking the model;
// keep what was said when cut off, and mark it.

import { KitError } from '../errors.ts';
import type { StreamPart } from '../protocol/index.ts';
import { answerTurn } from './answering.ts';
import { beginningOf } from './beginning.ts';
import type { Caller } from './caller.ts';
import { Degraded } from './faults.ts';
import type { Feed } from './feed.ts';
import { GATES } from './gates/index.ts';
import { noRoom } from './gates/reserve.ts';
import { refuseUnlessOpen, refuseWhileAnswering } from './gates/still-open.ts';
import type { Conversation, Message } from './records.ts';
import { refusal } from './refusal.ts';
import { tellAgain } from './relay.ts';
import { refusedFeed } from './replay.ts';
import type { KeptSnapshot } from './snapshot/host-data.ts';
import type { Parts, TurnRequest, TurnState } from './turn-state.ts';
import { DuplicateTurn } from './turn-store.ts';

/** How a turn went on after the gates. `feed` is what a streaming reader gets, whichever it is. */
export interface Turn {
	conversation: Conversation;
	questionId: number;
	/** Null where the turn was refused. */
	answerId: number | null;
	refused: { label: string; message: string } | null;
	/** Where a face names messages by ids of its own. */
	publicIds: TurnRequest['publicIds'] | null;
	/** What the answer rests on; absent where it was given before. */
	snapshot?: () => KeptSnapshot | null;
	feed: Feed<StreamPart>;
	/** Resolves when the answer is stored. */
	done: Promise<void>;
}

/**
 * Takes a turn. Resolves as soon as the answer is under way, so that a reader can follow it.
 * @throws Degraded where a feature is off, capped or out
 * @throws KitError where the conversation is not the caller's or takes no message
 */
export async function takeTurn(caller: Caller, request: TurnRequest, parts: Parts): Promise<Turn> {
	const turn: TurnState = { caller, request, look: null, reservation: null, conversation: null, classification: null };
	let gate = '';
	try {
		for (const [, name, pass] of GATES) {
			gate = name;
			await pass(turn, parts);
		}
		return await begin(turn, parts);
	} catch (fault) {
		const winner = lostTo(fault) ? await knownTurn(caller, request, parts) : null;
		if (winner) return winner;
		parts.observer?.refused(gate, fault instanceof Degraded || fault instanceof KitError ? fault.code : 'fault');
		throw fault;
	}
}

/** The answer under way may be the answer to this very message, sent twice. */
function lostTo(fault: unknown): boolean {
	return fault instanceof DuplicateTurn || (fault instanceof KitError && fault.code === 'turn_in_progress');
}

async function begin(turn: TurnState, parts: Parts): Promise<Turn> {
	const { caller, request, conversation, classification, reservation } = turn;
	if (!conversation || !classification || !reservation) throw new KitError('internal_error');
	const { store, answerer, runner, clock, settings } = parts;
	const writer = answerer && { model: answerer.model, runner: runner.name, limits: settings.quota.limits };
	const stored = await store.messages.begin({
		tenantId: caller.tenantId,
		userId: caller.userId,
		conversationId: conversation.id,
		content: request.content,
		clientMessageId: request.clientMessageId,
		publicIds: request.publicIds ?? null,
		title: titleOf(request.content),
		classification,
		declines: turn.look?.waits ?? false,
		answer: classification.refused || !writer ? null : { ...writer, reservation },
		at: clock.now(),
	});
	if (!stored) return lostTheRace(turn, parts);
	if ('denied' in stored) throw noRoom(stored.denied, turn, parts);
	if (stored.answerId === null) return refusedTurn(turn, stored.questionId, parts);
	const live = answerTurn(turn, { questionId: stored.questionId, answerId: stored.answerId }, parts);
	const publicIds = request.publicIds ?? null;
	const snapshot = () => turn.snapshot ?? null;
	return { conversation, ...stored, refused: null, publicIds, snapshot, feed: live.feed, done: live.done };
}

/** Between the gate and the store somebody escalated, closed or asked: say which. */
export async function lostTheRace({ caller, request }: TurnState, { store }: Parts): Promise<never> {
	const now = await store.conversations.find(caller, request.conversationId);
	if (!now) throw new KitError('not_found');
	refuseUnlessOpen(now);
	return refuseWhileAnswering(now, store);
}

function refusedTurn(
	{ conversation, classification, request }: TurnState,
	questionId: number,
	{ clock, settings, observer }: Parts,
): Turn {
	if (!conversation || !classification) throw new KitError('internal_error');
	observer?.refused('classify', 'refused');
	const refused = refusal(classification.label, conversation.locale, settings);
	const feed = refusedFeed({ conversationId: conversation.id, questionId, at: clock.now(), refused });
	return { conversation, questionId, answerId: null, refused, publicIds: request.publicIds ?? null, feed, done: NOW };
}

/** The same client_message_id again is the same turn: it is followed or told again, never taken twice. */
async function knownTurn(caller: Caller, request: TurnRequest, parts: Parts): Promise<Turn | null> {
	const { store, live, settings } = parts;
	const { conversationId, clientMessageId, content, keyed } = request;
	if (!clientMessageId) return null;
	const conversation = await store.conversations.find(caller, conversationId);
	if (!conversation) return null;
	const question = await store.messages.byClientId(caller, conversationId, clientMessageId);
	if (!question) return null;
	if (question.content !== content) throw new KitError(keyed ? 'idempotency_key_reused' : 'client_message_id_reused');
	const refused = question.intent?.refused ? refusal(question.intent.label, conversation.locale, settings) : null;
	const shown = { conversation, questionId: question.id, refused, publicIds: named(question, null) };
	if (refused) {
		const feed = refusedFeed({ conversationId, questionId: question.id, at: question.createdAt, refused });
		return { ...shown, answerId: null, feed, done: NOW };
	}
	const answer = await store.messages.answerTo(caller, conversationId, question.id);
	if (!answer) throw new KitError('turn_in_progress');
	const publicIds = named(question, answer);
	const asker = { caller, requestId: request.requestId };
	const running = live.find(conversationId);
	if (running?.messageId === answer.id)
		return { ...shown, publicIds, answerId: answer.id, feed: running.feed, done: running.done };
	const told = await tellAgain(conversation, { question, answer }, asker, parts);
	return { ...shown, publicIds, answerId: answer.id, ...told };
}

/** The first line of the question, short enough for a list. */
function titleOf(content: string): string {
	return beginningOf(content.trim().split('\n', 1)[0] ?? '', 80);
}

const NOW = Promise.resolve();

/** As they were kept. */
function named({ publicId: question }: Message, answer: Message | null): Turn['publicIds'] {
	return question === null ? null : { question, answer: answer?.publicId ?? '' };
}
