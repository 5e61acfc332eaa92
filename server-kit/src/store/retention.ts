// Conversations whose time is over: found by their last activity, and removed like those that their people delete.

import type { Knex } from 'knex';
import type { RetentionStore } from '../core/data-rights-store.ts';
import { removeConversations } from './removal.ts';

const TABLE = 'support_ai_conversations';
/** Each brings its messages along: no transaction is to hold up the others for long. */
const FEW = 25;

export function retentionIn(db: Knex): RetentionStore {
	return {
		async tenantAfter(tenantId) {
			const row = await db(TABLE).where('tenant_id', '>', tenantId).orderBy('tenant_id').first('tenant_id');
			return row?.tenant_id ?? null;
		},

		async next(tenantId, before) {
			// Locked as it is read: a message that comes in now waits, or was there first and keeps its conversation.
			const due: { id: number }[] = await db(TABLE)
				.where({ tenant_id: tenantId })
				.where('updated_at', '<', before)
				.whereNull('answering_since')
				.orderBy(['updated_at', 'id'])
				.limit(FEW)
				.forUpdate()
				.select('id');
			if (due.length === 0) return null;
			const ids = due.map(({ id }) => id);
			return removeConversations(db, { tenantId }, ids, 'deleted');
		},
	};
}
