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
				semantics: 'lock',
				reason: row.reason,
				note: row.note,
				created_at: row.at,
			});
		},
	};
}
