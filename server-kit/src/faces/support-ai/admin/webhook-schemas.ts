// What the routes of webhooks answer. A secret stands in no answer but the one that hands it out.

import { z } from 'zod';
import type { Delivery, Webhook } from '../../../core/webhooks/store.ts';
import { idOf, instant, nextCursor } from '../schemas/common.ts';

const fields = {
	id: idOf('webhook'),
	url: z.string().meta({ description: 'Where events are sent' }),
	description: z.string().nullable().meta({ description: 'For whoever looks after it' }),
	events: z.array(z.string()).meta({ description: 'The types that are sent' }),
	enabled: z.boolean().meta({ description: 'Whether anything is sent' }),
	disabled_reason: z
		.enum(['by_hand', 'gone', 'failing'])
		.nullable()
		.meta({ description: '`gone`: the receiver answered 410; `failing`: nothing came through for days' }),
	failing_since: instant.nullable().meta({ description: 'Null where the last attempt came through' }),
	previous_secret_expires_at: instant.nullable().meta({ description: 'Until then the secret before signs as well' }),
	created_at: instant,
	updated_at: instant,
};

export const webhook = z.object(fields).meta({ id: 'Webhook' });

export const webhookWithSecret = z
	.object({
		...fields,
		secret: z
			.string()
			.meta({ description: 'Shown this once: keep it where the receiver reads it', example: 'whsec_…' }),
	})
	.meta({ id: 'WebhookWithSecret' });

export const webhookList = z
	.object({ webhooks: z.array(webhook).meta({ description: 'Newest first' }), next_cursor: nextCursor })
	.meta({ id: 'WebhookList' });

export const webhookDeleted = z
	.object({ deleted: z.literal(true).meta({ description: 'It is gone, and its deliveries' }), id: idOf('webhook') })
	.meta({ id: 'WebhookDeleted' });

export const deliveryStatus = z
	.enum(['pending', 'delivered', 'failed'])
	.meta({ description: '`failed`: no further attempt is made; it can be replayed' });

export const delivery = z
	.object({
		id: idOf('delivery'),
		event_id: z.string().meta({ description: 'The `webhook-id` that the receiver reads', example: 'evt_…' }),
		event_type: z.string().meta({ description: 'Type of the event', example: 'case.created' }),
		status: deliveryStatus,
		attempts: z.int().meta({ description: 'How many were made' }),
		next_attempt_at: instant.nullable().meta({ description: 'Null where none is due' }),
		response_status: z.int().nullable().meta({ description: 'Of the last attempt; null where there was no answer' }),
		response_excerpt: z.string().nullable().meta({ description: 'Its beginning, masked' }),
		fault: z.string().nullable().meta({ description: 'Why the last attempt failed', example: 'timeout' }),
		duration_ms: z.int().nullable().meta({ description: 'How long the last attempt took' }),
		created_at: instant,
		updated_at: instant,
	})
	.meta({ id: 'WebhookDelivery' });

export const deliveryList = z
	.object({ deliveries: z.array(delivery).meta({ description: 'Newest first' }), next_cursor: nextCursor })
	.meta({ id: 'WebhookDeliveryList' });

export const tested = z
	.object({
		delivered: z.boolean().meta({ description: 'Whether the receiver took it' }),
		status_class: z.string().nullable().meta({ description: 'Null where there was no answer', example: '2xx' }),
		fault: z.string().nullable().meta({ description: 'Why it was not taken', example: 'tls' }),
		duration_ms: z.int().meta({ description: 'How long it took' }),
	})
	.meta({ id: 'WebhookTested' });

const at = (time: number) => new Date(time).toISOString();
const maybeAt = (time: number | null) => (time === null ? null : at(time));

export function webhookView(given: Webhook): z.output<typeof webhook> {
	const { id, url, description, events, disabled, failingSince, previous, createdAt, updatedAt } = given;
	return {
		id,
		url,
		description,
		events: [...events],
		enabled: disabled === null,
		disabled_reason: disabled,
		failing_since: maybeAt(failingSince),
		previous_secret_expires_at: maybeAt(previous?.until ?? null),
		created_at: at(createdAt),
		updated_at: at(updatedAt),
	};
}

export function deliveryView(given: Delivery): z.output<typeof delivery> {
	const { id, eventId, type, status, attempts, dueAt, last, createdAt, updatedAt } = given;
	return {
		id,
		event_id: eventId,
		event_type: type,
		status,
		attempts,
		next_attempt_at: maybeAt(dueAt),
		response_status: last?.status ?? null,
		response_excerpt: last?.excerpt ?? null,
		fault: last?.fault ?? null,
		duration_ms: last?.durationMs ?? null,
		created_at: at(createdAt),
		updated_at: at(updatedAt),
	};
}
