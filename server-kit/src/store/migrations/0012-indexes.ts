// What plans on a large desk asked for: a person's cases in the order of their ids, and what was learned from a
// conversation when it goes.

import type { Knex } from 'knex';
import { addIndex } from '../dialect.ts';

const INDEXES = [
	['support_tickets', ['tenant_id', 'user_id', 'id'], 'ix_tickets_person'],
	['support_training_candidates', ['tenant_id', 'conversation_id'], 'ix_candidates_conversation'],
] as const;

export const indexes: Knex.Migration = {
	async up(db) {
		for (const [table, columns, name] of INDEXES) await addIndex(db, table, columns, name);
	},
	async down(db) {
		for (const [table, columns, name] of INDEXES)
			await db.schema.alterTable(table, (altered) => altered.dropIndex([...columns], name));
	},
};
