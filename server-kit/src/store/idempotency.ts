// What was answered to a request that carried an Idempotency-Key, so that its repetition gets the same answer.

import type { Knex } from 'knex';
import type { IdempotencyStore } from '../core/store.ts';
import { insertRow } from './dialect.ts';
import { isDuplicate } from './driver-faults.ts';

const TABLE = 'support_idempotency_keys';

interface Row {
	id: number;
	tenant_id: string;
	user_id: string;
	idempotency_key: string;
	operation: string;
	fingerprint: string;
	response: string | null;
	claimed_at: number;
}

export function idempotencyIn(db: Knex): IdempotencyStore {
	return {
		async claim({ tenantId, userId, key, operation, fingerprint, at, staleBefore, expiredBefore }) {
			const where = { tenant_id: tenantId, user_id: userId, idempotency_key: key };
			const fields = { operation, fingerprint, response: null, claimed_at: at };
			try {
				return { id: await insertRow(db, TABLE, { ...where, ...fields }), earlier: null };
			} catch (fault) {
				if (!isDuplicate(fault)) throw fault;
			}
			const row = await db<Row>(TABLE).where(where).first();
			if (!row) return null;
			const free = row.claimed_at < expiredBefore || (row.response === null && row.claimed_at < staleBefore);
			if (!free) return { id: row.id, earlier: { fingerprint: row.fingerprint, response: row.response } };
			const taken = await db(TABLE).where({ id: row.id, claimed_at: row.claimed_at }).update(fields);
			return taken > 0 ? { id: row.id, earlier: null } : null;
		},
		async complete(id, response) {
			await db(TABLE).where({ id }).update({ response });
		},
		async release(id) {
			await db(TABLE).where({ id, response: null }).delete();
		},
		sweep: (before) => db(TABLE).where('claimed_at', '<', before).delete(),
	};
}
