// Conversations in the database. Ownership stands in every WHERE: another person's is not there.

import type { Knex } from 'knex';
import type { Conversation, Owner } from '../core/records.ts';
import type { ConversationStore } from '../core/store.ts';
import { insertRow } from './dialect.ts';
import { removeConversations } from './removal.ts';
import { fromCursor, fromJson, toJson, toPage } from './rows.ts';

const TABLE = 'support_ai_conversations';

export interface ConversationRow {
	id: number;
	kind: Conversation['kind'];
	public_id: string | null;
	tenant_id: string;
	user_id: string;
	title: string | null;
	preview: string | null;
	status: Conversation['status'];
	locale: string;
	context: string | null;
	version: number;
	answering_since: number | null;
	escalated_at: number | null;
	resolution: Conversation['resolution'];
	rating: number | null;
	created_at: number;
	updated_at: number;
}

export function conversationsIn(db: Knex): ConversationStore {
	const owned = (owner: Owner) =>
		db<ConversationRow>(TABLE).where({ tenant_id: owner.tenantId, user_id: owner.userId });
	return {
		async create(row) {
			const fields = {
				tenant_id: row.tenantId,
				user_id: row.userId,
				kind: row.kind ?? 'support',
				public_id: row.publicId ?? null,
				title: row.title,
				preview: null,
				status: 'open' as const,
				locale: row.locale,
				context: toJson(row.context),
				version: 1,
				answering_since: null,
				escalated_at: null,
				resolution: null,
				rating: null,
				created_at: row.at,
				updated_at: row.at,
			};
			return conversationFrom({ id: await insertRow(db, TABLE, fields), ...fields });
		},

		async find(owner, id) {
			const row = await owned(owner).where({ id }).first();
			return row ? conversationFrom(row) : null;
		},

		async findPublic(owner, kind, publicId) {
			const row = await owned(owner).where({ kind, public_id: publicId }).first();
			return row ? conversationFrom(row) : null;
		},

		async list(owner, { limit, cursor }) {
			const before = fromCursor(cursor, 1);
			const query = owned(owner).where({ kind: 'support' }).orderBy('id', 'desc');
			if (before) query.where('id', '<', before[0] as number);
			return toPage(await query.limit(limit + 1), limit, conversationFrom, (row) => [row.id]);
		},

		async changeStatus(tenantId, id, from, to, at) {
			const changed = await db(TABLE)
				.where({ tenant_id: tenantId, id })
				.whereIn('status', from)
				.update({
					status: to,
					updated_at: at,
					version: db.raw('version + 1'),
					...(to === 'escalated' && { escalated_at: at }),
				});
			return changed > 0;
		},

		async close(owner, id, { resolution, rating, at }) {
			const changed = await owned(owner)
				.where({ id, status: 'open' })
				.update({ status: 'closed', resolution, rating, updated_at: at, version: db.raw('version + 1') as never });
			return changed > 0;
		},

		async hold(owner, id) {
			return Boolean(await owned(owner).where({ id }).forUpdate().first('id'));
		},

		remove: (owner, id) => remove(db, owner, id),
	};
}

/** Answers kept for a repetition that tell of a conversation: the first of these holds its title. */
const TOLD_OF_IT = ['createConversation', 'submitFeedback', 'rateCase'];

async function remove(db: Knex, owner: Owner, id: number): Promise<boolean> {
	const { support_ai_conversations: gone = 0 } = await removeConversations(db, owner, [id], 'deleted');
	const theirs = { tenant_id: owner.tenantId, user_id: owner.userId };
	if (gone) await db('support_idempotency_keys').where(theirs).whereIn('operation', TOLD_OF_IT).delete();
	return gone > 0;
}

export function conversationFrom(row: ConversationRow): Conversation {
	return {
		id: row.id,
		kind: row.kind,
		publicId: row.public_id,
		tenantId: row.tenant_id,
		userId: row.user_id,
		title: row.title,
		preview: row.preview,
		status: row.status,
		locale: row.locale,
		context: fromJson(row.context, null),
		version: row.version,
		answeringSince: row.answering_since,
		escalatedAt: row.escalated_at,
		resolution: row.resolution,
		rating: row.rating,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
