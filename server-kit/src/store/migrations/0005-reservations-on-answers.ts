// What a turn reserves stands on the row of its answer: one row fewer to write, and one to find after a crash.

import type { Knex } from 'knex';
import { longText } from '../dialect.ts';

const MESSAGES = 'support_ai_messages';
const USAGE = 'support_usage';

export const reservationsOnAnswers: Knex.Migration = {
	async up(db) {
		// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
		if (!(await db.schema.hasColumn(MESSAGES, 'reservation')))
			await db.schema.alterTable(MESSAGES, (table) => {
				longText(table, 'reservation');
				// Null for all but the few answers under way.
				table.index(['heartbeat_at'], 'ix_messages_heartbeat');
			});
		await db(USAGE).update({ messages_reserved: 0, tokens_reserved: 0, cost_reserved: 0 });
		await db.schema.dropTableIfExists('support_usage_reservations');
	},
	async down(db) {
		await db.schema.alterTable(MESSAGES, (table) => {
			table.dropIndex(['heartbeat_at'], 'ix_messages_heartbeat');
			table.dropColumn('reservation');
		});
	},
};
