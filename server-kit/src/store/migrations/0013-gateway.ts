// Cases of the gateway: public ids, what an answer rests on, how a case ended, snapshots, and actions that were run.

import type { Knex } from 'knex';
import { addUniqueIndex, longText } from '../dialect.ts';
import { makeTables, owned, reference } from './tables.ts';

type Column = readonly [table: string, name: string, add: (table: Knex.CreateTableBuilder) => void];

const COLUMNS: readonly Column[] = [
	['support_ai_conversations', 'public_id', (table) => table.string('public_id', 64)],
	['support_ai_conversations', 'resolution', (table) => table.string('resolution', 16)],
	['support_ai_conversations', 'rating', (table) => table.integer('rating')],
	['support_ai_messages', 'public_id', (table) => table.string('public_id', 64)],
	['support_ai_messages', 'grounds', (table) => longText(table, 'grounds')],
	['support_escalations', 'ticket_id', (table) => table.string('ticket_id', 128)],
	['support_escalations', 'ticket_url', (table) => table.text('ticket_url')],
];

const INDEXES = [
	['support_ai_conversations', ['public_id'], 'ux_conversations_public_id'],
	['support_ai_messages', ['public_id'], 'ux_messages_public_id'],
] as const;

const tables = makeTables([
	['support_snapshots', snapshots],
	['support_case_actions', actions],
]);

export const gateway: Knex.Migration = {
	async up(db) {
		await tables.up(db);
		// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
		for (const [table, name, add] of COLUMNS)
			if (!(await db.schema.hasColumn(table, name))) await db.schema.alterTable(table, (altered) => add(altered));
		for (const [table, columns, name] of INDEXES) await addUniqueIndex(db, table, columns, name);
	},
	async down(db) {
		for (const [table, columns, name] of INDEXES)
			await db.schema.alterTable(table, (altered) => altered.dropIndex([...columns], name));
		for (const [table, name] of COLUMNS) await db.schema.alterTable(table, (altered) => altered.dropColumn(name));
		await tables.down?.(db);
	},
};

function snapshots(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'conversation_id').notNullable();
	table.string('public_id', 64).notNullable();
	longText(table, 'sources').notNullable();
	longText(table, 'content').notNullable();
	table.bigInteger('taken_at').notNullable();
	table.unique(['public_id'], { indexName: 'ux_snapshots_public_id' });
	table.index(['conversation_id', 'id'], 'ix_snapshots_conversation');
}

function actions(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'conversation_id').notNullable();
	table.string('action_id', 64).notNullable();
	table.string('type', 32).notNullable();
	table.string('status', 16).notNullable();
	longText(table, 'result');
	table.bigInteger('created_at').notNullable();
	table.unique(['conversation_id', 'action_id'], { indexName: 'ux_case_actions_once' });
}
