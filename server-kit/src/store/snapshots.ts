// Snapshots of cases, and the actions that were run in them.

import type { Knex } from 'knex';
import type { CaseActionStore, RunAction, SnapshotStore } from '../core/case-store.ts';
import type { KeptSnapshot } from '../core/snapshot/host-data.ts';
import { insertRow, isDuplicate } from './dialect.ts';
import { fromJson, toJson } from './rows.ts';

const SNAPSHOTS = 'support_snapshots';
const ACTIONS = 'support_case_actions';

export interface SnapshotRow {
	id: number;
	conversation_id: number;
	public_id: string;
	sources: string;
	content: string;
	taken_at: number;
}

export function snapshotsIn(db: Knex): SnapshotStore {
	return {
		add: (tenantId, conversationId, { publicId, sources, content, takenAt }) =>
			insertRow(db, SNAPSHOTS, {
				tenant_id: tenantId,
				conversation_id: conversationId,
				public_id: publicId,
				sources: toJson(sources),
				content: toJson(content),
				taken_at: takenAt,
			}),

		async latest(tenantId, conversationId) {
			const row = await db<SnapshotRow>(SNAPSHOTS)
				.where({ tenant_id: tenantId, conversation_id: conversationId } as never)
				.orderBy('id', 'desc')
				.first();
			return row ? snapshotFrom(row) : null;
		},
	};
}

export function snapshotFrom({
	id,
	public_id: publicId,
	sources,
	content,
	taken_at: takenAt,
}: SnapshotRow): KeptSnapshot {
	return { id, publicId, takenAt, sources: JSON.parse(sources), content: JSON.parse(content) };
}

interface ActionRow extends Omit<RunAction, 'result'> {
	id: number;
	result: string | null;
}

export function caseActionsIn(db: Knex): CaseActionStore {
	const rows = (tenantId: string, conversationId: number, actionId: string) =>
		db(ACTIONS).where({ tenant_id: tenantId, conversation_id: conversationId, action_id: actionId });
	return {
		async claim(tenantId, conversationId, { id, type }, at) {
			const key = { tenant_id: tenantId, conversation_id: conversationId, action_id: id };
			try {
				await insertRow(db, ACTIONS, { ...key, type, status: 'running', result: null, created_at: at });
				return null;
			} catch (fault) {
				if (!isDuplicate(fault)) throw fault;
			}
			const again = await rows(tenantId, conversationId, id).where({ status: 'failed' }).update({ status: 'running' });
			if (again > 0) return null;
			const row: ActionRow = await rows(tenantId, conversationId, id).first();
			return { status: row.status, result: fromJson(row.result, null) };
		},

		async finish(tenantId, conversationId, actionId, { status, result }) {
			await rows(tenantId, conversationId, actionId).update({ status, result: toJson(result) });
		},
	};
}
