// All that there is of one person is found by an index; that somebody was erased is kept without a name.

import type { Knex } from 'knex';
import { addIndex, longText } from '../dialect.ts';
import { makeTables, owned } from './tables.ts';

const CANDIDATES = 'support_training_candidates';
const INDEXES = [
	[CANDIDATES, ['tenant_id', 'user_id', 'id'], 'ix_candidates_person'],
	['support_escalations', ['tenant_id', 'user_id', 'id'], 'ix_escalations_person'],
	['support_ticket_comments', ['tenant_id', 'author_id', 'id'], 'ix_comments_author'],
] as const;

const ledger = makeTables([['support_erasures', erasures]]);

export const dataRights: Knex.Migration = {
	async up(db) {
		// MariaDB commits each statement by itself: a run that was cut off goes on where it stopped.
		if (!(await db.schema.hasColumn(CANDIDATES, 'user_id')))
			await db.schema.alterTable(CANDIDATES, (table) => table.string('user_id', 128));
		await nameCandidates(db);
		for (const [table, columns, name] of INDEXES) await addIndex(db, table, columns, name);
		await ledger.up(db);
	},
	async down(db) {
		await ledger.down?.(db);
		for (const [table, columns, name] of INDEXES)
			await db.schema.alterTable(table, (altered) => altered.dropIndex([...columns], name));
		await db.schema.alterTable(CANDIDATES, (table) => table.dropColumn('user_id'));
	},
};

/** Whose words a candidate holds must be known also after the conversation is gone. */
function nameCandidates(db: Knex) {
	const rated = db('support_ai_feedback as f').select('f.user_id').whereRaw(`f.id = ${CANDIDATES}.feedback_id`);
	return db(CANDIDATES).whereNull('user_id').update({ user_id: rated });
}

function erasures(table: Knex.CreateTableBuilder): void {
	owned(table);
	// A keyed hash: who has the ledger alone cannot tell whom it means.
	table.string('person', 64).notNullable();
	table.string('asked_by', 16).notNullable();
	table.bigInteger('begun_at').notNullable();
	table.bigInteger('finished_at');
	longText(table, 'counts');
	table.index(['tenant_id', 'person'], 'ix_erasures_person');
}
