// How an answer ended: what the store keeps of it, and which parts tell its readers.

import type { CitationView, FinishReason, Grounds, StreamPart } from '../protocol/index.ts';
import { type Asker, degradedView } from './degraded-view.ts';
import { Degraded } from './faults.ts';
import type { AbortCause } from './live.ts';
import { ModelFault, type ModelUsage } from './model.ts';
import type { AnswerOutcome } from './ports.ts';
import type { Message } from './records.ts';

export interface Ending {
	status: Exclude<Message['status'], 'streaming'>;
	/** Why it is not the whole answer; null for one that is, and for one that was ended from outside. */
	degraded: Degraded | null;
	finishReason: FinishReason;
	/** Null where the answer is told again later. */
	usage: ModelUsage | null;
	/** The model that answered, where it is another than the one that was asked first. */
	model: string | null;
}

/** @param how whether it was ended from outside, ran out of time, and whether anything of it was shown */
export function endingOf(
	{ status, finishReason, usage, model, fault }: AnswerOutcome,
	how: { aborted: AbortCause | null; late: boolean; spoken: boolean },
): Ending {
	if (how.aborted) {
		const ended = how.aborted === 'stopped' ? 'stopped' : 'interrupted';
		return { status: ended, degraded: null, finishReason: 'other', usage, model };
	}
	const cut = (degraded: Degraded): Ending => {
		return { status: how.spoken ? 'interrupted' : 'failed', degraded, finishReason: 'error', usage, model };
	};
	if (how.late) return cut(new Degraded('model_timeout'));
	if (fault !== null) return cut(asDegraded(fault));
	if (status === 'interrupted' || status === 'refused') return cut(new Degraded('vendor_outage'));
	const blocked = status === 'blocked' ? new Degraded('output_blocked') : null;
	return { status, degraded: blocked, finishReason, usage, model };
}

function asDegraded(fault: unknown): Degraded {
	if (fault instanceof Degraded) return fault;
	if (fault instanceof ModelFault) return new Degraded(fault.code, { retryAfterSeconds: fault.retryAfterSeconds });
	return new Degraded('vendor_outage', { cause: fault });
}

interface Told extends Asker {
	conversationId: number;
	questionId: number;
	citations: readonly CitationView[];
	unsupported: boolean;
	grounds: Grounds | null;
}

/** The last parts of the stream. One that could not be finished ends with an error, so that every client notices. */
export function endingParts(
	{ status, degraded, finishReason, usage }: Omit<Ending, 'model'>,
	told: Told,
): StreamPart[] {
	if (status === 'stopped') return [{ type: 'abort' }];
	const view = degraded && {
		...degradedView(degraded, told),
		conversation_id: told.conversationId,
		user_message_id: told.questionId,
	};
	const why: StreamPart[] = view ? [{ type: 'data-degraded', data: view }] : [];
	if (status === 'interrupted' || status === 'failed')
		return [...why, { type: 'error', errorText: view?.message ?? 'The answer was interrupted.' }];
	const { citations, unsupported, grounds } = told;
	const known = { status, citations: [...citations], ...(unsupported && { unsupported }), ...(grounds && { grounds }) };
	const metadata = { ...known, ...(usage && { usage: usageView(usage) }) };
	return [...why, { type: 'finish', finishReason, messageMetadata: metadata }];
}

function usageView(usage: ModelUsage) {
	return { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens, estimated: usage.estimated };
}
