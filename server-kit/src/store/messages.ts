// Messages in the database: a turn is begun and ended in one transaction each.

import type { Knex } from 'knex';
import { type AnswerEnd, DuplicateTurn, type MessageStore, type Owner, type TurnStart } from '../core/store.ts';
import { insertRow, isDuplicate } from './dialect.ts';
import { fromRow, MESSAGES, type MessageRow, TOOL_CALLS, threadRows, withToolCalls } from './message-rows.ts';
import { fromCursor, toJson, toPage } from './rows.ts';

const CONVERSATIONS = 'support_ai_conversations';

export function messagesIn(db: Knex): MessageStore {
	const inConversation = (owner: Owner, id: number) =>
		threadRows(db, owner.userId).where({ 'm.tenant_id': owner.tenantId, 'm.conversation_id': id });
	return {
		async thread(owner, conversationId, { limit, cursor }) {
			const before = fromCursor(cursor, 1);
			const query = inConversation(owner, conversationId).orderBy('m.id', 'desc');
			if (before) query.where('m.id', '<', before[0] as number);
			const page = toPage<MessageRow, ReturnType<typeof fromRow>>(
				await query.limit(limit + 1),
				limit,
				fromRow,
				(row) => [row.id],
			);
			return { ...page, items: await withToolCalls(db, [...page.items].reverse()) };
		},

		async find(owner, conversationId, id) {
			const row = await inConversation(owner, conversationId).where({ 'm.id': id }).first();
			return row ? fromRow(row) : null;
		},

		async byClientId(owner, conversationId, clientMessageId) {
			const row = await inConversation(owner, conversationId).where({ 'm.client_message_id': clientMessageId }).first();
			return row ? fromRow(row) : null;
		},

		async answerTo(owner, conversationId, questionId) {
			const row = await inConversation(owner, conversationId).where('m.id', '>', questionId).orderBy('m.id').first();
			return row?.role === 'assistant' ? fromRow(row) : null;
		},

		async recent(tenantId, conversationId, limit, upTo = Number.MAX_SAFE_INTEGER) {
			const rows = await threadRows(db, null)
				.where({ 'm.tenant_id': tenantId, 'm.conversation_id': conversationId })
				.where('m.id', '<=', upTo)
				.whereNot({ 'm.status': 'streaming' })
				.where((answered) => answered.whereNull('c.refused').orWhere({ 'c.refused': false }))
				.orderBy('m.id', 'desc')
				.limit(limit);
			return rows.map(fromRow).reverse();
		},

		async streaming(tenantId, conversationId) {
			const row = await threadRows(db, null)
				.where({ 'm.tenant_id': tenantId, 'm.conversation_id': conversationId, 'm.status': 'streaming' })
				.first();
			return row ? fromRow(row) : null;
		},

		begin: (turn) => begin(db, turn),

		async checkpoint(tenantId, messageId, { content, citations }, at) {
			const kept = await db(MESSAGES)
				.where({ tenant_id: tenantId, id: messageId, status: 'streaming' })
				.update({ content, citations: toJson(citations), heartbeat_at: at });
			return kept > 0;
		},

		async end(answer) {
			const ended = await db(MESSAGES)
				.where({ tenant_id: answer.tenantId, id: answer.messageId, status: 'streaming' })
				.update({
					content: answer.content,
					status: answer.status,
					citations: toJson(answer.citations),
					degraded_code: answer.degradedCode,
					runner: null,
					heartbeat_at: null,
				});
			if (!ended) return false;
			await db(CONVERSATIONS)
				.where({ tenant_id: answer.tenantId, id: answer.conversationId })
				.update({
					answering_since: null,
					updated_at: answer.at,
					version: db.raw('version + 1'),
					...(answer.content && { preview: preview(answer.content) }),
				});
			await recordToolCalls(db, answer);
			return true;
		},
	};
}

async function recordToolCalls(db: Knex, { tenantId, messageId, toolCalls, at }: AnswerEnd): Promise<void> {
	if (toolCalls.length === 0) return;
	await db(TOOL_CALLS).insert(
		toolCalls.map(({ id, name, input, status }) => ({
			tenant_id: tenantId,
			message_id: messageId,
			// Both are the model's words, of any length.
			call_id: id.slice(0, 128),
			name: name.slice(0, 128),
			input,
			status: status === 'running' ? 'failed' : status,
			created_at: at,
		})),
	);
}

/** The conversation's row is changed first: whoever changes it owns the turn, and everyone else waits or loses. */
async function begin(db: Knex, turn: TurnStart): ReturnType<MessageStore['begin']> {
	const open = await db(CONVERSATIONS)
		.where({ tenant_id: turn.tenantId, user_id: turn.userId, id: turn.conversationId, status: 'open' })
		.whereNull('answering_since')
		.update({
			answering_since: turn.answer ? turn.at : null,
			title: db.raw('coalesce(title, ?)', [turn.title]),
			preview: preview(turn.content),
			updated_at: turn.at,
			version: db.raw('version + 1'),
		});
	if (!open) return null;
	const message = { tenant_id: turn.tenantId, conversation_id: turn.conversationId, created_at: turn.at };
	try {
		const questionId = await insertRow(db, MESSAGES, {
			...message,
			role: 'user',
			content: turn.content,
			status: 'complete',
			client_message_id: turn.clientMessageId,
		});
		await insertRow(db, 'support_ai_intent_classifications', {
			tenant_id: turn.tenantId,
			message_id: questionId,
			...classificationRow(turn.classification),
			created_at: turn.at,
		});
		if (!turn.answer) return { questionId, answerId: null };
		const answer = { role: 'assistant', content: '', status: 'streaming', heartbeat_at: turn.at, ...turn.answer };
		return { questionId, answerId: await insertRow(db, MESSAGES, { ...message, ...answer }) };
	} catch (fault) {
		// The same client_message_id won the race in another request.
		if (isDuplicate(fault)) throw new DuplicateTurn();
		throw fault;
	}
}

/** A host's own classifier may say more than we keep. */
function classificationRow({ label, confidence, refused, reason }: TurnStart['classification']) {
	return { label, confidence, refused, reason: reason.slice(0, 200) };
}

function preview(text: string): string {
	return text
		.replace(/[#>*_`|[\]]/g, '')
		.replace(/\s+/g, ' ')
		.trim()
		.slice(0, 140)
		.replace(/[\ud800-\udbff]$/, '')
		.toWellFormed();
}
