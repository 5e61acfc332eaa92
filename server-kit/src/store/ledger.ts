// The ledger of erasures, and everybody of whom there is something: after a backup was restored, both are compared.

import type { Knex } from 'knex';
import type { Erasure, LedgerStore } from '../core/data-rights-store.ts';
import { insertRow } from './dialect.ts';

const LEDGER = 'support_erasures';
const PAGE = 500;

interface Row {
	id: number;
	tenant_id: string;
	person: string;
	asked_by: Erasure['askedBy'];
	begun_at: number;
	finished_at: number | null;
}

/** Every column that names a person: a test asks the database whether it is one of these. */
export const NAMING: readonly (readonly [table: string, column: string])[] = [
	['support_ai_conversations', 'user_id'],
	['support_tickets', 'user_id'],
	['support_ai_feedback', 'user_id'],
	['support_training_candidates', 'user_id'],
	['support_escalations', 'user_id'],
	['support_pushes', 'user_id'],
	['support_dispatches', 'user_id'],
	['support_idempotency_keys', 'user_id'],
	['support_disclosure_acceptances', 'user_id'],
	['support_usage', 'user_id'],
	['support_ticket_comments', 'author_id'],
	['support_audit', 'actor_id'],
	['support_webhook_events', 'user_id'],
	['support_webhook_events', 'author_id'],
];

export function ledgerIn(db: Knex): LedgerStore {
	return {
		async begin({ tenantId, person, askedBy, begunAt }) {
			const whose = { tenant_id: tenantId, person };
			const unfinished = await db(LEDGER).where(whose).whereNull('finished_at').first('id');
			return unfinished?.id ?? insertRow(db, LEDGER, { ...whose, asked_by: askedBy, begun_at: begunAt });
		},

		async finish(id, rows, at) {
			await db(LEDGER)
				.where({ id })
				.update({ finished_at: at, counts: JSON.stringify(rows) });
		},

		async isFinished({ tenantId, person, begunAt }) {
			const same = { tenant_id: tenantId, person, begun_at: begunAt };
			return Boolean(await db(LEDGER).where(same).whereNotNull('finished_at').first('id'));
		},

		async after(id, limit) {
			const rows: Row[] = await db(LEDGER).where('id', '>', id).orderBy('id').limit(limit);
			return rows.map(fromRow);
		},

		async people(tenantId, after) {
			const [at, last] = after ?? [0, ''];
			const [table, column] = NAMING[at] ?? [];
			if (!table || !column) return { userIds: [], next: null };
			const rows: Record<string, string>[] = await db(table)
				.where({ tenant_id: tenantId })
				.where(column, '>', last)
				.distinct(column)
				.orderBy(column)
				.limit(PAGE);
			const userIds = rows.flatMap((row) => row[column] ?? []);
			const end = userIds.at(-1);
			return { userIds, next: rows.length === PAGE && end !== undefined ? [at, end] : [at + 1, ''] };
		},
	};
}

function fromRow(row: Row): Erasure & { id: number } {
	return {
		id: row.id,
		tenantId: row.tenant_id,
		person: row.person,
		askedBy: row.asked_by,
		begunAt: row.begun_at,
		finishedAt: row.finished_at,
	};
}
