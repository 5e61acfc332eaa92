// Erasures that have begun and not come to their end, so that another process can go on; a row goes when they have.

import type { Knex } from 'knex';
import { longText } from '../dialect.ts';
import { makeTables, owned, reference } from './tables.ts';

export const erasuresBegun: Knex.Migration = makeTables([['support_erasures_begun', begun]]);

function begun(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'erasure_id').notNullable();
	// Sealed: a copy of the database alone names nobody.
	table.string('person', 1000).notNullable();
	// When the lease of whoever erases ends. Null when nobody tries any more.
	table.bigInteger('due_at');
	longText(table, 'counts');
	table.unique(['erasure_id'], { indexName: 'ux_erasures_begun_once' });
	table.index(['due_at'], 'ix_erasures_begun_due');
}
