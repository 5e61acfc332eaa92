// The ledger of erasures, and everybody of whom there is something: after a backup was restored, both are compared.

import type { Knex } from 'knex';
import type { BegunErasure, ErasedRows, Erasure, LedgerStore } from '../core/data-rights-store.ts';
import { both, NOTHING } from '../core/erased-rows.ts';
import { insertRow } from './dialect.ts';

const LEDGER = 'support_erasures';
const BEGUN = 'support_erasures_begun';
const PAGE = 500;

interface Row {
	id: number;
	tenant_id: string;
	person: string;
	asked_by: Erasure['askedBy'];
	begun_at: number;
	finished_at: number | null;
}

interface BegunRow {
	id: number;
	tenant_id: string;
	erasure_id: number;
	person: string;
	due_at: number;
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
		async begin({ tenantId, person, askedBy, begunAt }, held) {
			const whose = { tenant_id: tenantId, person };
			const unfinished = await db(LEDGER).where(whose).whereNull('finished_at').first('id');
			const id = unfinished?.id ?? (await insertRow(db, LEDGER, { ...whose, asked_by: askedBy, begun_at: begunAt }));
			if (!held) return id;
			const row = { tenant_id: tenantId, erasure_id: id, person: held.person, due_at: held.until };
			await db(BEGUN).insert(row).onConflict('erasure_id').merge(['person', 'due_at']);
			return id;
		},

		async count(id, rows, until) {
			const soFar = await countedOf(db, id);
			if (!soFar) return;
			const counts = JSON.stringify(both(soFar, rows));
			await db(BEGUN).where({ erasure_id: id }).update({ counts, due_at: until });
		},

		async finish(id, at) {
			const counted = (await countedOf(db, id)) ?? NOTHING;
			const finished = await db(LEDGER)
				.where({ id })
				.whereNull('finished_at')
				.update({ finished_at: at, counts: JSON.stringify(counted) });
			await db(BEGUN).where({ erasure_id: id }).delete();
			return finished > 0 ? counted : null;
		},

		async claim({ now, until, limit }) {
			const rows: BegunRow[] = await db(BEGUN)
				.where('due_at', '<=', now)
				.orderBy([{ column: 'due_at' }, { column: 'id' }])
				.limit(limit);
			const claimed: BegunErasure[] = [];
			for (const { id, due_at, ...row } of rows)
				if (await db(BEGUN).where({ id, due_at }).update({ due_at: until }))
					claimed.push({ id: row.erasure_id, tenantId: row.tenant_id, person: row.person });
			return claimed;
		},

		async leave(id) {
			await db(BEGUN).where({ erasure_id: id }).update({ due_at: null });
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

/** Locked until the transaction ends; null where it was finished. */
async function countedOf(db: Knex, id: number): Promise<ErasedRows | null> {
	const row = await db(BEGUN).where({ erasure_id: id }).forUpdate().first<{ counts: string | null }>('counts');
	if (!row) return null;
	return row.counts ? JSON.parse(row.counts) : NOTHING;
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
