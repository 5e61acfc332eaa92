// Feeds of answers that are not (or no longer) written by this process: told from the store, in the words of a live one.

import type { CitationView, StreamPart } from '../protocol/index.ts';
import type { Asker } from './degraded-view.ts';
import { endingParts } from './ending.ts';
import { Degraded } from './faults.ts';
import { createAnswerFeed, type Feed } from './feed.ts';
import type { Message } from './records.ts';
import { sourceParts } from './sources.ts';
import { waitingApproval } from './tool-call.ts';

interface Ids {
	conversationId: number;
	questionId: number;
	answerId: number | null;
	/** Epoch milliseconds. */
	at: number;
}

function nameOf({ answerId, questionId }: Pick<Ids, 'answerId' | 'questionId'>): string {
	return String(answerId ?? `refused-${questionId}`);
}

export function startPart({ conversationId, questionId, answerId, at }: Ids): StreamPart {
	return {
		type: 'start',
		messageId: nameOf({ answerId, questionId }),
		messageMetadata: {
			conversation_id: conversationId,
			user_message_id: questionId,
			message_id: answerId,
			// A refusal is told by the kit itself: no model was asked.
			author: { type: answerId === null ? 'system' : 'ai', name: null },
			created_at: new Date(at).toISOString(),
		},
	};
}

export function refusedFeed(
	turn: Omit<Ids, 'answerId'> & { refused: { label: string; message: string } },
): Feed<StreamPart> {
	const ids = { ...turn, answerId: null };
	return ended(nameOf(ids), [startPart(ids), ...refusedParts(turn)]);
}

export function refusedParts(told: { questionId: number; refused: { label: string; message: string } }): StreamPart[] {
	return [
		{ type: 'data-refused', data: { ...told.refused, user_message_id: told.questionId } },
		{ type: 'finish', finishReason: 'content-filter', messageMetadata: { status: 'refused' } },
	];
}

/** The answer as it was kept, told again. */
export function finishedFeed(question: Pick<Message, 'id'>, answer: Message, asker: Asker): Feed<StreamPart> {
	return ended(String(answer.id), createTelling({ questionId: question.id, ...asker })(answer));
}

function ended(name: string, parts: readonly StreamPart[]): Feed<StreamPart> {
	const feed = createAnswerFeed(name, 'store');
	feed.push(parts);
	feed.end();
	return feed;
}

/**
 * Tells an answer from its row, as often as the row has grown: each time what is new.
 * A source comes right before the words that cite it, so that every process tells the same parts at the same place.
 */
export function createTelling(told: Asker & { questionId: number }): (answer: Message) => StreamPart[] {
	const cited = new Set<number>();
	let said = 0;
	let begun = false;

	function words(content: string, until: number): StreamPart[] {
		if (until <= said) return [];
		const start: StreamPart[] = said === 0 ? [{ type: 'text-start', id: 't1' }] : [];
		const delta = content.slice(said, until);
		said = until;
		return [...start, { type: 'text-delta', id: 't1', delta }];
	}

	function* grown({ content, citations }: Message, until: number): Generator<StreamPart> {
		for (const { at, citation } of citedIn(content, citations)) {
			if (cited.has(citation.number) || at >= until) continue;
			cited.add(citation.number);
			yield* words(content, at);
			yield* sourceParts(citation);
		}
		yield* words(content, until);
	}

	return (answer) => {
		const { conversationId, content, status } = answer;
		const opening: StreamPart[] = begun
			? []
			: [
					startPart({ conversationId, questionId: told.questionId, answerId: answer.id, at: answer.createdAt }),
					{ type: 'start-step' },
				];
		begun = true;
		if (status === 'streaming') return [...opening, ...grown(answer, whole(content))];
		const text = [...grown(answer, content.length)];
		const close: StreamPart[] = said > 0 ? [{ type: 'text-end', id: 't1' }] : [];
		const rest = answer.citations.filter(({ number }) => !cited.has(number)).flatMap(sourceParts);
		const last = [...rest, ...askedParts(answer), { type: 'finish-step' as const }, ...lastParts(answer, told)];
		return [...opening, ...text, ...close, ...last];
	};
}

/** A call that waits for the reader. */
function askedParts({ toolCalls }: Message): StreamPart[] {
	return toolCalls.flatMap((call): StreamPart[] => {
		const data = waitingApproval(call);
		if (!data) return [];
		const { approval_id: approvalId, tool_call_id: toolCallId } = data;
		return [
			{ type: 'tool-input-available', toolCallId, toolName: call.name, input: JSON.parse(call.input) },
			{ type: 'tool-approval-request', approvalId, toolCallId },
			{ type: 'data-approval', id: approvalId, data },
		];
	});
}

/** Sources in the order in which the text comes to them. */
function citedIn(content: string, citations: readonly CitationView[]) {
	return citations
		.map((citation) => ({ citation, at: content.indexOf(`[${citation.number}]`) }))
		.filter(({ at }) => at >= 0)
		.sort((one, other) => one.at - other.at);
}

/** A row that still grows may end within a character or a citation. */
function whole(content: string): number {
	return content.replace(/(?:[\ud800-\udbff\ufffd]|\[\d{0,4})$/, '').length;
}

function lastParts(answer: Message, told: Asker & { questionId: number }): StreamPart[] {
	const { conversationId, citations, status, degradedCode, grounds } = answer;
	if (status === 'streaming') return [];
	const degraded = degradedCode && new Degraded(degradedCode);
	const waits = answer.toolCalls.some((call) => call.status === 'waiting_approval');
	const whole = waits ? 'tool-calls' : 'stop';
	const finishReason = status === 'blocked' ? 'content-filter' : whole;
	return endingParts(
		{ status, degraded, finishReason, usage: null },
		{ ...told, conversationId, citations, unsupported: answer.unsupported, grounds },
	);
}
