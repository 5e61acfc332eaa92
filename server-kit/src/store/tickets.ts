// Human cases in the database, for the customer who opened them and for the desk that answers.

import type { Knex } from 'knex';
import type { Comment, Ticket } from '../core/records.ts';
import type { TicketStore } from '../core/store.ts';
import { KitError } from '../errors.ts';
import { insertRow } from './dialect.ts';
import { fromCursor, fromJson, toJson, toPage } from './rows.ts';

const TABLE = 'support_tickets';
const COMMENTS = 'support_ticket_comments';
const COUNTERS = 'support_ticket_counters';

export interface TicketRow {
	id: number;
	tenant_id: string;
	number: string;
	user_id: string;
	customer_name: string | null;
	subject: string;
	description: string;
	category: string | null;
	priority: Ticket['priority'];
	status: Ticket['status'];
	conversation_id: number | null;
	handover: string | null;
	last_comment_at: number | null;
	last_reply_id: number | null;
	read_reply_id: number | null;
	created_at: number;
	updated_at: number;
}

export interface CommentRow {
	id: number;
	tenant_id: string;
	ticket_id: number;
	author_type: Comment['author']['type'];
	author_id: string | null;
	author_name: string | null;
	visibility: Comment['visibility'];
	body: string;
	created_at: number;
}

export function ticketsIn(db: Knex): TicketStore {
	return {
		nextNumber: (tenantId, year) => nextNumber(db, tenantId, year),

		async create(row) {
			const fields = {
				tenant_id: row.tenantId,
				number: row.number,
				user_id: row.userId,
				customer_name: row.customerName,
				subject: row.subject,
				description: row.description,
				category: row.category,
				priority: row.priority,
				status: 'open' as const,
				conversation_id: row.conversationId,
				handover: toJson(row.handover),
				last_comment_at: null,
				last_reply_id: null,
				read_reply_id: null,
				created_at: row.at,
				updated_at: row.at,
			};
			return ticketFrom({ id: await insertRow(db, TABLE, fields), ...fields });
		},

		async find(tenantId, id, userId) {
			const query = db<TicketRow>(TABLE).where({ tenant_id: tenantId, id });
			if (userId !== undefined) query.where({ user_id: userId });
			const row = await query.first();
			return row ? ticketFrom(row) : null;
		},

		async list({ tenantId, userId, statuses, conversationId }, { limit, cursor }) {
			const query = db<TicketRow>(TABLE).where({ tenant_id: tenantId });
			if (userId !== undefined) query.where({ user_id: userId });
			if (statuses.length > 0) query.whereIn('status', statuses);
			if (conversationId !== undefined) query.where({ conversation_id: conversationId });
			const before = fromCursor(cursor, 2);
			if (before) {
				const [updatedAt, id] = before as [number, number];
				query.where((older) =>
					older
						.where('updated_at', '<', updatedAt)
						.orWhere((same) => same.where({ updated_at: updatedAt }).where('id', '<', id)),
				);
			}
			query.orderBy('updated_at', 'desc').orderBy('id', 'desc');
			return toPage(await query.limit(limit + 1), limit, ticketFrom, (row) => [row.updated_at, row.id]);
		},

		async comments(tenantId, ticketId, visibility) {
			const query = db<CommentRow>(COMMENTS).where({ tenant_id: tenantId, ticket_id: ticketId }).orderBy('id');
			if (visibility === 'public') query.where({ visibility: 'public' });
			return (await query).map(fromCommentRow);
		},

		addComment: (tenantId, comment) => addComment(db, tenantId, comment),

		async changeStatus(tenantId, id, from, to, at) {
			const changed = await db(TABLE)
				.where({ tenant_id: tenantId, id })
				.whereIn('status', from)
				.update({ status: to, updated_at: at });
			return changed > 0;
		},

		async markRead(owner, id, replyId) {
			await db(TABLE)
				.where({ tenant_id: owner.tenantId, user_id: owner.userId, id })
				.update({ read_reply_id: replyId });
		},
	};
}

/** One counter per tenant and year; the row stays locked until the ticket that takes the number is written. */
async function nextNumber(db: Knex, tenantId: string, year: number): Promise<number> {
	const key = { tenant_id: tenantId, year };
	const counted = await db(COUNTERS).where(key).increment('last_number', 1);
	if (!counted) await startCounter(db, key);
	const row = await db(COUNTERS).where(key).first('last_number');
	return row.last_number;
}

async function startCounter(db: Knex, key: { tenant_id: string; year: number }): Promise<void> {
	await db(COUNTERS)
		.insert({ ...key, last_number: 0 })
		.onConflict(['tenant_id', 'year'])
		.ignore();
	await db(COUNTERS).where(key).increment('last_number', 1);
}

/** @throws KitError `not_found` where the case was deleted in the meantime: a comment without one would never be found */
async function addComment(db: Knex, tenantId: string, comment: Omit<Comment, 'id'>): Promise<Comment> {
	const held = await db(TABLE).where({ tenant_id: tenantId, id: comment.ticketId }).forUpdate().first('id');
	if (!held) throw new KitError('not_found');
	const id = await insertRow(db, COMMENTS, {
		tenant_id: tenantId,
		ticket_id: comment.ticketId,
		author_type: comment.author.type,
		author_id: comment.author.id,
		author_name: comment.author.name,
		visibility: comment.visibility,
		body: comment.body,
		created_at: comment.createdAt,
	});
	// An internal note is no activity that the customer may notice.
	if (comment.visibility === 'public') {
		const at = comment.createdAt;
		const reply = comment.author.type === 'customer' ? {} : { last_reply_id: id };
		await db(TABLE)
			.where({ tenant_id: tenantId, id: comment.ticketId })
			.update({ last_comment_at: at, updated_at: at, ...reply });
	}
	return { id, ...comment };
}

export function ticketFrom(row: TicketRow): Ticket {
	return {
		id: row.id,
		tenantId: row.tenant_id,
		number: row.number,
		userId: row.user_id,
		customerName: row.customer_name,
		subject: row.subject,
		description: row.description,
		category: row.category,
		priority: row.priority,
		status: row.status,
		conversationId: row.conversation_id,
		handover: fromJson(row.handover, null),
		lastCommentAt: row.last_comment_at,
		lastReplyId: row.last_reply_id,
		readReplyId: row.read_reply_id,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}

export function fromCommentRow(row: CommentRow): Comment {
	return {
		id: row.id,
		ticketId: row.ticket_id,
		author: { type: row.author_type, id: row.author_id, name: row.author_name },
		visibility: row.visibility,
		body: row.body,
		createdAt: row.created_at,
	};
}
