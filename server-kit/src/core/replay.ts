// Feeds of answers that are no longer (or never were) under way: told from the store, in the words of a live one.

import type { StreamPart } from '../protocol/index.ts';
import { endingParts } from './ending.ts';
import { Degraded } from './faults.ts';
import { createMemoryFeed, type Feed } from './feed.ts';
import type { Message } from './records.ts';
import { sourceParts } from './sources.ts';

interface Ids {
	conversationId: number;
	questionId: number;
	answerId: number | null;
	/** Epoch milliseconds. */
	at: number;
}

export function startPart({ conversationId, questionId, answerId, at }: Ids): StreamPart {
	return {
		type: 'start',
		messageId: String(answerId ?? `refused-${questionId}`),
		messageMetadata: {
			conversation_id: conversationId,
			user_message_id: questionId,
			message_id: answerId,
			created_at: new Date(at).toISOString(),
		},
	};
}

export function refusedFeed(
	turn: Omit<Ids, 'answerId'> & { refused: { label: string; message: string } },
): Feed<StreamPart> {
	return ended([
		startPart({ ...turn, answerId: null }),
		{ type: 'data-refused', data: { ...turn.refused, user_message_id: turn.questionId } },
		{ type: 'finish', finishReason: 'content-filter', messageMetadata: { status: 'refused' } },
	]);
}

/** The answer as it was kept, told again. One that another process is still writing has no end yet. */
export function finishedFeed(question: Message, answer: Message, locale: string, requestId: string): Feed<StreamPart> {
	const { conversationId, citations } = answer;
	const text: StreamPart[] = answer.content
		? [
				{ type: 'text-start', id: 't1' },
				{ type: 'text-delta', id: 't1', delta: answer.content },
				{ type: 'text-end', id: 't1' },
			]
		: [];
	return ended([
		startPart({ conversationId, questionId: question.id, answerId: answer.id, at: answer.createdAt }),
		{ type: 'start-step' },
		...citations.flatMap(sourceParts),
		...text,
		{ type: 'finish-step' },
		...lastParts(answer, { conversationId, questionId: question.id, locale, requestId, citations }),
	]);
}

function lastParts(answer: Message, told: Parameters<typeof endingParts>[1]): StreamPart[] {
	const { status, degradedCode } = answer;
	if (status === 'streaming') return [];
	const degraded = degradedCode && new Degraded(degradedCode);
	const finishReason = status === 'blocked' ? 'content-filter' : 'stop';
	return endingParts({ status, degraded, finishReason, usage: null }, told);
}

function ended(parts: readonly StreamPart[]): Feed<StreamPart> {
	const feed = createMemoryFeed<StreamPart>();
	feed.push(parts);
	feed.end();
	return feed;
}
