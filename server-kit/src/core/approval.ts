// The person decides on a call that waits for them: the decision is written down once, and the answer goes on from it.

import { KitError } from '../errors.ts';
import { answerTurn } from './answering.ts';
import { actorOf, writeDown } from './audit.ts';
import type { Caller } from './caller.ts';
import { Degraded } from './faults.ts';
import { GATES } from './gates/index.ts';
import { noRoom } from './gates/reserve.ts';
import type { Answerer } from './ports.ts';
import { tellAgain } from './relay.ts';
import { spokenTo, textsIn } from './texts.ts';
import { type DecidedCall, isExpired, type KeptCall } from './tool-call.ts';
import { lostTheRace, type Turn } from './turn.ts';
import type { Parts, TurnState } from './turn-state.ts';
import type { Exchange } from './turn-store.ts';

interface Decision {
	conversationId: number;
	/** As it was handed out. */
	approvalId: string;
	approved: boolean;
	requestId: string;
	/** Wanted in one piece rather than as a stream. */
	whole: boolean;
}

/**
 * The same decision again is the same answer: it is followed, or told again. Each gate of a turn is passed anew, but for
 * the classifier, which has heard the question.
 * @throws KitError `not_found`, `already_decided`, `approval_expired`, and what a message may meet
 * @throws Degraded where a feature is off, capped or out
 */
export async function decide(caller: Caller, decision: Decision, parts: Parts): Promise<Turn> {
	const call = await callOf(caller, decision, parts);
	if (call.decision !== null) return decidedBefore(caller, call, decision, parts);
	const exchange = await parts.store.messages.exchange(caller, decision.conversationId, call.messageId);
	if (!exchange) throw new KitError('not_found');
	const turn = await passGates(caller, decision, exchange, parts);
	refuseWhatIsOver(call, turn, parts);
	return goOn(turn, { call, exchange, decision }, parts);
}

async function callOf(caller: Caller, { conversationId, approvalId }: Decision, { store }: Parts): Promise<KeptCall> {
	// What cannot be one of ours is looked for like one that is not there.
	const [, rowId = '0'] = /^approval_(\d{1,15})$/.exec(approvalId) ?? [];
	const call = await store.toolCalls.find(caller, conversationId, Number(rowId));
	if (!call?.asks) throw new KitError('not_found');
	return call;
}

async function decidedBefore(caller: Caller, call: KeptCall, decision: Decision, parts: Parts): Promise<Turn> {
	const { conversationId, approved, requestId } = decision;
	const { store, live } = parts;
	if ((call.decision === 'approved') !== approved || call.answerId === null) throw new KitError('already_decided');
	const conversation = await store.conversations.find(caller, conversationId);
	const exchange = await store.messages.exchange(caller, conversationId, call.answerId);
	if (!conversation || !exchange) throw new KitError('not_found');
	const shown = { conversation, questionId: exchange.question.id, answerId: call.answerId };
	const running = live.find(conversationId);
	const here = running?.messageId === call.answerId ? running : null;
	const told = here ?? (await tellAgain(conversation, exchange, { caller, requestId }, parts));
	return { ...shown, refused: null, publicIds: null, feed: told.feed, done: told.done };
}

/** Who declines is heard, whether or not there is room for an answer of the model's. */
async function passGates(
	caller: Caller,
	{ conversationId, approved, requestId, whole }: Decision,
	{ question }: Exchange,
	parts: Parts,
): Promise<TurnState> {
	const request = { conversationId, content: question.content, clientMessageId: null, context: null, requestId, whole };
	const turn: TurnState = {
		caller,
		request: { ...request, resumes: true },
		look: null,
		reservation: null,
		conversation: null,
		classification: null,
	};
	for (const [, name, pass] of GATES) {
		if (name === 'classify') continue;
		try {
			await pass(turn, parts);
		} catch (fault) {
			parts.observer?.refused(name, fault instanceof Degraded || fault instanceof KitError ? fault.code : 'fault');
			if (approved || name !== 'reserve' || !(fault instanceof Degraded)) throw fault;
			turn.reservation = null;
		}
	}
	const label = question.intent?.label ?? 'unknown';
	turn.classification = { label, confidence: 1, refused: false, reason: 'decided' };
	return turn;
}

