// A person leaves: their rows go some hundreds at a time, so that no transaction holds up the others for long.

import type { Knex } from 'knex';
import type { ErasedPart, ErasedRows, ErasureStore } from '../core/data-rights-store.ts';
import { MEASURES, type Owner } from '../core/records.ts';
import { type ConversationRow, conversationFrom } from './conversations.ts';
import { forgetEvents } from './outbox.ts';
import { type Counts, removeConversations } from './removal.ts';

type Erase = (db: Knex, owner: Owner) => Promise<ErasedRows | null>;

/** Rows that bring others along, and rows by themselves. */
const FEW = 25;
const MANY = 500;

const COMMENTS = 'support_ticket_comments';
const USAGE = 'support_usage';
const AUDIT = 'support_audit';

const ERASERS: Readonly<Record<ErasedPart, Erase>> = {
	conversations: eraseConversations,
	tickets: eraseTickets,
	candidates: rowsOf('support_training_candidates'),
	escalations: rowsOf('support_escalations'),
	pushes: rowsOf('support_pushes'),
	webhookEvents: eraseEvents,
	repeats: rowsOf('support_idempotency_keys'),
	disclosures: rowsOf('support_disclosure_acceptances'),
	authored: unnameComments,
	acted: unnameActs,
	usage: unnameUsage,
};

export function erasureIn(db: Knex): ErasureStore {
	return {
		async answering(owner) {
			const rows = await db<ConversationRow>('support_ai_conversations')
				.where(columnsOf(owner))
				.whereNotNull('answering_since');
			return rows.map(conversationFrom);
		},
		next: (part, owner) => ERASERS[part](db, owner),
	};
}

function columnsOf({ tenantId, userId }: Owner) {
	return { tenant_id: tenantId, user_id: userId };
}

async function idsOf(rows: Knex.QueryBuilder, limit: number): Promise<number[]> {
	const found: { id: number }[] = await rows.select('id').limit(limit);
	return found.map(({ id }) => id);
}

function deletedFrom(counts: Counts): ErasedRows {
	return { deleted: counts, unnamed: {} };
}

async function eraseConversations(db: Knex, owner: Owner): Promise<ErasedRows | null> {
	const ids = await idsOf(db('support_ai_conversations').where(columnsOf(owner)), FEW);
	return ids.length > 0 ? deletedFrom(await removeConversations(db, owner, ids, 'erased')) : null;
}

/** The case first: a comment that comes in now waits for its row, and then finds it gone. */
async function eraseTickets(db: Knex, owner: Owner): Promise<ErasedRows | null> {
	const ids = await idsOf(db('support_tickets').where(columnsOf(owner)), FEW);
	if (ids.length === 0) return null;
	const tickets = await db('support_tickets').whereIn('id', ids).delete();
	const comments = await db(COMMENTS).whereIn('ticket_id', ids).delete();
	return deletedFrom({ support_tickets: tickets, support_ticket_comments: comments });
}

function rowsOf(table: string): Erase {
	return async (db, owner) => {
		const ids = await idsOf(db(table).where(columnsOf(owner)), MANY);
		if (ids.length === 0) return null;
		return deletedFrom({ [table]: await db(table).whereIn('id', ids).delete() });
	};
}

/** Of theirs, and with words of theirs; with what was made of them for each webhook. */
async function eraseEvents(db: Knex, { tenantId, userId }: Owner): Promise<ErasedRows | null> {
	const of = (column: string) => (events: Knex.QueryBuilder) => events.where({ tenant_id: tenantId, [column]: userId });
	const gone = (await forgetEvents(db, of('user_id'))) + (await forgetEvents(db, of('author_id')));
	return gone > 0 ? deletedFrom({ support_webhook_events: gone }) : null;
}

/** What they said in other people's cases. The pushes that told of it bear their name; an open widget reads the case. */
async function unnameComments(db: Knex, { tenantId, userId }: Owner): Promise<ErasedRows | null> {
	const ids = await idsOf(db(COMMENTS).where({ tenant_id: tenantId, author_id: userId }), MANY);
	if (ids.length === 0) return null;
	const cases = db(COMMENTS).whereIn('id', ids).select('ticket_id');
	const told: { user_id: string }[] = await db('support_tickets').whereIn('id', cases).distinct('user_id');
	const people = told.map((person) => person.user_id);
	const pushes = await db('support_pushes').where({ tenant_id: tenantId }).whereIn('user_id', people).delete();
	const comments = await db(COMMENTS).whereIn('id', ids).update({ author_id: null, author_name: null });
	return { deleted: { support_pushes: pushes }, unnamed: { support_ticket_comments: comments } };
}

/** What keeps the name to the chain is a hash of it and of this salt: without both, nobody is named, and the chain holds. */
async function unnameActs(db: Knex, { tenantId, userId }: Owner): Promise<ErasedRows | null> {
	const ids = await idsOf(db(AUDIT).where({ tenant_id: tenantId, actor_id: userId }), MANY);
	if (ids.length === 0) return null;
	const acts = await db(AUDIT).whereIn('id', ids).update({ actor_id: null, actor_salt: null });
	return { deleted: {}, unnamed: { [AUDIT]: acts } };
}

/** Added to what all who left have used in the same period: the sums of a tenant stay right. */
async function unnameUsage(db: Knex, owner: Owner): Promise<ErasedRows | null> {
	const rows = await db(USAGE)
		.where({ ...columnsOf(owner), scope: 'user' })
		.forUpdate()
		.limit(FEW);
	for (const row of rows) await addNameless(db, row);
	const ids = rows.map(({ id }) => id);
	if (ids.length === 0) return null;
	return { deleted: {}, unnamed: { support_usage: await db(USAGE).whereIn('id', ids).delete() } };
}

async function addNameless(db: Knex, row: Record<string, number>): Promise<void> {
	const { scope, tenant_id, period_start } = row;
	const key = { scope, tenant_id, user_id: '', period_start };
	await db(USAGE).insert(key).onConflict(['tenant_id', 'user_id', 'scope', 'period_start']).ignore();
	const columns = MEASURES.flatMap((one) => [`${one}_used`, `${one}_reserved`]);
	const sums = columns.map((column) => [column, db.raw('?? + ?', [column, row[column] ?? 0])]);
	const estimated = row.estimated ? { estimated: true } : {};
	await db(USAGE)
		.where(key)
		.update({ ...Object.fromEntries(sums), ...estimated });
}
