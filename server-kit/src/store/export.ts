// Everything of one person, page by page over a key: how many rows there are costs pages, never the memory.

import type { Knex } from 'knex';
import type { Exported, ExportedMessage, ExportPlace, ExportSection, ExportStore } from '../core/data-rights-store.ts';
import type { Owner } from '../core/records.ts';
import { type ConversationRow, conversationFrom } from './conversations.ts';
import { type AcceptanceRow, acceptanceFrom } from './disclosures.ts';
import { type FeedbackRow, feedbackFrom } from './feedback.ts';
import { toolCallsOf } from './message-rows.ts';
import { type Counters, usageFrom } from './quota.ts';
import { fromJson } from './rows.ts';
import { type SnapshotRow, snapshotFrom } from './snapshots.ts';
import { type CommentRow, fromCommentRow, type TicketRow, ticketFrom } from './tickets.ts';

const PAGE = 100;

type Place = ExportPlace | null;

type Section<T> = (db: Knex, owner: Owner, after: Place) => Promise<{ items: readonly T[]; next: ExportPlace | null }>;

interface Rows<T, Row> {
	/** The rows behind a place, in the order of their key, at most a page of them. */
	rows(db: Knex, owner: Owner, after: Place): Promise<Row[]>;
	key(row: Row): number[];
	/** All rows of a page at once: what belongs to them takes one more statement, not one for each. */
	items(rows: Row[], db: Knex): Promise<T[]> | T[];
}

function section<T, Row>({ rows, key, items }: Rows<T, Row>): Section<T> {
	return async (db, owner, after) => {
		const found = await rows(db, owner, after);
		const last = found.at(-1);
		const next = found.length === PAGE && last ? key(last) : null;
		return { items: await items(found, db), next };
	};
}

const own = ({ tenantId, userId }: Owner) => ({ tenant_id: tenantId, user_id: userId });

/** Rows that bear their person's name. */
function named<T, Row extends { id: number }>(
	table: string,
	fromRow: (row: Row) => T,
	more: Record<string, unknown> = {},
): Section<T> {
	return section<T, Row>({
		rows: async (db, owner, after) =>
			db(table)
				.where({ ...own(owner), ...more })
				.where('id', '>', after?.[0] ?? 0)
				.orderBy('id')
				.limit(PAGE),
		key: ({ id }) => [id],
		items: (rows) => rows.map(fromRow),
	});
}

/** Rows below a row that bears the name: found through it, in the order of both keys. */
function below(db: Knex, [parent, child, link]: [string, string, string], owner: Owner, after: Place) {
	const [parentId = 0, id = 0] = after ?? [];
	return db(`${parent} as p`)
		.join(`${child} as r`, `r.${link}`, 'p.id')
		.where({ 'p.tenant_id': owner.tenantId, 'p.user_id': owner.userId })
		.where('p.id', '>=', parentId)
		.where((further) => further.where('p.id', '>', parentId).orWhere('r.id', '>', id))
		.orderBy([{ column: 'p.id' }, { column: 'r.id' }])
		.limit(PAGE);
}

type MessageRow = Omit<ExportedMessage, 'citations' | 'unsupported' | 'classification' | 'toolCalls' | 'grounds'> & {
	citations: string | null;
	grounds: string | null;
	unsupported: boolean | number | null;
	label: string | null;
	confidence: number;
	refused: boolean | number;
	reason: string;
};

