// What the core asks of a database about webhooks: where a tenant wants to be told, what waits to be told, what came of it.

import type { Page, PageRequest } from '../records.ts';
import type { NewEvent } from './events.ts';

export type DisabledReason = 'by_hand' | 'gone' | 'failing';

export interface Webhook {
	id: number;
	tenantId: string;
	url: string;
	description: string | null;
	events: readonly string[];
	/** Null while it is enabled. */
	disabled: DisabledReason | null;
	/** Sealed. */
	secret: string;
	/** The one before, sealed, and how long it signs as well. */
	previous: { secret: string; until: number } | null;
	/** Since when nothing has come through; null where the last attempt did. */
	failingSince: number | null;
	createdAt: number;
	updatedAt: number;
}

export type NewWebhook = Pick<Webhook, 'tenantId' | 'url' | 'description' | 'events' | 'secret'> & { at: number };

/** `failed`: no further attempt is made. */
export type DeliveryStatus = 'pending' | 'delivered' | 'failed';

export interface Delivery {
	id: number;
	webhookId: number;
	/** The public one. */
	eventId: string;
	type: string;
	status: DeliveryStatus;
	attempts: number;
	/** When the next attempt is due; null where none is. */
	dueAt: number | null;
	last: Attempt | null;
	createdAt: number;
	updatedAt: number;
}

/** What came of the last attempt. */
export interface Attempt {
	/** Null where there was no answer. */
	status: number | null;
	/** Why there was none, or what was wrong with it; null where it was taken. */
	fault: string | null;
	/** The beginning of the answer, masked. */
	excerpt: string | null;
	durationMs: number;
}

/** One attempt that is ours to make until its lease ends. */
export interface Claimed {
	id: number;
	tenantId: string;
	webhookId: number;
	/** How many were made before. */
	attempts: number;
	/** When it was due. */
	dueAt: number;
	lease: string;
	event: StoredEvent;
}

export interface StoredEvent {
	publicId: string;
	tenantId: string;
	type: string;
	/** Null where nothing counts it. */
	sequence: number | null;
	/** JSON. */
	data: string;
	at: number;
}

export interface Settled extends Pick<Claimed, 'id' | 'lease'> {
	status: DeliveryStatus;
	dueAt: number | null;
	attempt: Attempt;
	at: number;
}

export interface WebhookStore {
	/** Keeps it with a delivery for each webhook that wants it; false where none does. For a transaction only. */
	emit(event: NewEvent): Promise<boolean>;

	create(row: NewWebhook): Promise<Webhook>;
	find(tenantId: string, id: number): Promise<Webhook | null>;
	list(tenantId: string, page: PageRequest): Promise<Page<Webhook>>;
	count(tenantId: string): Promise<number>;
	/** Writes all of it; false where it is gone. Where it is disabled, what waits for it has failed. */
	save(webhook: Webhook): Promise<boolean>;
	/** With its deliveries; false where it is not there. */
	remove(tenantId: string, id: number): Promise<boolean>;
	/** Whether nothing comes through any more, and since when: the first failure counts. */
	markFailing(id: number, since: number | null): Promise<void>;

	/** Newest first. */
	deliveries(
		tenantId: string,
		webhookId: number,
		status: DeliveryStatus | null,
		page: PageRequest,
	): Promise<Page<Delivery>>;
	/** Another delivery of the same event; null where there is no such one (any more). */
	replay(tenantId: string, webhookId: number, deliveryId: number, at: number): Promise<Delivery | null>;

	/** The webhooks with attempts that are due, the longest waiting first. */
	due(now: number): Promise<readonly { id: number; tenantId: string; failing: boolean }[]>;
	/** When the next attempt after `now` is due; null where none is. */
	nextDue(now: number): Promise<number | null>;
	/** Takes attempts that are due; nobody else takes them before the lease ends. */
	claim(
		webhookId: number,
		asked: { now: number; until: number; lease: string; limit: number },
	): Promise<readonly Claimed[]>;
	/** How many deliveries wait, and since when the oldest does; null where none waits. */
	waiting(): Promise<{ count: number; since: number | null }>;
	/** False where the lease is another's by now, or what it was about is gone. */
	settle(settled: Settled): Promise<boolean>;
	/** Forgets events that happened before, where nothing of them waits any more; how many went. */
	sweep(before: number): Promise<number>;
}
