// Who was erased and of whom the host's own function is still to be told; a row goes when it has been.

import type { Knex } from 'knex';
import { makeTables, owned } from './tables.ts';

export const erasureNotices: Knex.Migration = makeTables([['support_erasure_notices', notices]]);

function notices(table: Knex.CreateTableBuilder): void {
	owned(table);
	// Sealed: a copy of the database alone names nobody.
	table.string('person', 1000).notNullable();
	table.integer('attempts').notNullable();
	// While the host is being told: when its lease ends. Null when nobody tries any more.
	table.bigInteger('due_at');
	table.bigInteger('created_at').notNullable();
	table.index(['due_at'], 'ix_erasure_notices_due');
}
