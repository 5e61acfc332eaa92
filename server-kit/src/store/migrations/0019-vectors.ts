// Vectors of passages, and how far they are made.

import type { Knex } from 'knex';
import { makeTables, reference } from './tables.ts';

export const vectorTables: Knex.Migration = makeTables([
	['support_kb_vectors', vectors],
	['support_kb_embeddings', embeddings],
]);

function vectors(table: Knex.CreateTableBuilder): void {
	reference(table, 'passage_id').notNullable().primary();
	table.string('tenant_id', 64).notNullable();
	reference(table, 'article_id').notNullable();
	table.string('maker', 32).notNullable();
	table.string('fingerprint', 43).notNullable();
	// Of how many numbers; none where the server refused the passage.
	table.integer('length').notNullable();
	// 32-bit floats, the lowest byte first.
	table.binary('vector').notNullable();
	table.index(['tenant_id', 'passage_id'], 'ix_kb_vectors_passages');
	table.index(['tenant_id', 'fingerprint'], 'ix_kb_vectors_same');
	table.index(['tenant_id', 'article_id'], 'ix_kb_vectors_article');
}

function embeddings(table: Knex.CreateTableBuilder): void {
	table.string('tenant_id', 64).notNullable().primary();
	table.string('maker', 32).notNullable();
	// Of the articles, when the vectors were last whole.
	table.bigInteger('revision').notNullable();
	table.bigInteger('version').notNullable();
	table.string('lease', 64);
	// While one process works: when its lease ends. Else: when the next may begin.
	table.bigInteger('due_at').notNullable();
}
