// One answer from its first part to its stored end: parts are reduced, kept, then handed to the readers.

import { KitError } from '../errors.ts';
import type { StreamPart } from '../protocol/index.ts';
import { keepCheckpoints } from './checkpoint.ts';
import { applyPart, closingParts, type Draft, emptyDraft } from './draft.ts';
import { type Ending, endingOf, endingParts } from './ending.ts';
import type { LiveAnswer } from './live.ts';
import type { Answerer, AnswerInput, AnswerOutcome } from './ports.ts';
import { fewLeft, spent, tokensIn } from './quota.ts';
import { startPart } from './replay.ts';
import { textsFor } from './texts.ts';
import type { Parts, TurnState } from './turn-state.ts';

interface TurnIds {
	questionId: number;
	answerId: number;
}

/** Starts the answer and returns at once; it lives on whether or not somebody reads it. */
export function answerTurn(turn: TurnState, ids: TurnIds, parts: Parts): LiveAnswer {
	const { conversation, caller, request, classification } = turn;
	if (!conversation || !classification) throw new KitError('internal_error');
	const input: AnswerInput = {
		caller,
		conversation,
		messageId: ids.answerId,
		question: request.content,
		history: turn.history,
		intent: classification.label,
		context: request.context ?? conversation.context,
	};
	return parts.live.begin({ conversationId: conversation.id, messageId: ids.answerId }, (emit, signal) =>
		write({ turn, ids, input, emit, signal }, parts),
	);
}

interface Writing {
	turn: TurnState;
	ids: TurnIds;
	input: AnswerInput;
	emit: (parts: readonly StreamPart[]) => void;
	signal: AbortSignal;
}

async function write(writing: Writing, parts: Parts): Promise<void> {
	const { ids, input, emit, turn } = writing;
	const draft = emptyDraft();
	const { tenantId } = input.caller;
	const checkpoints = keepCheckpoints({ tenantId, messageId: ids.answerId, draft }, parts);
	const tell = (batch: readonly StreamPart[]) => {
		for (const part of batch) applyPart(draft, part);
		emit(batch);
		checkpoints.noticed();
	};
	const { id: conversationId, locale } = input.conversation;
	emit([startPart({ conversationId, ...ids, at: parts.clock.now() })]);
	const ending = await run(writing, draft, tell, parts);
	await checkpoints.close();
	tell([...closingParts(draft), ...offers(input)]);
	// Nobody is told an end that is not stored: the reader sees a cut answer, and the next read tells the truth.
	if (!(await keep(writing, draft, ending, parts))) return;
	emit(await fewLeft(input.caller, parts));
	const { requestId } = turn.request;
	emit(
		endingParts(ending, { conversationId, locale, requestId, questionId: ids.questionId, citations: draft.citations }),
	);
}

async function run(
	{ input, signal }: Writing,
	draft: Draft,
	tell: (batch: readonly StreamPart[]) => void,
	{ answerer, settings, log }: Parts,
): Promise<Ending> {
	if (!answerer) throw new KitError('internal_error');
	const limit = AbortSignal.timeout(settings.answer.maxSeconds * 1000);
	const over = AbortSignal.any([signal, limit]);
	const outcome = await follow(answerer.answer(input, over), draft, tell, over);
	const stopped = signal.aborted;
	if (outcome.fault !== null && !stopped)
		log.warn('answer failed', { conversation: input.conversation.id, message: input.messageId, fault: outcome.fault });
	return endingOf(outcome, { stopped, late: limit.aborted, spoken: draft.content !== '' });
}

async function follow(
	answer: ReturnType<Answerer['answer']>,
	draft: Draft,
	tell: (batch: readonly StreamPart[]) => void,
	over: AbortSignal,
): Promise<AnswerOutcome> {
	try {
		for (;;) {
			const next = await unlessLeft(answer.next(), over);
			if (!next) return silent(draft, null);
			if (next.done) return next.value;
			tell(next.value);
		}
	} catch (fault) {
		return silent(draft, fault);
	}
}

/** An outcome for an answerer that gave none. */
function silent({ content }: Draft, fault: unknown): AnswerOutcome {
	const usage = { inputTokens: 0, outputTokens: tokensIn(content), estimated: true };
	return { status: 'interrupted', finishReason: 'error', usage, fault };
}

/** Long enough to hand over the words that were held back. */
const GRACE_MS = 250;

/** A model that does not end when it is told to is left behind: null. */
function unlessLeft<T>(work: Promise<T>, over: AbortSignal): Promise<T | null> {
	return new Promise((resolve, reject) => {
		let grace: NodeJS.Timeout | undefined;
		const leave = () => {
			grace = setTimeout(resolve, GRACE_MS, null);
		};
		const done = () => {
			clearTimeout(grace);
			over.removeEventListener('abort', leave);
		};
		if (over.aborted) leave();
		else over.addEventListener('abort', leave, { once: true });
		work.then(resolve, reject).finally(done);
	});
}

/** Who asks for a person is offered one, whatever the model says. */
function offers({ intent, conversation }: AnswerInput): StreamPart[] {
	if (intent !== 'human_request') return [];
	const actions = [{ kind: 'escalate' as const, label: textsFor(conversation.locale).askAPerson }];
	return [{ type: 'data-actions', id: 'actions', data: { actions } }];
}

/** The answer and what it cost, in one transaction. False where it could not be stored or is no longer ours. */
async function keep({ turn, ids, input }: Writing, draft: Draft, ending: Ending, parts: Parts): Promise<boolean> {
	const { store, settings, clock, log } = parts;
	const usage = ending.usage ?? silent(draft, null).usage;
	const { tenantId } = input.caller;
	const { content, citations, toolCalls } = draft;
	const said = { content, citations, toolCalls, status: ending.status, degradedCode: ending.degraded?.code ?? null };
	const where = { tenantId, conversationId: input.conversation.id, messageId: ids.answerId };
	const used = spent(settings, usage, ending.status !== 'failed');
	try {
		return await store.transaction(async (bound) => {
			const ended = await bound.messages.end({ ...where, ...said, at: clock.now() });
			if (turn.reservation) await bound.quota.settle(turn.reservation.id, used, usage.estimated);
			return ended;
		});
	} catch (fault) {
		log.error('answer not stored', { conversation: where.conversationId, message: where.messageId, fault });
		return false;
	}
}
