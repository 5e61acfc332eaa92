// A streamed answer in the words of this face: the same parts, with public ids, and what the answer rests on.

import type { Feed } from '../../core/feed.ts';
import type { StreamPart } from '../../protocol/index.ts';

export interface StreamIds {
	caseId: string;
	question: string;
	/** Empty where the message was refused. */
	answer: string;
}

export function publicFeed(feed: Feed<StreamPart>, ids: StreamIds): Feed<unknown> {
	const { name, watch } = feed;
	return {
		...(name !== undefined && { name }),
		watch,
		cut: () => feed.cut?.() ?? false,
		after(position, most) {
			const { items, ended } = feed.after(position, most);
			return { items: items.map(({ id, value }) => ({ id, value: publicPart(value, ids) })), ended };
		},
	};
}

function publicPart(part: StreamPart, { caseId, question, answer }: StreamIds): unknown {
	switch (part.type) {
		case 'start': {
			const { created_at: createdAt } = part.messageMetadata;
			const messageMetadata = { caseId, userMessageId: question, messageId: answer || null, createdAt };
			return { ...part, messageId: answer || `refused-${question}`, messageMetadata };
		}
		case 'data-refused':
			return { ...part, data: { label: part.data.label, message: part.data.message, userMessageId: question } };
		case 'data-degraded': {
			const { code, message, retryable, retry_after_seconds: retryAfterSeconds, scope, fallback } = part.data;
			const data = {
				degraded: true,
				error: code.toUpperCase(),
				message,
				retryable,
				retryAfterSeconds,
				scope,
				fallback,
			};
			return { ...part, data };
		}
		case 'finish': {
			const { grounds, ...metadata } = part.messageMetadata;
			return { ...part, messageMetadata: { ...metadata, ...grounds } };
		}
		default:
			return part;
	}
}
