// What a person accepted and used, and the articles that answers draw on.

import type { Knex } from 'knex';
import { longText } from '../dialect.ts';
import { makeTables, owned, reference, type Tables } from './tables.ts';

const TABLES: Tables = [
	['support_disclosure_acceptances', acceptances],
	['support_usage', usage],
	['support_usage_reservations', reservations],
	['support_kb_articles', articles],
	['support_kb_passages', passages],
	['support_kb_revisions', revisions],
];

export const usageAndKnowledge = makeTables(TABLES);

function acceptances(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('user_id', 128).notNullable();
	table.string('version', 40).notNullable();
	table.string('locale', 35).notNullable();
	table.string('text_hash', 64).notNullable();
	table.bigInteger('accepted_at').notNullable();
	table.unique(['tenant_id', 'user_id', 'version'], { indexName: 'ux_acceptances_version' });
}

function usage(table: Knex.CreateTableBuilder): void {
	table.bigIncrements('id');
	table.string('scope', 16).notNullable();
	// Empty where the scope is wider than a tenant or a user.
	table.string('tenant_id', 64).notNullable();
	table.string('user_id', 128).notNullable();
	table.bigInteger('period_start').notNullable();
	for (const measure of ['messages', 'tokens', 'cost']) {
		table.bigInteger(`${measure}_used`).notNullable().defaultTo(0);
		table.bigInteger(`${measure}_reserved`).notNullable().defaultTo(0);
	}
	table.boolean('estimated').notNullable().defaultTo(false);
	table.unique(['tenant_id', 'user_id', 'scope', 'period_start'], { indexName: 'ux_usage_period' });
}

function reservations(table: Knex.CreateTableBuilder): void {
	table.string('id', 64).primary();
	table.string('tenant_id', 64).notNullable();
	table.string('user_id', 128).notNullable();
	table.string('scopes', 40).notNullable();
	table.bigInteger('period_start').notNullable();
	table.bigInteger('messages').notNullable();
	table.bigInteger('tokens').notNullable();
	table.bigInteger('cost').notNullable();
	reference(table, 'message_id').index();
	table.bigInteger('expires_at').notNullable().index();
}

function articles(table: Knex.CreateTableBuilder): void {
	owned(table);
	table.string('slug', 200).notNullable();
	table.string('title', 300).notNullable();
	table.string('url', 2000);
	table.string('locale', 35);
	longText(table, 'body').notNullable();
	table.bigInteger('updated_at').notNullable();
	table.unique(['tenant_id', 'slug'], { indexName: 'ux_articles_slug' });
}

function passages(table: Knex.CreateTableBuilder): void {
	owned(table);
	reference(table, 'article_id').notNullable().index();
	table.text('headings').notNullable();
	table.string('anchor', 300);
	longText(table, 'text').notNullable();
	table.index(['tenant_id', 'id'], 'ix_passages_tenant');
}

function revisions(table: Knex.CreateTableBuilder): void {
	table.string('tenant_id', 64).primary();
	table.bigInteger('revision').notNullable();
}
