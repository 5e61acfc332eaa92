// The transactional outbox: events are written with what they tell of, taken under a lease, settled, and forgotten.

import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import type { NewEvent } from '../core/webhooks/events.ts';
import type { Claimed, Settled } from '../core/webhooks/store.ts';
import { driverOf, type Value } from './drivers.ts';
import { fromJson } from './rows.ts';
import type { Steps } from './steps.ts';

const EVENTS = 'support_webhook_events';
const DELIVERIES = 'support_webhook_deliveries';
const MANY = 500;

const SUBSCRIBED = 'select id, events from support_webhooks where tenant_id = ? and disabled is null';
const TABLES = { conversation: 'support_ai_conversations', case: 'support_tickets' } as const;
const COLUMNS = 'tenant_id, public_id, type, sequence, user_id, author_id, conversation_id, data, created_at';
const EVENT = `insert into ${EVENTS} (${COLUMNS}) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const DELIVERY = `insert into ${DELIVERIES} (tenant_id, webhook_id, event_id, status, attempts, due_at, created_at, updated_at)
values (?, ?, ?, 'pending', 0, ?, ?, ?)`;

/** One look where nobody listens. */
export function* emitted(event: NewEvent, db: Knex): Steps<boolean> {
	const { tenantId, type, about, at } = event;
	const { rows } = yield { sql: SUBSCRIBED, values: [tenantId] };
	const wanted = rows.filter(({ events }) => fromJson<string[]>(String(events), []).includes(type));
	if (wanted.length === 0) return false;
	const counted = about.kind === 'person' ? UNCOUNTED : yield* counting(tenantId, about);
	if (!counted) return false;
	// What tells of a deletion holds no word of what was deleted, and outlives it.
	const isGone = type === 'conversation.deleted' || about.kind === 'person';
	const owner = isGone ? null : counted.userId;
	const conversationId = about.kind === 'conversation' && !isGone ? about.id : null;
	const whose: Value[] = [owner, event.authorId, conversationId];
	const values = [tenantId, newPublicId(), type, counted.sequence, ...whose, JSON.stringify(event.data), at];
	const { rows: written } = yield { sql: EVENT + driverOf(db).returningId, values };
	const eventId = Number(written[0]?.id);
	for (const { id } of wanted) yield { sql: DELIVERY, values: [tenantId, Number(id), eventId, at, at, at] };
	return true;
}

const UNCOUNTED = { sequence: 0, userId: null };

/** The row stays locked until the change is committed: a greater number is a later change. */
function* counting(
	tenantId: string,
	{ kind, id }: Exclude<NewEvent['about'], { kind: 'person' }>,
): Steps<{ sequence: number; userId: string } | null> {
	const table = TABLES[kind];
	const values = [tenantId, id];
	const counted = `update ${table} set event_sequence = event_sequence + 1 where tenant_id = ? and id = ?`;
	const { changes } = yield { sql: counted, values };
	if (changes === 0) return null;
	const read = `select event_sequence, user_id from ${table} where tenant_id = ? and id = ?`;
	const { rows } = yield { sql: read, values };
	return { sequence: Number(rows[0]?.event_sequence), userId: String(rows[0]?.user_id) };
}

/** Made here and not handed in, since an answer that is ended emits without asking; a receiver knows a repetition by it. */
function newPublicId(): string {
	return `evt_${randomBytes(16).toString('base64url')}`;
}

interface DueRow {
	id: number;
	tenant_id: string;
	failing_since: number | null;
}

export async function dueWebhooks(db: Knex, now: number) {
	const rows: DueRow[] = await db(`${DELIVERIES} as d`)
		.join('support_webhooks as w', 'w.id', 'd.webhook_id')
		.where('d.due_at', '<=', now)
		.groupBy('w.id', 'w.tenant_id', 'w.failing_since')
		.select('w.id', 'w.tenant_id', 'w.failing_since')
		.orderByRaw('min(d.due_at)');
	return rows.map((row) => ({ id: row.id, tenantId: row.tenant_id, failing: row.failing_since !== null }));
}

export async function nextDue(db: Knex, now: number): Promise<number | null> {
	const row = await db(DELIVERIES).where('due_at', '>', now).min({ next: 'due_at' }).first();
	return row?.next ?? null;
}

export async function waiting(db: Knex): Promise<{ count: number; since: number | null }> {
	const row = await db(DELIVERIES).whereNotNull('due_at').count({ count: '*' }).min({ since: 'created_at' }).first();
	return { count: Number(row?.count ?? 0), since: row?.since ?? null };
}

interface ClaimRow {
	id: number;
	tenant_id: string;
	webhook_id: number;
	attempts: number;
	due_at: number;
	public_id: string;
	type: string;
	sequence: number;
	data: string;
	happened_at: number;
}

/** Whoever moves `due_at` first has it: two processes that look at the same time share the rows among them. */
export async function claim(
	db: Knex,
	webhookId: number,
	{ now, until, lease, limit }: { now: number; until: number; lease: string; limit: number },
): Promise<Claimed[]> {
	const rows: ClaimRow[] = await db(`${DELIVERIES} as d`)
		.join(`${EVENTS} as e`, 'e.id', 'd.event_id')
		.where('d.webhook_id', webhookId)
		.where('d.due_at', '<=', now)
		.orderBy([{ column: 'd.due_at' }, { column: 'd.id' }])
		.limit(limit)
		.select('d.id', 'd.tenant_id', 'd.webhook_id', 'd.attempts', 'd.due_at')
		.select('e.public_id', 'e.type', 'e.sequence', 'e.data', 'e.created_at as happened_at');
	const claimed: Claimed[] = [];
	for (const row of rows) {
		const seen = { id: row.id, due_at: row.due_at };
		if (await db(DELIVERIES).where(seen).update({ due_at: until, lease })) claimed.push(claimedFrom(row, lease));
	}
	return claimed;
}

function claimedFrom(row: ClaimRow, lease: string): Claimed {
	const { id, tenant_id: tenantId, webhook_id: webhookId, attempts, due_at: dueAt } = row;
	const { public_id: publicId, type, data, happened_at: at } = row;
	const sequence = row.sequence || null;
	return { id, tenantId, webhookId, attempts, dueAt, lease, event: { publicId, tenantId, type, sequence, data, at } };
}

export async function settle(db: Knex, { id, lease, status, dueAt, attempt, at }: Settled): Promise<boolean> {
	const told = { last_status: attempt.status, last_fault: attempt.fault, excerpt: attempt.excerpt };
	const changed = await db(DELIVERIES)
		.where({ id, lease })
		.update({
			status,
			attempts: db.raw('attempts + 1'),
			due_at: dueAt,
			lease: null,
			...told,
			duration_ms: attempt.durationMs,
			updated_at: at,
		});
	return changed > 0;
}

/**
 * Events and all that was made of them. Within a transaction MariaDB would go on showing rows that somebody else has
 * deleted since it began, for ever: rows that are locked as they are read are those that there are now.
 */
export async function forgetEvents(db: Knex, which: (events: Knex.QueryBuilder) => void): Promise<number> {
	let gone = 0;
	for (;;) {
		const query = db(EVENTS).select('id').limit(MANY);
		which(query);
		if (db.isTransaction) query.forUpdate();
		const ids = ((await query) as { id: number }[]).map(({ id }) => id);
		if (ids.length === 0) return gone;
		await db(DELIVERIES).whereIn('event_id', ids).delete();
		gone += await db(EVENTS).whereIn('id', ids).delete();
	}
}

export function sweepEvents(db: Knex, before: number): Promise<number> {
	return forgetEvents(db, (events) =>
		events
			.where('created_at', '<', before)
			.whereNotExists(db(DELIVERIES).select('id').whereRaw(`event_id = ${EVENTS}.id`).where({ status: 'pending' })),
	);
}
