// Where a tenant's own servers are told what happens, what waits to be told, and what came of it.

import type { Knex } from 'knex';
import { longText } from '../dialect.ts';
import { makeTables, owned, reference } from './tables.ts';

/** Each counts the events about it. */
const COUNTING = ['support_ai_conversations', 'support_tickets'];
const COUNTER = 'event_sequence';

const tables = makeTables([
	['support_webhooks', webhooks],
	['support_webhook_events', events],
	['support_webhook_deliveries', deliveries],
]);

export const webhookTables: Knex.Migration = {
	async up(db) {
		await tables.up(db);
		// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
		for (const name of COUNTING)
			if (!(await db.schema.hasColumn(name, COUNTER)))
				await db.schema.alterTable(name, (table) => table.bigInteger(COUNTER).notNullable().defaultTo(0));
	},
	async down(db) {
		for (const name of COUNTING) await db.schema.alterTable(name, (table) => table.dropColumn(COUNTER));
		await tables.down?.(db);
	},
};

function webhooks(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('url', 2000).notNullable();
	table.string('description', 200);
	table.text('events').notNullable();
	// Null while it is enabled.
	table.string('disabled', 16);
	// Sealed: a copy of the database alone signs nothing.
	table.string('secret', 500).notNullable();
	table.string('previous_secret', 500);
	table.bigInteger('previous_until');
	table.bigInteger('failing_since');
	table.bigInteger('created_at').notNullable();
	table.bigInteger('updated_at').notNullable();
	table.index(['tenant_id', 'id'], 'ix_webhooks_tenant');
}

function events(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('public_id', 64).notNullable();
	table.string('type', 40).notNullable();
	table.bigInteger('sequence').notNullable();
	// What an event holds of somebody goes with them, and with the conversation it is about.
	table.string('user_id', 128);
	table.string('author_id', 128);
	reference(table, 'conversation_id');
	longText(table, 'data').notNullable();
	table.bigInteger('created_at').notNullable();
	table.unique(['tenant_id', 'public_id'], { indexName: 'ux_webhook_events_public_id' });
	table.index(['tenant_id', 'conversation_id'], 'ix_webhook_events_conversation');
	table.index(['tenant_id', 'user_id', 'id'], 'ix_webhook_events_person');
	table.index(['tenant_id', 'author_id', 'id'], 'ix_webhook_events_author');
	table.index(['created_at'], 'ix_webhook_events_age');
}

function deliveries(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'webhook_id').notNullable();
	reference(table, 'event_id').notNullable();
	table.string('status', 16).notNullable();
	table.integer('attempts').notNullable();
	// While one attempt is being made: when its lease ends. Null when no further one is due.
	table.bigInteger('due_at');
	table.string('lease', 64);
	table.integer('last_status');
	table.string('last_fault', 40);
	table.text('excerpt');
	table.integer('duration_ms');
	table.bigInteger('created_at').notNullable();
	table.bigInteger('updated_at').notNullable();
	table.index(['due_at', 'webhook_id'], 'ix_deliveries_due');
	table.index(['webhook_id', 'id'], 'ix_deliveries_webhook');
	table.index(['event_id'], 'ix_deliveries_event');
}
