// Calls of host tools: written down before they run, decided on by a person, settled when their process dies.

import type { Knex } from 'knex';
import { addIndex, longText } from '../dialect.ts';
import { reference } from './tables.ts';

const TABLE = 'support_ai_tool_calls';

const COLUMNS: readonly (readonly [name: string, add: (table: Knex.CreateTableBuilder) => void])[] = [
	['conversation_id', (table) => reference(table, 'conversation_id')],
	['answer_id', (table) => reference(table, 'answer_id')],
	['title', (table) => table.string('title', 200)],
	['shown', (table) => longText(table, 'shown')],
	['decision', (table) => table.string('decision', 16)],
	['expires_at', (table) => table.bigInteger('expires_at')],
];

// An index each for: what waits in a conversation, what an answer ran, and what waits too long.
const INDEXES = [
	[TABLE, ['conversation_id', 'status'], 'ix_tool_calls_waiting'],
	[TABLE, ['answer_id'], 'ix_tool_calls_answer'],
	[TABLE, ['expires_at'], 'ix_tool_calls_expiry'],
] as const;

export const hostTools: Knex.Migration = {
	async up(db) {
		// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
		for (const [name, add] of COLUMNS)
			if (!(await db.schema.hasColumn(TABLE, name))) await db.schema.alterTable(TABLE, (table) => add(table));
		for (const [table, columns, name] of INDEXES) await addIndex(db, table, columns, name);
	},
	async down(db) {
		for (const [table, columns, name] of INDEXES)
			await db.schema.alterTable(table, (altered) => altered.dropIndex([...columns], name));
		await db.schema.alterTable(TABLE, (table) => table.dropColumns(...COLUMNS.map(([name]) => name)));
	},
};
