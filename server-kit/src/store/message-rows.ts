// One query shape for messages: with their classification and this person's feedback.

import type { Knex } from 'knex';
import type { Message, ToolCall } from '../core/records.ts';
import { wireId } from '../core/tool-call.ts';
import { fromJson } from './rows.ts';

const MESSAGES = 'support_ai_messages';
const TOOL_CALLS = 'support_ai_tool_calls';

export interface MessageRow {
	id: number;
	public_id: string | null;
	tenant_id: string;
	conversation_id: number;
	role: Message['role'];
	content: string;
	status: Message['status'];
	client_message_id: string | null;
	citations: string | null;
	degraded_code: Message['degradedCode'];
	unsupported: boolean | number | null;
	grounds: string | null;
	model: string | null;
	runner: string | null;
	heartbeat_at: number | null;
	reservation: string | null;
	created_at: number;
	label: NonNullable<Message['intent']>['label'] | null;
	refused: boolean | number | null;
	feedback_id: number | null;
	helpful: boolean | number | null;
	rating: number | null;
	comment: string | null;
	reasons: string | null;
}

/** @param userId whose feedback comes along; null for none */
export function threadRows(db: Knex, userId: string | null) {
	return db(`${MESSAGES} as m`)
		.leftJoin('support_ai_intent_classifications as c', 'c.message_id', 'm.id')
		.leftJoin('support_ai_feedback as f', (on) => {
			on.on('f.message_id', 'm.id').andOn('f.conversation_id', 'm.conversation_id');
			on.andOnVal('f.user_id', userId ?? '');
		})
		.select<MessageRow[]>(
			'm.id',
			'm.public_id',
			'm.tenant_id',
			'm.conversation_id',
			'm.role',
			'm.content',
			'm.status',
			'm.client_message_id',
			'm.citations',
			'm.degraded_code',
			'm.unsupported',
			'm.grounds',
			'm.model',
			'm.runner',
			'm.heartbeat_at',
			'm.reservation',
			'm.created_at',
			'c.label',
			'c.refused',
			'f.id as feedback_id',
			'f.helpful',
			'f.rating',
			'f.comment',
			'f.reasons',
		);
}

export function fromRow(row: MessageRow): Message {
	return {
		id: row.id,
		publicId: row.public_id,
		conversationId: row.conversation_id,
		role: row.role,
		content: row.content,
		status: row.status,
		clientMessageId: row.client_message_id,
		citations: fromJson(row.citations, []),
		toolCalls: [],
		degradedCode: row.degraded_code,
		unsupported: Boolean(row.unsupported),
		grounds: fromJson(row.grounds, null),
		intent: row.label === null ? null : { label: row.label, refused: Boolean(row.refused) },
		feedback: feedbackOf(row),
		model: row.model,
		runner: row.runner,
		heartbeatAt: row.heartbeat_at,
		reservation: fromJson(row.reservation, null),
		createdAt: row.created_at,
	};
}

function feedbackOf(row: MessageRow): Message['feedback'] {
	if (row.feedback_id === null) return null;
	return {
		id: row.feedback_id,
		helpful: row.helpful === null ? null : Boolean(row.helpful),
		rating: row.rating,
		comment: row.comment,
		reasons: fromJson(row.reasons, []),
	};
}

export interface ToolCallRow {
	id: number;
	message_id: number;
	conversation_id: number | null;
	answer_id: number | null;
	call_id: string;
	name: string;
	title: string | null;
	input: string;
	/** Versions before host tools wrote `complete`. */
	status: ToolCall['status'] | 'complete';
	shown: string | null;
	decision: 'approved' | 'declined' | null;
	expires_at: number | null;
}

/** One query for all messages of a page. */
export async function withToolCalls(db: Knex, messages: readonly Message[]): Promise<Message[]> {
	const answers = messages.filter((message) => message.role === 'assistant').map((message) => message.id);
	const callsOf = await toolCallsOf(db, answers);
	return messages.map((message) => ({ ...message, toolCalls: callsOf(message.id) }));
}

/** The calls of each of these messages. */
export async function toolCallsOf(db: Knex, messageIds: readonly number[]): Promise<(id: number) => ToolCall[]> {
	if (messageIds.length === 0) return () => [];
	const rows: ToolCallRow[] = await db(TOOL_CALLS).whereIn('message_id', messageIds).orderBy('id');
	const byMessage = Map.groupBy(rows, (row) => row.message_id);
	return (id) => (byMessage.get(id) ?? []).map(toolCallFrom);
}

/** A call of a host's tool goes by its row, any other by the model's own name for it. */
export function toolCallFrom(row: ToolCallRow): ToolCall {
	const { name, input, title, shown, expires_at: expiresAt } = row;
	return {
		id: row.conversation_id === null ? row.call_id : wireId(row.id),
		name,
		title: title ?? '',
		status: row.status === 'complete' ? 'done' : row.status,
		input,
		asks: shown === null || expiresAt === null ? null : { arguments: fromJson(shown, []), expiresAt },
	};
}
