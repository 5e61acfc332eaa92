// Messages in the database, as they are read; how a turn writes them stands in turns.ts.

import type { Knex } from 'knex';
import type { Owner } from '../core/records.ts';

import type { MessageStore } from '../core/turn-store.ts';
import { insertRow } from './dialect.ts';
import { fromRow, type MessageRow, threadRows, withToolCalls } from './message-rows.ts';
import { resumeTurn } from './resumed.ts';
import { fromCursor, toPage } from './rows.ts';
import { lookForTurn } from './turn-look.ts';
import { beginTurn, endAnswer, keepCheckpoints, recallAnswer, withdrawAnswer } from './turns.ts';

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

		async findPublic(owner, conversationId, publicId) {
			const row = await inConversation(owner, conversationId).where({ 'm.public_id': publicId }).first();
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

		async count(tenantId, conversationId) {
			const row = await db('support_ai_messages')
				.where({ tenant_id: tenantId, conversation_id: conversationId })
				.count({ messages: '*' })
				.first();
			return Number(row?.messages ?? 0);
		},

		async exchange(owner, conversationId, answerId) {
			// Between an answer and its question may stand those that it goes on from.
			const [answer, question] = await inConversation(owner, conversationId)
				.where('m.id', '<=', answerId)
				.where((either) => either.where({ 'm.role': 'user' }).orWhere({ 'm.id': answerId }))
				.orderBy('m.id', 'desc')
				.limit(2);
			if (answer?.id !== answerId || answer.role !== 'assistant' || !question) return null;
			return { question: fromRow(question), answer: fromRow(answer) };
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

		look: (asked) => lookForTurn(db, asked),
		begin: (turn) => beginTurn(db, turn),
		resume: (turn) => resumeTurn(db, turn),
		checkpoint: (due, at) => keepCheckpoints(db, due, at),
		end: (answer) => endAnswer(db, answer),
		recall: (tenantId, messageId) => recallAnswer(db, tenantId, messageId),
		withdraw: (withdrawal) => withdrawAnswer(db, withdrawal),

		async comment(row) {
			const { tenantId, conversationId, publicId, content, at } = row;
			const id = await insertRow(db, 'support_ai_messages', {
				tenant_id: tenantId,
				conversation_id: conversationId,
				public_id: publicId,
				role: 'user',
				content,
				status: 'complete',
				created_at: at,
			});
			const kept = await threadRows(db, null).where({ 'm.tenant_id': tenantId, 'm.id': id }).first();
			return fromRow(kept as MessageRow);
		},

		async abandoned(before, after, limit) {
			const { id = 0, heartbeatAt: at } = after ?? {};
			const query = threadRows(db, null).where('m.heartbeat_at', '<', before);
			if (at)
				query
					.where('m.heartbeat_at', '>=', at)
					.where((further) => further.where('m.heartbeat_at', '>', at).orWhere('m.id', '>', id));
			const rows = await query.orderBy([{ column: 'm.heartbeat_at' }, { column: 'm.id' }]).limit(limit);
			return rows.map((row) => ({ tenantId: row.tenant_id, answer: fromRow(row) }));
		},
	};
}
