// What helps to find an article besides its text: how others call it, and what it says of itself out of sight.

import type { Knex } from 'knex';
import { longText } from '../dialect.ts';

const ARTICLES = 'support_kb_articles';

export const articleHints: Knex.Migration = {
	async up(db) {
		// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
		if (!(await db.schema.hasColumn(ARTICLES, 'hints')))
			await db.schema.alterTable(ARTICLES, (table) => {
				longText(table, 'hints');
			});
	},
	async down(db) {
		await db.schema.alterTable(ARTICLES, (table) => {
			table.dropColumn('hints');
		});
	},
};
