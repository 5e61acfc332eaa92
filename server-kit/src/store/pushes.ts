// What open widgets are told, kept so that a reader who was away can go on from where it was.

import type { Knex } from 'knex';
import type { Owner } from '../core/records.ts';
import type { PushStore } from '../core/store.ts';
import { insertRow } from './dialect.ts';

const TABLE = 'support_pushes';

export function pushesIn(db: Knex): PushStore {
	const owned = (owner: Owner) => db(TABLE).where({ tenant_id: owner.tenantId, user_id: owner.userId });
	return {
		add: (owner, event, at) =>
			insertRow(db, TABLE, {
				tenant_id: owner.tenantId,
				user_id: owner.userId,
				event: JSON.stringify(event),
				created_at: at,
			}),
		async after(owner, id) {
			const rows: { id: number; event: string }[] = await owned(owner).where('id', '>', id).orderBy('id').limit(100);
			return rows.map((row) => ({ id: row.id, event: JSON.parse(row.event) }));
		},
		async lastId(owner) {
			const row = await owned(owner).max({ last: 'id' }).first();
			return Number(row?.last ?? 0);
		},
	};
}
