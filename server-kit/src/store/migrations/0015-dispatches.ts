// What another system is still to be told of a case, and since when an action is being run.

import type { Knex } from 'knex';
import { longText } from '../dialect.ts';
import { makeTables, owned, reference } from './tables.ts';

const ACTIONS = 'support_case_actions';
const SINCE = 'running_since';

const tables = makeTables([['support_dispatches', dispatches]]);

export const dispatchTables: Knex.Migration = {
	async up(db) {
		await tables.up(db);
		// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
		if (!(await db.schema.hasColumn(ACTIONS, SINCE)))
			await db.schema.alterTable(ACTIONS, (table) => table.bigInteger(SINCE));
	},
	async down(db) {
		await db.schema.alterTable(ACTIONS, (table) => table.dropColumn(SINCE));
		await tables.down?.(db);
	},
};

function dispatches(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('user_id', 128).notNullable();
	reference(table, 'conversation_id').notNullable();
	table.string('kind', 16).notNullable();
	// Of one name there is one: a ticket is `ticket`, a comment its message.
	table.string('name', 64).notNullable();
	longText(table, 'caller').notNullable();
	longText(table, 'body').notNullable();
	table.integer('attempts').notNullable();
	// While one attempt is being made: when its lease ends.
	table.bigInteger('due_at').notNullable();
	table.string('lease', 64);
	table.bigInteger('created_at').notNullable();
	table.unique(['conversation_id', 'name'], { indexName: 'ux_dispatches_once' });
	table.index(['due_at', 'id'], 'ix_dispatches_due');
	table.index(['tenant_id', 'user_id'], 'ix_dispatches_person');
}
