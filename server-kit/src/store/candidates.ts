// Training candidates as their reviewers see them, and the batches they go out with.

import type { Knex } from 'knex';
import type { CandidateOrigin, CandidateStatus, CandidateStore, StoredCandidate } from '../core/candidates-store.ts';
import { fromCursor, fromJson, toPage } from './rows.ts';

const TABLE = 'support_training_candidates';
const BATCHES = 'support_training_batches';

interface Row {
	id: number;
	candidate_type: string;
	status: string;
	conversation_id: number | null;
	comment: string | null;
	question: string | null;
	answer: string | null;
	note: string | null;
	better_answer: string | null;
	batch_id: string | null;
	created_at: number;
	updated_at: number;
}

export function candidatesIn(db: Knex): CandidateStore {
	return {
		async list(tenantId, status, { limit, cursor }) {
			const [before] = fromCursor(cursor, 1) ?? [];
			const query = db(TABLE).where({ tenant_id: tenantId, status });
			if (before !== undefined) query.where('id', '<', before);
			const rows: Row[] = await query.orderBy('id', 'desc').limit(limit + 1);
			return toPage(rows, limit, fromRow, ({ id }) => [id]);
		},

		async find(tenantId, id) {
			const row = await db(TABLE).where({ tenant_id: tenantId, id }).first();
			return row ? fromRow(row) : null;
		},

		async count(tenantId, status) {
			const row = await db(TABLE).where({ tenant_id: tenantId, status }).count({ rows: '*' }).first();
			return Number(row?.rows ?? 0);
		},

		origin: (tenantId, id) => origin(db, tenantId, id),

		async move(tenantId, id, { from, to, note, betterAnswer, at }) {
			const changes = { status: to, note, better_answer: betterAnswer, updated_at: at };
			return (await db(TABLE).where({ tenant_id: tenantId, id, status: from }).update(changes)) > 0;
		},

		async openBatch(tenantId, batchId, at) {
			const changes = { status: 'exported', batch_id: batchId, updated_at: at };
			const taken = await db(TABLE).where({ tenant_id: tenantId, status: 'approved' }).update(changes);
			if (taken > 0) await db(BATCHES).insert({ tenant_id: tenantId, public_id: batchId, created_at: at });
			return taken;
		},

		async countBatch(tenantId, batchId) {
			const batch = await db(BATCHES).where({ tenant_id: tenantId, public_id: batchId }).first('id');
			if (!batch) return null;
			const row = await db(TABLE).where({ tenant_id: tenantId, batch_id: batchId }).count({ rows: '*' }).first();
			return Number(row?.rows ?? 0);
		},

		async readBatch(tenantId, batchId, after, limit) {
			const rows: Row[] = await db(TABLE)
				.where({ tenant_id: tenantId, batch_id: batchId })
				.where('id', '>', after)
				.orderBy('id')
				.limit(limit);
			return rows.map(fromRow);
		},
	};
}

/** Feedback on a whole conversation is about the last answer before it. */
async function origin(db: Knex, tenantId: string, id: number): Promise<CandidateOrigin | null> {
	const rated = await db(`${TABLE} as t`)
		.join('support_ai_feedback as f', 'f.id', 't.feedback_id')
		.join('support_ai_conversations as c', 'c.id', 'f.conversation_id')
		.where({ 't.tenant_id': tenantId, 't.id': id })
		.first('f.conversation_id', 'f.message_id', 'f.updated_at', 'c.locale');
	if (!rated) return null;
	const { conversation_id, message_id, updated_at, locale } = rated;
	const answers = db('support_ai_messages').where({ tenant_id: tenantId, conversation_id, role: 'assistant' });
	const answer = await (message_id === 0
		? answers.where('created_at', '<=', updated_at).orderBy('id', 'desc')
		: answers.where('id', message_id)
	).first('id', 'filter_hits');
	return answer ? { locale, answerId: answer.id, filterHits: fromJson(answer.filter_hits, []) } : null;
}

function fromRow(row: Row): StoredCandidate {
	return {
		id: row.id,
		type: row.candidate_type,
		status: row.status as CandidateStatus,
		conversationId: row.conversation_id,
		comment: row.comment,
		question: row.question,
		answer: row.answer,
		note: row.note,
		betterAnswer: row.better_answer,
		batchId: row.batch_id,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
