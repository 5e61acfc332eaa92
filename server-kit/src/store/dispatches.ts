// Dispatches in the database. A lease is a due date, as for webhooks: what a dead process held is due again when it ends.

import type { Knex } from 'knex';
import type { Dispatch, DispatchStore, Hold, NewDispatch } from '../core/dispatch-store.ts';
import { insertRow } from './dialect.ts';
import { isDuplicate } from './driver-faults.ts';

const TABLE = 'support_dispatches';

interface DispatchRow {
	id: number;
	conversation_id: number;
	kind: Dispatch['kind'];
	name: string;
	caller: string;
	body: string;
	attempts: number;
	due_at: number;
	lease: string | null;
	created_at: number;
}

export function dispatchesIn(db: Knex): DispatchStore {
	const ofOwner = ({ tenantId, userId }: { tenantId: string; userId: string }, conversationId: number) =>
		db(TABLE).where({ tenant_id: tenantId, user_id: userId, conversation_id: conversationId });
	const held = ({ id, lease }: Pick<Dispatch, 'id' | 'lease'>) => db(TABLE).where({ id, lease });
	return {
		async add(row, hold) {
			try {
				return { ...row, id: await insertRow(db, TABLE, rowOf(row, hold)), attempts: 1, lease: hold.lease };
			} catch (fault) {
				if (isDuplicate(fault)) return null;
				throw fault;
			}
		},

		async take(which, now, { until, lease }) {
			const named = 'id' in which ? which : { conversation_id: which.conversationId, name: which.name };
			const taken = await db(TABLE)
				.where(named)
				.where((free) => free.whereNull('lease').orWhere('due_at', '<=', now))
				.update({ lease, due_at: until, attempts: db.raw('attempts + 1') });
			if (taken === 0) return null;
			const row = await db<DispatchRow>(TABLE).where(named).where({ lease }).first();
			return row ? dispatchFrom(row, lease) : null;
		},

		async due(now, most) {
			const rows: { id: number }[] = await db(`${TABLE} as d`)
				.where('d.due_at', '<=', now)
				.whereNotExists(
					db(`${TABLE} as earlier`)
						.whereRaw('earlier.conversation_id = d.conversation_id and earlier.id < d.id')
						.select('earlier.id'),
				)
				.orderBy(['d.due_at', 'd.id'])
				.limit(most)
				.select('d.id');
			return rows.map(({ id }) => id);
		},

		async postpone(dispatch, dueAt) {
			return (await held(dispatch).update({ lease: null, due_at: dueAt })) > 0;
		},

		async end(dispatch) {
			return (await held(dispatch).delete()) > 0;
		},

		async withdraw(owner, conversationId) {
			await ofOwner(owner, conversationId).delete();
		},

		async isHeld(owner, conversationId) {
			return Boolean(await ofOwner(owner, conversationId).whereNotNull('lease').first('id'));
		},

		async waits(owner, conversationId) {
			return Boolean(await ofOwner(owner, conversationId).first('id'));
		},
	};
}

function rowOf({ caller, conversationId, kind, name, body, at }: NewDispatch, { until, lease }: Hold) {
	return {
		tenant_id: caller.tenantId,
		user_id: caller.userId,
		conversation_id: conversationId,
		kind,
		name,
		caller: JSON.stringify(caller),
		body,
		attempts: 1,
		due_at: until,
		lease,
		created_at: at,
	};
}

function dispatchFrom({ id, kind, name, body, attempts, ...row }: DispatchRow, lease: string): Dispatch {
	const { conversation_id: conversationId, created_at: at } = row;
	return { id, kind, name, body, attempts, conversationId, at, caller: JSON.parse(row.caller), lease };
}
