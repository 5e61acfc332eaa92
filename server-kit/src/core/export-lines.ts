// One line of an export for one record: what the person may read of it, in the words of the wire.

import type { ExportRow } from '../protocol/index.ts';
import type { Exported, ExportSection } from './data-rights-store.ts';
import type { Handover } from './records.ts';

export type Line = ExportRow;

/** The sections in the order in which they are told. */
export const LINES: { readonly [S in ExportSection]: (record: Exported[S]) => Line } = {
	disclosures: ({ version, locale, textHash, acceptedAt }) => ({
		type: 'disclosure',
		version,
		locale,
		text_hash: textHash,
		accepted_at: instant(acceptedAt),
	}),
	conversations: ({ id, title, status, locale, context, ...times }) => ({
		type: 'conversation',
		id,
		title,
		status,
		locale,
		context,
		escalated_at: times.escalatedAt === null ? null : instant(times.escalatedAt),
		...madeAndChanged(times),
	}),
	messages: messageLine,
	snapshots: ({ id, conversationId, takenAt, sources, content }) => ({
		type: 'snapshot',
		id,
		conversation_id: conversationId,
		sources: { ...sources },
		content: { ...content },
		created_at: instant(takenAt),
	}),
	feedback: ({ id, helpful, rating, comment, reasons, conversationId, messageId, ...times }) => ({
		type: 'feedback',
		id,
		conversation_id: conversationId,
		message_id: messageId,
		helpful,
		rating,
		comment,
		reasons,
		...madeAndChanged(times),
	}),
	escalations: ({ reason, note, ...linked }) => ({ type: 'escalation', ...linkedLine(linked), reason, note }),
	candidates: ({ type, status, comment, question, answer, ...linked }) => ({
		type: 'training_candidate',
		...linkedLine(linked),
		candidate_type: type,
		status,
		comment,
		question,
		answer,
	}),
	tickets: caseLine,
	comments: ({ id, ticketId, author, body, createdAt }) => ({
		type: 'case_comment',
		id,
		case_id: ticketId,
		author: { type: author.type, name: author.name },
		body,
		created_at: instant(createdAt),
	}),
	usage: ({ periodStart, used, estimated }) => ({
		type: 'usage',
		period_starts_at: instant(periodStart),
		messages: used.messages,
		tokens: used.tokens,
		cost: (used.cost / 1_000_000).toFixed(6),
		currency: 'USD',
		estimated,
	}),
};

function messageLine(message: Exported['messages']): Line {
	const { id, role, content, status, citations, unsupported, model, classification, grounds } = message;
	return {
		type: 'message',
		id,
		conversation_id: message.conversationId,
		role,
		author: { type: role === 'assistant' ? 'ai' : 'customer' },
		content,
		status,
		client_message_id: message.clientMessageId,
		citations,
		unsupported,
		degraded_code: message.degradedCode,
		model,
		classification,
		grounds,
		tool_calls: message.toolCalls.map(({ id, name, status, input }) => ({
			id,
			name,
			status,
			input: JSON.parse(input),
		})),
		created_at: instant(message.createdAt),
	};
}

function caseLine(ticket: Exported['tickets']): Line {
	const { number, subject, description, category, priority, status, customerName, handover } = ticket;
	return {
		type: 'case',
		...linkedLine(ticket),
		number,
		customer_name: customerName,
		subject,
		description,
		category,
		priority,
		status,
		handover: handover && handoverLine(handover),
		updated_at: instant(ticket.updatedAt),
	};
}

function handoverLine({ summary, intent, attempted, lastMessages }: Handover) {
	return {
		summary,
		intent,
		attempted,
		last_messages: lastMessages.map(({ role, content, createdAt }) => ({
			role,
			content,
			created_at: instant(createdAt),
		})),
	};
}

function linkedLine({
	id,
	conversationId,
	createdAt,
}: {
	id: number;
	conversationId: number | null;
	createdAt: number;
}) {
	return { id, conversation_id: conversationId, created_at: instant(createdAt) };
}

function madeAndChanged({ createdAt, updatedAt }: { createdAt: number; updatedAt: number }) {
	return { created_at: instant(createdAt), updated_at: instant(updatedAt) };
}

function instant(time: number): string {
	return new Date(time).toISOString();
}