const messages = section<ExportedMessage, MessageRow>({
	rows: async (db, owner, after) =>
		below(db, ['support_ai_conversations', 'support_ai_messages', 'conversation_id'], owner, after)
			.leftJoin('support_ai_intent_classifications as i', 'i.message_id', 'r.id')
			.select<MessageRow[]>('r.id', 'r.role', 'r.content', 'r.status', 'r.citations', 'r.unsupported', 'r.model')
			.select('r.grounds', 'i.label', 'i.confidence', 'i.refused', 'i.reason')
			.select({
				conversationId: 'r.conversation_id',
				clientMessageId: 'r.client_message_id',
				degradedCode: 'r.degraded_code',
				createdAt: 'r.created_at',
			}),
	key: ({ conversationId, id }) => [conversationId, id],
	async items(rows, db) {
		const callsOf = await toolCallsOf(
			db,
			rows.map(({ id }) => id),
		);
		return rows.map(({ label, confidence, refused, reason, ...row }) => ({
			...row,
			citations: fromJson(row.citations, []),
			grounds: fromJson(row.grounds, null),
			unsupported: Boolean(row.unsupported),
			classification: label === null ? null : { label, confidence, refused: Boolean(refused), reason },
			toolCalls: callsOf(row.id),
		}));
	},
});

const snapshots = section<Exported['snapshots'], SnapshotRow>({
	rows: async (db, owner, after) =>
		below(db, ['support_ai_conversations', 'support_snapshots', 'conversation_id'], owner, after).select('r.*'),
	key: ({ conversation_id, id }) => [conversation_id, id],
	items: (rows) => rows.map((row) => ({ ...snapshotFrom(row), conversationId: row.conversation_id })),
});

type RatedRow = FeedbackRow & { created_at: number; updated_at: number };

const feedback = section<Exported['feedback'], RatedRow>({
	rows: async (db, owner, after) =>
		below(db, ['support_ai_conversations', 'support_ai_feedback', 'conversation_id'], owner, after).select('r.*'),
	key: ({ conversation_id, id }) => [conversation_id, id],
	items: (rows) =>
		rows.map((row) => ({
			...feedbackFrom(row),
			conversationId: row.conversation_id,
			messageId: row.message_id || null,
			createdAt: row.created_at,
			updatedAt: row.updated_at,
		})),
});

const comments = section<Exported['comments'], CommentRow>({
	rows: async (db, owner, after) =>
		below(db, ['support_tickets', 'support_ticket_comments', 'ticket_id'], owner, after)
			.where({ 'r.visibility': 'public' })
			.select('r.*'),
	key: ({ ticket_id, id }) => [ticket_id, id],
	items: (rows) => rows.map(fromCommentRow),
});

type UsageRow = Counters & { id: number; period_start: number; estimated: boolean | number };

interface LinkedRow {
	id: number;
	conversation_id: number | null;
	created_at: number;
}

const SECTIONS: { [S in ExportSection]: Section<Exported[S]> } = {
	disclosures: named('support_disclosure_acceptances', (row: AcceptanceRow & { id: number }) => acceptanceFrom(row)),
	conversations: named('support_ai_conversations', (row: ConversationRow) => conversationFrom(row)),
	messages,
	snapshots,
	feedback,
	escalations: named('support_escalations', (row: LinkedRow & { reason: string | null; note: string | null }) => ({
		...linkedFrom(row),
		reason: row.reason,
		note: row.note,
	})),
	candidates: named(
		'support_training_candidates',
		(row: LinkedRow & Pick<Exported['candidates'], 'comment' | 'question' | 'answer' | 'status'> & Typed) => ({
			...linkedFrom(row),
			type: row.candidate_type,
			status: row.status,
			comment: row.comment,
			question: row.question,
			answer: row.answer,
		}),
	),
	tickets: named('support_tickets', (row: TicketRow) => ticketFrom(row)),
	comments,
	usage: named(
		'support_usage',
		(row: UsageRow) => ({
			periodStart: row.period_start,
			used: usageFrom(row).used,
			estimated: Boolean(row.estimated),
		}),
		{ scope: 'user' },
	),
};

interface Typed {
	candidate_type: string;
}

function linkedFrom({ id, conversation_id, created_at }: LinkedRow) {
	return { id, conversationId: conversation_id, createdAt: created_at };
}

export function exportIn(db: Knex): ExportStore {
	return { page: (name, owner, after) => SECTIONS[name](db, owner, after) };
}
