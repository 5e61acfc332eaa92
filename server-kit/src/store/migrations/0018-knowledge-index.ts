// The index of the knowledge base that the database keeps, where it is asked to: made empty, filled by whoever serves.

import type { Knex } from 'knex';
import { addIndex, longText } from '../dialect.ts';
import { dropFullText, ENTRIES, makeFullText, tokensColumn, wordColumn } from '../full-text.ts';
import { makeTables, owned, reference, type Tables } from './tables.ts';

const WORDS = 'support_kb_words';
const POINTERS = 'support_kb_pointers';
const REVISIONS = 'support_kb_revisions';
const STATE = ['index_version', 'index_after'];

export const knowledgeIndex: Knex.Migration = {
	async up(db) {
		await makeTables(tables(db)).up(db);
		await addIndex(db, WORDS, ['backwards'], 'ix_kb_words_backwards');
		await makeFullText(db);
		for (const column of STATE)
			if (!(await db.schema.hasColumn(REVISIONS, column)))
				await db.schema.alterTable(REVISIONS, (table) => {
					table.bigInteger(column);
				});
	},
	async down(db) {
		await dropFullText(db);
		await makeTables(tables(db)).down?.(db);
		await db.schema.alterTable(REVISIONS, (table) => {
			table.dropColumns(...STATE);
		});
	},
};

const tables = (db: Knex): Tables => [
	[ENTRIES, (table) => entries(db, table)],
	[WORDS, (table) => words(db, table)],
	[POINTERS, pointers],
];

function entries(db: Knex, table: Knex.CreateTableBuilder): void {
	reference(table, 'article_id').notNullable().primary();
	table.string('tenant_id', 64).notNullable();
	longText(table, 'incoming').notNullable();
	longText(table, 'words').notNullable();
	tokensColumn(db, table);
}

function words(db: Knex, table: Knex.CreateTableBuilder): void {
	table.string('tenant_id', 64).notNullable();
	wordColumn(db, table, 'word', 110).notNullable();
	table.bigInteger('articles').notNullable();
	table.bigInteger('passages').notNullable();
	table.integer('letters').notNullable();
	// Only of words as written, for typing errors in their first letters.
	wordColumn(db, table, 'backwards', 180);
	table.primary(['tenant_id', 'word']);
}

function pointers(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'article_id').notNullable().index();
	table.string('tail', 200).notNullable();
	table.text('name');
	table.text('target');
	table.text('words');
	table.index(['tenant_id', 'tail'], 'ix_kb_pointers_tail');
}
