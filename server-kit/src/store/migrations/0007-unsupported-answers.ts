// Answers that claim something and cite nothing.

import type { Knex } from 'knex';

const MESSAGES = 'support_ai_messages';

export const unsupportedAnswers: Knex.Migration = {
	async up(db) {
		if (await db.schema.hasColumn(MESSAGES, 'unsupported')) return;
		await db.schema.alterTable(MESSAGES, (table) => table.boolean('unsupported'));
	},
	async down(db) {
		await db.schema.alterTable(MESSAGES, (table) => table.dropColumn('unsupported'));
	},
};
