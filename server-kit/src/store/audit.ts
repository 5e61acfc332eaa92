// The audit in the database: one chain for each tenant, whose head is locked by whoever adds to it.

import type { Knex } from 'knex';
import { BEGINNING, hashOf } from '../core/audit.ts';
import type { AuditAction, AuditHead, AuditRow, AuditStore } from '../core/audit-store.ts';
import { fromCursor, toPage } from './rows.ts';

const TABLE = 'support_audit';
const HEADS = 'support_audit_heads';

interface Row {
	tenant_id: string;
	seq: number;
	at: number;
	actor_kind: string;
	actor_id: string | null;
	actor_salt: string | null;
	actor_proof: string | null;
	action: string;
	target: string | null;
	details: string;
	previous_hash: string;
	row_hash: string;
}

export function auditIn(db: Knex): AuditStore {
	return {
		async append(row) {
			const head = await takeHead(db, row.tenantId);
			const linked = { ...row, seq: head.seq, previousHash: head.hash };
			const hash = hashOf(linked);
			await db(TABLE).insert(toRow({ ...linked, hash }));
			await db(HEADS).where({ tenant_id: row.tenantId }).update({ row_hash: hash });
		},

		async list(tenantId, { limit, cursor }) {
			const [before] = fromCursor(cursor, 1) ?? [];
			const query = db<Row>(TABLE).where({ tenant_id: tenantId });
			if (before !== undefined) query.where('seq', '<', before);
			const rows = await query.orderBy('seq', 'desc').limit(limit + 1);
			return toPage(rows as Row[], limit, fromRow, ({ seq }) => [seq]);
		},

		async after(tenantId, seq, limit) {
			const rows = await db<Row>(TABLE)
				.where({ tenant_id: tenantId })
				.where('seq', '>', seq)
				.orderBy('seq')
				.limit(limit);
			return (rows as Row[]).map(fromRow);
		},

		async tenantAfter(tenantId) {
			const row = await db(HEADS).where('tenant_id', '>', tenantId).orderBy('tenant_id').first('tenant_id');
			return row?.tenant_id ?? null;
		},

		async head(tenantId) {
			const row = await db(HEADS).where({ tenant_id: tenantId }).first();
			return row ? { seq: row.seq, hash: row.row_hash } : null;
		},
	};
}

/** One statement makes or locks the row: looking first would let two that begin a chain run into each other. */
async function takeHead(db: Knex, tenantId: string): Promise<AuditHead> {
	await db(HEADS)
		.insert({ tenant_id: tenantId, seq: 1, row_hash: BEGINNING })
		.onConflict('tenant_id')
		.merge({ seq: db.raw('?? + 1', [`${HEADS}.seq`]) });
	const row = await db(HEADS).where({ tenant_id: tenantId }).forUpdate().first();
	return { seq: row.seq, hash: row.row_hash };
}

function toRow({ tenantId, seq, at, action, target, details, previousHash, hash, ...who }: AuditRow): Row {
	return {
		tenant_id: tenantId,
		seq,
		at,
		actor_kind: who.actorKind,
		actor_id: who.actorId,
		actor_salt: who.actorSalt,
		actor_proof: who.actorProof,
		action,
		target,
		details,
		previous_hash: previousHash,
		row_hash: hash,
	};
}

function fromRow(row: Row): AuditRow {
	return {
		tenantId: row.tenant_id,
		seq: row.seq,
		at: row.at,
		actorKind: row.actor_kind,
		actorId: row.actor_id,
		actorSalt: row.actor_salt,
		actorProof: row.actor_proof,
		action: row.action as AuditAction,
		target: row.target,
		details: row.details,
		previousHash: row.previous_hash,
		hash: row.row_hash,
	};
}
