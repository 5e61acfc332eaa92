// What the owner does is written down in a chain; candidates go out in batches; a tenant has settings of its own.

import type { Knex } from 'knex';
import { addIndex, longText } from '../dialect.ts';
import { makeTables, owned } from './tables.ts';

const CANDIDATES = 'support_training_candidates';
const COLUMNS: readonly (readonly [name: string, add: (table: Knex.CreateTableBuilder) => void])[] = [
	['note', (table) => longText(table, 'note')],
	['better_answer', (table) => longText(table, 'better_answer')],
	['batch_id', (table) => table.string('batch_id', 64)],
];
const INDEXES = [
	[CANDIDATES, ['tenant_id', 'batch_id', 'id'], 'ix_candidates_batch'],
	['support_usage', ['tenant_id', 'period_start', 'scope'], 'ix_usage_periods'],
	['support_kb_articles', ['tenant_id', 'id'], 'ix_articles_tenant'],
] as const;

const tables = makeTables([
	['support_audit', audit],
	['support_audit_heads', auditHeads],
	['support_training_batches', batches],
	['support_settings', settings],
]);

export const admin: Knex.Migration = {
	async up(db) {
		await tables.up(db);
		// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
		for (const [name, add] of COLUMNS)
			if (!(await db.schema.hasColumn(CANDIDATES, name))) await db.schema.alterTable(CANDIDATES, (table) => add(table));
		for (const [table, columns, name] of INDEXES) await addIndex(db, table, columns, name);
	},
	async down(db) {
		for (const [table, columns, name] of INDEXES)
			await db.schema.alterTable(table, (altered) => altered.dropIndex([...columns], name));
		await db.schema.alterTable(CANDIDATES, (table) => table.dropColumns(...COLUMNS.map(([name]) => name)));
		await tables.down?.(db);
	},
};

function audit(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.bigInteger('seq').notNullable();
	table.bigInteger('at').notNullable();
	table.string('actor_kind', 16).notNullable();
	// Who it was goes when they are erased; the proof stays, and with it the chain.
	table.string('actor_id', 128);
	table.string('actor_salt', 64);
	table.string('actor_proof', 64);
	table.string('action', 40).notNullable();
	table.string('target', 200);
	longText(table, 'details').notNullable();
	table.string('previous_hash', 64).notNullable();
	table.string('row_hash', 64).notNullable();
	table.unique(['tenant_id', 'seq'], { indexName: 'ux_audit_seq' });
	table.index(['tenant_id', 'actor_id', 'id'], 'ix_audit_actor');
}

function auditHeads(table: Knex.CreateTableBuilder): void {
	table.string('tenant_id', 64).primary();
	table.bigInteger('seq').notNullable();
	table.string('row_hash', 64).notNullable();
}

function batches(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('public_id', 64).notNullable();
	table.bigInteger('created_at').notNullable();
	table.unique(['tenant_id', 'public_id'], { indexName: 'ux_batches_public_id' });
}

function settings(table: Knex.CreateTableBuilder): void {
	table.string('tenant_id', 64).primary();
	table.bigInteger('version').notNullable();
	longText(table, 'own').notNullable();
	table.bigInteger('updated_at').notNullable();
}
