// What the output filter found in an answer: JSON of detector, action and count, never the matched text.

import type { Knex } from 'knex';
import { longText } from '../dialect.ts';

const MESSAGES = 'support_ai_messages';
const HITS = 'filter_hits';

export const filterHits: Knex.Migration = {
	async up(db) {
		// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
		if (await db.schema.hasColumn(MESSAGES, HITS)) return;
		await db.schema.alterTable(MESSAGES, (table) => longText(table, HITS));
	},
	async down(db) {
		await db.schema.alterTable(MESSAGES, (table) => table.dropColumn(HITS));
	},
};
