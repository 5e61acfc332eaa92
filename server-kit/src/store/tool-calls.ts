// Calls of host tools in the database.

import type { Knex } from 'knex';
import type { KeptCall, ToolCallStore } from '../core/tool-call.ts';
import { insertRow } from './dialect.ts';
import { type ToolCallRow, toolCallFrom } from './message-rows.ts';
import { toJson } from './rows.ts';

const TABLE = 'support_ai_tool_calls';

export function toolCallsIn(db: Knex): ToolCallStore {
	const waiting = () => db(TABLE).where({ status: 'waiting_approval' });
	return {
		open: ({ tenantId, asks, at, ...call }) =>
			insertRow(db, TABLE, {
				tenant_id: tenantId,
				conversation_id: call.conversationId,
				message_id: call.messageId,
				answer_id: call.answerId,
				call_id: call.key,
				name: call.name,
				title: call.title,
				input: call.input,
				status: call.status,
				shown: toJson(asks?.arguments),
				expires_at: asks?.expiresAt ?? null,
				created_at: at,
			}),

		async close(tenantId, id, status) {
			const changed = await db(TABLE).where({ tenant_id: tenantId, id, status: 'running' }).update({ status });
			return changed > 0;
		},

		async find(owner, conversationId, id) {
			const row = await db(`${TABLE} as t`)
				.join('support_ai_conversations as c', 'c.id', 't.conversation_id')
				.where({ 'c.tenant_id': owner.tenantId, 'c.user_id': owner.userId, 'c.id': conversationId, 't.id': id })
				.first<ToolCallRow>('t.*');
			return row ? keptFrom(row) : null;
		},

		async of(tenantId, messageIds) {
			const rows: ToolCallRow[] = await db(TABLE)
				.where({ tenant_id: tenantId })
				.whereIn('message_id', messageIds)
				.whereNotNull('conversation_id')
				.orderBy('id');
			return rows.map(keptFrom);
		},

		async declineWaiting(tenantId, conversationId) {
			await waiting().where({ tenant_id: tenantId, conversation_id: conversationId }).update({ status: 'declined' });
		},

		expire: (now) => waiting().where('expires_at', '<=', now).update({ status: 'expired' }),
	};
}

function keptFrom(row: ToolCallRow): KeptCall {
	const { id: rowId, message_id: messageId, answer_id: answerId, call_id: key, decision } = row;
	return { ...toolCallFrom(row), rowId, messageId, answerId, key, decision };
}
