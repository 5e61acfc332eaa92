// One answer from its first part to its stored end: parts are reduced, kept, then handed to the readers.

import { KitError } from '../errors.ts';
import type { DegradedView, FinishMetadata, StreamPart } from '../protocol/index.ts';
import { keepCheckpoints } from './checkpoint.ts';
import { degradedView } from './degraded-view.ts';
import { applyPart, closingParts, type Draft, emptyDraft } from './draft.ts';
import { Degraded } from './faults.ts';
import type { LiveAnswer } from './live.ts';
import { ModelFault, type ModelUsage } from './model.ts';
import type { AnswerInput, AnswerOutcome } from './ports.ts';
import { spent, tokensIn } from './quota.ts';
import type { Message } from './records.ts';
import { startPart } from './replay.ts';
import type { Parts, TurnState } from './turn-state.ts';

interface TurnIds {
	questionId: number;
	answerId: number;
}

/** How an answer ended, in the words of the store, and the parts that say so. */
interface Ending {
	status: Exclude<Message['status'], 'streaming'>;
	degraded: Degraded | null;
	usage: ModelUsage;
	last: StreamPart;
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
	const { ids, input, emit, signal } = writing;
	const draft = emptyDraft();
	const checkpoints = keepCheckpoints({ tenantId: input.caller.tenantId, messageId: ids.answerId, draft }, parts);
	const tell = (batch: readonly StreamPart[]) => {
		for (const part of batch) applyPart(draft, part);
		emit(batch);
		checkpoints.noticed();
	};
	const { id: conversationId } = input.conversation;
	emit([startPart({ conversationId, questionId: ids.questionId, answerId: ids.answerId, at: parts.clock.now() })]);
	const ending = await run(input, draft, tell, signal, parts);
	await checkpoints.close();
	tell(closingParts(draft));
	try {
		await keep(writing, draft, ending, parts);
	} catch (fault) {
		// Nobody is told an end that is not stored: the reader sees a cut answer, and the next read settles the row.
		parts.log.error('answer not stored', { conversation: conversationId, message: ids.answerId, fault });
		return;
	}
	emit(endingParts(ending, input, ids, draft));
}

async function run(
	input: AnswerInput,
	draft: Draft,
	tell: (batch: readonly StreamPart[]) => void,
	signal: AbortSignal,
	{ answerer, settings, log }: Parts,
): Promise<Ending> {
	const limit = AbortSignal.timeout(settings.answer.maxSeconds * 1000);
	try {
		if (!answerer) throw new Degraded('runtime_not_wired');
		const answer = answerer.answer(input, AbortSignal.any([signal, limit]));
		for (;;) {
			const next = await answer.next();
			if (next.done) return endingOf(next.value, { stopped: signal.aborted, late: limit.aborted });
			tell(next.value);
		}
	} catch (fault) {
		const ending = failed(limit.aborted ? new Degraded('model_timeout') : fault, draft, input);
		// A model may end an aborted call by throwing: the customer stopped it, nothing failed.
		if (signal.aborted) return { ...ending, status: 'stopped', degraded: null, last: { type: 'abort' } };
		log.warn('answer failed', { conversation: input.conversation.id, message: input.messageId, fault });
		return ending;
	}
}

function endingOf({ status, finishReason, usage }: AnswerOutcome, how: { stopped: boolean; late: boolean }): Ending {
	const finish = (said: FinishMetadata['status']): StreamPart => ({
		type: 'finish',
		finishReason,
		messageMetadata: { status: said, usage: usageView(usage) },
	});
	if (how.stopped) return { status: 'stopped', degraded: null, usage, last: { type: 'abort' } };
	if (how.late) return interrupted(new Degraded('model_timeout'), usage);
	if (status === 'interrupted') return interrupted(new Degraded('vendor_outage'), usage);
	if (status === 'blocked') return { status, degraded: new Degraded('output_blocked'), usage, last: finish(status) };
	return { status, degraded: null, usage, last: finish(status) };
}

function interrupted(degraded: Degraded, usage: ModelUsage): Ending {
	return { status: 'interrupted', degraded, usage, last: { type: 'error', errorText: degraded.code } };
}

/** A fault after some text keeps the text; a fault before it leaves an answer that says it failed. */
function failed(fault: unknown, draft: Draft, { question }: AnswerInput): Ending {
	const degraded = asDegraded(fault);
	const spoken = draft.content !== '';
	const usage = {
		inputTokens: spoken ? tokensIn(question) : 0,
		outputTokens: tokensIn(draft.content),
		estimated: true,
	};
	return { ...interrupted(degraded, usage), status: spoken ? 'interrupted' : 'failed' };
}

function asDegraded(fault: unknown): Degraded {
	if (fault instanceof Degraded) return fault;
	if (fault instanceof ModelFault) return new Degraded(fault.code, { retryAfterSeconds: fault.retryAfterSeconds });
	return new Degraded('vendor_outage', { cause: fault });
}

/** The answer and what it cost, in one transaction: the reader is told the end only after it stands. */
async function keep({ turn, ids, input }: Writing, draft: Draft, ending: Ending, parts: Parts): Promise<void> {
	const { store, settings, clock } = parts;
	const counts = ending.status !== 'failed';
	await store.transaction(async (bound) => {
		await bound.messages.end({
			tenantId: input.caller.tenantId,
			conversationId: input.conversation.id,
			messageId: ids.answerId,
			content: draft.content,
			status: ending.status,
			citations: draft.citations,
			toolCalls: draft.toolCalls,
			degradedCode: ending.degraded?.code ?? null,
			at: clock.now(),
		});
		if (turn.reservation)
			await bound.quota.settle(turn.reservation.id, spent(settings, ending.usage, counts), ending.usage.estimated);
	});
}

function endingParts({ degraded, last, usage }: Ending, input: AnswerInput, ids: TurnIds, draft: Draft): StreamPart[] {
	const locale = input.conversation.locale;
	const parts: StreamPart[] = [];
	let view: DegradedView | null = null;
	if (degraded) {
		view = degradedView(degraded, locale, `answer-${ids.answerId}`);
		parts.push({
			type: 'data-degraded',
			data: { ...view, conversation_id: input.conversation.id, user_message_id: ids.questionId },
		});
	}
	if (last.type === 'finish')
		parts.push({
			...last,
			messageMetadata: { ...last.messageMetadata, usage: usageView(usage), citations: draft.citations },
		});
	else if (last.type === 'error') parts.push({ type: 'error', errorText: view?.message ?? last.errorText });
	else parts.push(last);
	return parts;
}

function usageView(usage: ModelUsage) {
	return { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens, estimated: usage.estimated };
}