/** A message that came after the call has declined it, whatever the row says. */
function refuseWhatIsOver(call: KeptCall, { look }: TurnState, { clock }: Parts): void {
	if (call.status === 'expired' || isExpired(call, clock.now())) throw new KitError('approval_expired');
	const asked = look?.past.some(({ id, role }) => role === 'user' && id > call.messageId);
	if (call.status !== 'waiting_approval' || asked) throw new KitError('already_decided');
}

interface Deciding {
	call: KeptCall;
	exchange: Exchange;
	decision: Decision;
}

async function goOn(turn: TurnState, { call, exchange, decision }: Deciding, parts: Parts): Promise<Turn> {
	const { conversation, caller } = turn;
	const { question } = exchange;
	if (!conversation) throw new KitError('internal_error');
	const { approved } = decision;
	const since = (turn.look?.past ?? []).filter(({ id }) => id > question.id);
	const calls = await parts.store.toolCalls.of(caller.tenantId, [
		...new Set([...since.map(({ id }) => id), call.messageId]),
	]);
	const said = since
		.map(({ content }) => content)
		.filter(Boolean)
		.join('\n\n');
	turn.decided = { call, approved, said, earlier: calls.filter(({ rowId }) => rowId < call.rowId) };
	const answerId = await writtenDown(turn, turn.decided, parts);
	const look = turn.look && { ...turn.look, past: turn.look.past.filter(({ id }) => id < question.id) };
	const answerer = turn.reservation
		? parts.answerer
		: says(textsIn(spokenTo(conversation.locale, parts.settings.defaultLocale)).declined);
	const ids = { questionId: question.id, answerId };
	const { feed, done } = answerTurn({ ...turn, look }, ids, { ...parts, answerer });
	return { conversation, ...ids, refused: null, publicIds: null, feed, done };
}

/** The decision, who took it, and the empty answer, in one transaction. @returns the id of the answer */
async function writtenDown(turn: TurnState, decided: DecidedCall, parts: Parts): Promise<number> {
	const { call, approved } = decided;
	const { caller, request, reservation } = turn;
	const { store, answerer, runner, settings, clock } = parts;
	const { tenantId, userId } = caller;
	const { conversationId } = request;
	const details = { tool: call.name, conversation: conversationId };
	const act = { tenantId, actor: actorOf(caller), target: `tool_call:${call.rowId}`, details };
	const answer = { model: answerer?.model ?? '', runner: runner.name, limits: settings.quota.limits, reservation };
	const resumed = await store.transaction(async (bound) => {
		const about = { tenantId, userId, conversationId, callId: call.rowId, approved, at: clock.now() };
		const begun = await bound.messages.resume({ ...about, answer });
		if (begun && 'answerId' in begun)
			await writeDown(bound, { ...act, action: approved ? 'tool.approve' : 'tool.decline' }, parts);
		return begun;
	});
	if (!resumed) return lost(turn, call, parts);
	if ('answerId' in resumed) return resumed.answerId;
	if (approved) throw noRoom(resumed.denied, turn, parts);
	turn.reservation = null;
	return writtenDown(turn, decided, parts);
}

/** Between the gates and the store somebody decided, asked, escalated or closed: say which. */
async function lost(turn: TurnState, call: KeptCall, parts: Parts): Promise<never> {
	const now = await parts.store.toolCalls.find(turn.caller, turn.request.conversationId, call.rowId);
	if (now && now.status === 'waiting_approval' && !isExpired(now, parts.clock.now())) return lostTheRace(turn, parts);
	if (now?.status === 'expired' || (now && isExpired(now, parts.clock.now()))) throw new KitError('approval_expired');
	throw new KitError('already_decided');
}

/** An answerer that asks no model. */
function says(sentence: string): Answerer {
	return {
		model: 'none',
		quotes: true,
		async answer(_input, _signal, tell) {
			tell([
				{ type: 'start-step' },
				{ type: 'text-start', id: 't1' },
				{ type: 'text-delta', id: 't1', delta: sentence },
			]);
			const usage = { inputTokens: 0, outputTokens: 0, estimated: false };
			return { status: 'complete', finishReason: 'stop', usage, model: null, fault: null };
		},
	};
}
