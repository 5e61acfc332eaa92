// Thumbs and the training candidates that bad ones leave behind.

import type { Knex } from 'knex';
import type { Feedback } from '../core/records.ts';
import type { FeedbackStore } from '../core/store.ts';
import { insertRow } from './dialect.ts';
import { fromJson } from './rows.ts';

const TABLE = 'support_ai_feedback';
const CANDIDATES = 'support_training_candidates';

export interface FeedbackRow {
	tenant_id: string;
	user_id: string;
	conversation_id: number;
	message_id: number;
	id: number;
	helpful: boolean | number | null;
	rating: number | null;
	comment: string | null;
	reasons: string;
}

export function feedbackIn(db: Knex): FeedbackStore {
	return {
		async find(owner, conversationId, messageId) {
			const row = await db<FeedbackRow>(TABLE)
				.where({
					tenant_id: owner.tenantId,
					user_id: owner.userId,
					conversation_id: conversationId,
					message_id: messageId ?? 0,
				})
				.first();
			return row ? feedbackFrom(row) : null;
		},

		async save(owner, input, at) {
			const key = {
				tenant_id: owner.tenantId,
				user_id: owner.userId,
				conversation_id: input.conversationId,
				message_id: input.messageId ?? 0,
			};
			const said = {
				helpful: input.helpful,
				rating: input.rating,
				comment: input.comment,
				reasons: JSON.stringify(input.reasons),
				updated_at: at,
			};
			await db(TABLE)
				.insert({ ...key, ...said, created_at: at })
				.onConflict(['conversation_id', 'message_id', 'user_id'])
				.merge(['helpful', 'rating', 'comment', 'reasons', 'updated_at']);
			const row = await db(TABLE).where(key).first('id');
			return row.id;
		},

		async queueCandidate({ tenantId, userId }, conversationId, feedbackId, candidate, at) {
			const known = await db(CANDIDATES).where({ tenant_id: tenantId, feedback_id: feedbackId }).first('id', 'status');
			if (!known) {
				await insertRow(db, CANDIDATES, {
					tenant_id: tenantId,
					user_id: userId,
					conversation_id: conversationId,
					feedback_id: feedbackId,
					candidate_type: 'negative_feedback',
					status: 'queued',
					...candidate,
					created_at: at,
					updated_at: at,
				});
				return true;
			}
			// A reviewer's word stands; only what waits or was withdrawn is written anew.
			const renewed = await db(CANDIDATES)
				.where({ id: known.id })
				.whereIn('status', ['queued', 'withdrawn'])
				.update({ status: 'queued', ...candidate, updated_at: at });
			return renewed > 0 && known.status === 'withdrawn';
		},

		async withdrawCandidate(tenantId, feedbackId, at) {
			await db(CANDIDATES)
				.where({ tenant_id: tenantId, feedback_id: feedbackId, status: 'queued' })
				.update({ status: 'withdrawn', updated_at: at });
		},
	};
}

export function feedbackFrom(row: FeedbackRow): Feedback {
	return {
		id: row.id,
		helpful: row.helpful === null ? null : Boolean(row.helpful),
		rating: row.rating,
		comment: row.comment,
		reasons: fromJson(row.reasons, []),
	};
}
