// Feeds of answers that are no longer (or never were) under way: told from the store, in the words of a live one.

import type { FinishReason, StreamPart } from '../protocol/index.ts';
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

const REASONS: Readonly<Record<Message['status'], FinishReason>> = {
	complete: 'stop',
	streaming: 'other',
	stopped: 'other',
	interrupted: 'error',
	blocked: 'content-filter',
	failed: 'error',
};

export function finishedFeed(question: Message, answer: Message): Feed<StreamPart> {
	const { conversationId, status, citations } = answer;
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
		{
			type: 'finish',
			finishReason: REASONS[status],
			messageMetadata: { status: status === 'streaming' ? 'interrupted' : status, citations: [...citations] },
		},
	]);
}

function ended(parts: readonly StreamPart[]): Feed<StreamPart> {
	const feed = createMemoryFeed<StreamPart>();
	feed.push(parts);
	feed.end();
	return feed;
}
