// Notices of erasures in the database: taken under a lease, removed when told.

import type { Knex } from 'knex';
import type { ErasureNotice, ErasureNoticeStore } from '../core/data-rights-store.ts';

const TABLE = 'support_erasure_notices';

interface Row {
	id: number;
	tenant_id: string;
	person: string;
	attempts: number;
	due_at: number | null;
	created_at: number;
}

export function erasureNoticesIn(db: Knex): ErasureNoticeStore {
	return {
		async enter(tenantId, person, at) {
			await db(TABLE).insert({ tenant_id: tenantId, person, attempts: 0, due_at: at, created_at: at });
		},

		async claim({ now, until, limit }) {
			const rows: Row[] = await db(TABLE)
				.where('due_at', '<=', now)
				.orderBy([{ column: 'due_at' }, { column: 'id' }])
				.limit(limit);
			const claimed: ErasureNotice[] = [];
			for (const row of rows) {
				const seen = { id: row.id, due_at: row.due_at };
				if (await db(TABLE).where(seen).update({ due_at: until })) claimed.push(noticeFrom(row, until));
			}
			return claimed;
		},

		async told({ id }) {
			await db(TABLE).where({ id }).delete();
		},

		async putOff({ id, leasedUntil }, dueAt) {
			const held = { id, due_at: leasedUntil };
			await db(TABLE)
				.where(held)
				.update({ due_at: dueAt, attempts: db.raw('attempts + 1') });
		},
	};
}

function noticeFrom({ id, tenant_id: tenantId, person, attempts }: Row, leasedUntil: number): ErasureNotice {
	return { id, tenantId, person, attempts, leasedUntil };
}
