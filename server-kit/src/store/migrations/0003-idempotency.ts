// Keys of requests that may be repeated without being done twice.

import type { Knex } from 'knex';
import { longText } from '../dialect.ts';
import { makeTables, owned } from './tables.ts';

export const idempotency = makeTables([['support_idempotency_keys', keys]]);

function keys(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('user_id', 128).notNullable();
	table.string('idempotency_key', 255).notNullable();
	table.string('operation', 64).notNullable();
	table.string('fingerprint', 64).notNullable();
	longText(table, 'response');
	table.bigInteger('claimed_at').notNullable().index();
	table.unique(['tenant_id', 'user_id', 'idempotency_key'], { indexName: 'ux_idempotency_key' });
}
