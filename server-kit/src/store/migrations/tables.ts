// How a migration makes tables: the same way on every database, and again after a run that was cut off.

import type { Knex } from 'knex';
import { exactText } from '../dialect.ts';

export type Build = (table: Knex.CreateTableBuilder) => void;
export type Tables = readonly (readonly [name: string, build: Build])[];

export function makeTables(tables: Tables): Knex.Migration {
	return {
		async up(db) {
			const exact = await exactText(db);
			for (const [name, build] of tables) {
				// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
				if (await db.schema.hasTable(name)) continue;
				await db.schema.createTable(name, (table) => {
					exact(table);
					build(table);
				});
			}
		},
		async down(db) {
			for (const [name] of tables.toReversed()) await db.schema.dropTableIfExists(name);
		},
	};
}

export function owned(table: Knex.CreateTableBuilder): void {
	table.bigIncrements('id');
	table.string('tenant_id', 64).notNullable();
}

export function reference(table: Knex.CreateTableBuilder, name: string) {
	return table.bigInteger(name).unsigned();
}
