// Conversations that nobody has touched for long are found by an index, a tenant at a time.

import type { Knex } from 'knex';
import { addIndex } from '../dialect.ts';

const CONVERSATIONS = 'support_ai_conversations';
const COLUMNS = ['tenant_id', 'updated_at', 'id'] as const;
const NAME = 'ix_conversations_activity';

export const retention: Knex.Migration = {
	up: (db) => addIndex(db, CONVERSATIONS, COLUMNS, NAME),
	down: (db) => db.schema.alterTable(CONVERSATIONS, (table) => table.dropIndex([...COLUMNS], NAME)),
};
