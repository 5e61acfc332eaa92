// Webhooks in the database: where to tell, and what came of each delivery.

import type { Knex } from 'knex';
import type { Delivery, DeliveryStatus, DisabledReason, Webhook, WebhookStore } from '../core/webhooks/store.ts';
import { insertRow } from './dialect.ts';
import { claim, dueWebhooks, emitted, nextDue, settle, sweepEvents, waiting } from './outbox.ts';
import { fromCursor, fromJson, toPage } from './rows.ts';
import { runSteps } from './steps.ts';

const TABLE = 'support_webhooks';
const DELIVERIES = 'support_webhook_deliveries';

interface WebhookRow {
	id: number;
	tenant_id: string;
	url: string;
	description: string | null;
	events: string;
	disabled: DisabledReason | null;
	secret: string;
	previous_secret: string | null;
	previous_until: number | null;
	failing_since: number | null;
	created_at: number;
	updated_at: number;
}

interface DeliveryRow {
	id: number;
	webhook_id: number;
	public_id: string;
	type: string;
	status: DeliveryStatus;
	attempts: number;
	due_at: number | null;
	last_status: number | null;
	last_fault: string | null;
	excerpt: string | null;
	duration_ms: number | null;
	created_at: number;
	updated_at: number;
}

export function webhooksIn(db: Knex): WebhookStore {
	return {
		emit: (event) => runSteps(db, () => emitted(event, db)),
		...endpointsIn(db),
		...deliveriesIn(db),
		due: (now) => dueWebhooks(db, now),
		nextDue: (now) => nextDue(db, now),
		waiting: () => waiting(db),
		claim: (webhookId, asked) => claim(db, webhookId, asked),
		settle: (settled) => settle(db, settled),
		sweep: (before) => sweepEvents(db, before),
	};
}

type Endpoints = Pick<WebhookStore, 'create' | 'find' | 'list' | 'count' | 'save' | 'remove' | 'markFailing'>;

function endpointsIn(db: Knex): Endpoints {
	return {
		async create({ tenantId, url, description, events, secret, at }) {
			const none = { disabled: null, previous: null, failingSince: null };
			const webhook = { tenantId, url, description, events, secret, ...none, createdAt: at, updatedAt: at };
			return { id: await insertRow(db, TABLE, rowOf(webhook)), ...webhook };
		},
		async find(tenantId, id) {
			const row = await db<WebhookRow>(TABLE).where({ tenant_id: tenantId, id }).first();
			return row ? webhookFrom(row) : null;
		},
		async list(tenantId, { limit, cursor }) {
			const [before] = fromCursor(cursor, 1) ?? [];
			const query = db<WebhookRow>(TABLE).where({ tenant_id: tenantId }).orderBy('id', 'desc');
			if (before !== undefined) query.where('id', '<', before);
			return toPage((await query.limit(limit + 1)) as WebhookRow[], limit, webhookFrom, ({ id }) => [id]);
		},
		async count(tenantId) {
			const row = await db(TABLE).where({ tenant_id: tenantId }).count({ all: '*' }).first();
			return Number(row?.all ?? 0);
		},
		async save({ id, ...webhook }) {
			const changed = await db(TABLE).where({ tenant_id: webhook.tenantId, id }).update(rowOf(webhook));
			if (webhook.disabled) await giveUp(db, id, webhook.updatedAt);
			return changed > 0;
		},
		async remove(tenantId, id) {
			const gone = await db(TABLE).where({ tenant_id: tenantId, id }).delete();
			if (gone) await db(DELIVERIES).where({ webhook_id: id }).delete();
			return gone > 0;
		},
		async markFailing(id, since) {
			const query = db(TABLE).where({ id });
			if (since !== null) query.whereNull('failing_since');
			await query.update({ failing_since: since });
		},
	};
}

async function giveUp(db: Knex, webhookId: number, at: number): Promise<void> {
	await db(DELIVERIES)
		.where({ webhook_id: webhookId, status: 'pending' })
		.update({ status: 'failed', due_at: null, lease: null, last_fault: 'disabled', updated_at: at });
}

function deliveriesIn(db: Knex): Pick<WebhookStore, 'deliveries' | 'replay'> {
	const joined = (tenantId: string, webhookId: number) =>
		db(`${DELIVERIES} as d`)
			.join('support_webhook_events as e', 'e.id', 'd.event_id')
			.where({ 'd.tenant_id': tenantId, 'd.webhook_id': webhookId })
			.select('d.*', 'e.public_id', 'e.type');
	return {
		async deliveries(tenantId, webhookId, status, { limit, cursor }) {
			const [before] = fromCursor(cursor, 1) ?? [];
			const query = joined(tenantId, webhookId).orderBy('d.id', 'desc');
			if (status) query.where('d.status', status);
			if (before !== undefined) query.where('d.id', '<', before);
			return toPage((await query.limit(limit + 1)) as DeliveryRow[], limit, deliveryFrom, ({ id }) => [id]);
		},
		async replay(tenantId, webhookId, deliveryId, at) {
			const of = { tenant_id: tenantId, webhook_id: webhookId };
			const known = await db(DELIVERIES)
				.where({ ...of, id: deliveryId })
				.first('event_id');
			if (!known) return null;
			const fresh = { status: 'pending', attempts: 0, due_at: at, created_at: at, updated_at: at };
			const id = await insertRow(db, DELIVERIES, { ...of, event_id: known.event_id, ...fresh });
			const row = await joined(tenantId, webhookId).where('d.id', id).first();
			return row ? deliveryFrom(row) : null;
		},
	};
}

function rowOf({ previous, ...webhook }: Omit<Webhook, 'id'>): Omit<WebhookRow, 'id'> {
	return {
		tenant_id: webhook.tenantId,
		url: webhook.url,
		description: webhook.description,
		events: JSON.stringify(webhook.events),
		disabled: webhook.disabled,
		secret: webhook.secret,
		previous_secret: previous?.secret ?? null,
		previous_until: previous?.until ?? null,
		failing_since: webhook.failingSince,
		created_at: webhook.createdAt,
		updated_at: webhook.updatedAt,
	};
}

function webhookFrom(row: WebhookRow): Webhook {
	const { previous_secret: secret, previous_until: until } = row;
	return {
		id: row.id,
		tenantId: row.tenant_id,
		url: row.url,
		description: row.description,
		events: fromJson(row.events, []),
		disabled: row.disabled,
		secret: row.secret,
		previous: secret === null || until === null ? null : { secret, until },
		failingSince: row.failing_since,
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}

function deliveryFrom(row: DeliveryRow): Delivery {
	const { last_status: status, last_fault: fault, excerpt, duration_ms: durationMs } = row;
	return {
		id: row.id,
		webhookId: row.webhook_id,
		eventId: row.public_id,
		type: row.type,
		status: row.status,
		attempts: row.attempts,
		dueAt: row.due_at,
		last: durationMs === null ? null : { status, fault, excerpt, durationMs },
		createdAt: row.created_at,
		updatedAt: row.updated_at,
	};
}
