// Escalations in the database: one row per hand-over, whichever way it was meant.

import type { Knex } from 'knex';
import type { EscalationStore } from '../core/store.ts';
import { insertRow } from './dialect.ts';

export function escalationsIn(db: Knex): EscalationStore {
	return {
		async record(row) {
			await insertRow(db, 'support_escalations', {
				tenant_id: row.tenantId,
				user_id: row.userId,
				conversation_id: row.conversationId,
				semantics: row.ticket ? 'connector' : 'lock',
				ticket_id: row.ticket?.ticketId ?? null,
				ticket_url: row.ticket?.ticketUrl ?? null,
				reason: row.reason,
				note: row.note,
				created_at: row.at,
			});
		},

		async ticketOf({ tenantId, userId }, conversationId) {
			const row = await db('support_escalations')
				.where({ tenant_id: tenantId, user_id: userId, conversation_id: conversationId, semantics: 'connector' })
				.first('ticket_id', 'ticket_url');
			return row ? { ticketId: row.ticket_id, ticketUrl: row.ticket_url } : null;
		},
	};
}
