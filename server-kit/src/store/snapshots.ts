// Snapshots of cases, and the actions that were run in them.

import type { Knex } from 'knex';
import type { CaseActionStore, RunAction, SnapshotStore } from '../core/case-store.ts';
import type { KeptSnapshot } from '../core/snapshot/host-data.ts';
import { insertRow } from './dialect.ts';
import { isDuplicate } from './driver-faults.ts';
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
	action_id: string;
	result: string | null;
}

export function caseActionsIn(db: Knex): CaseActionStore {
	const rows = (tenantId: string, conversationId: number, actionId: string) =>
		db(ACTIONS).where({ tenant_id: tenantId, conversation_id: conversationId, action_id: actionId });
	return {
		async claim(tenantId, conversationId, { id, type }, at, staleBefore) {
			const key = { tenant_id: tenantId, conversation_id: conversationId, action_id: id };
			try {
				await insertRow(db, ACTIONS, {
					...key,
					type,
					status: 'running',
					running_since: at,
					result: null,
					created_at: at,
				});
				return null;
			} catch (fault) {
				if (!isDuplicate(fault)) throw fault;
			}
			const own = () => rows(tenantId, conversationId, id);
			const again = await own().where({ status: 'failed' }).update({ status: 'running', running_since: at });
			if (again > 0) return null;
			await own().where({ status: 'running' }).where('running_since', '<', staleBefore).update({ status: 'unknown' });
			const row: ActionRow = await rows(tenantId, conversationId, id).first();
			return { status: row.status, result: fromJson(row.result, null) };
		},

		async runs(tenantId, conversationId) {
			const found: Pick<ActionRow, 'action_id' | 'status'>[] = await db(ACTIONS)
				.where({ tenant_id: tenantId, conversation_id: conversationId })
				.select('action_id', 'status');
			return new Map(found.map(({ action_id, status }) => [action_id, status]));
		},

		async finish(tenantId, conversationId, actionId, { status, result }) {
			await rows(tenantId, conversationId, actionId).update({ status, result: toJson(result) });
		},
	};
}
