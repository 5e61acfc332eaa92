// The migrations in their order: objects in code, so that a bundler or another folder layout cannot lose them.

import type { Knex } from 'knex';
import { firstTables } from './0001-first-tables.ts';
import { usageAndKnowledge } from './0002-usage-and-knowledge.ts';
import { idempotency } from './0003-idempotency.ts';

const migrations: readonly (Knex.Migration & { name: string })[] = [
	{ name: '0001-first-tables', ...firstTables },
	{ name: '0002-usage-and-knowledge', ...usageAndKnowledge },
	{ name: '0003-idempotency', ...idempotency },
];

export const migrationSource: Knex.MigrationSource<(typeof migrations)[number]> = {
	getMigrations: async () => [...migrations],
	getMigrationName: (migration) => migration.name,
	getMigration: async (migration) => migration,
};
