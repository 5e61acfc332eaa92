// Webhooks: made, changed, given a new secret, tried, and what came of their deliveries.

import { z } from 'zod';
import { actorOf } from '../../../core/audit.ts';
import type { Caller } from '../../../core/caller.ts';
import type { Parts } from '../../../core/turn-state.ts';
import * as keep from '../../../core/webhooks/admin.ts';
import { EVENT_TYPES } from '../../../core/webhooks/events.ts';
import { json, type Route, route } from '../../../http/route.ts';
import { cursor, id, maybeSaid, none, pageLimit, said } from '../fields.ts';
import * as answers from './webhook-schemas.ts';
import { deliveryView, webhookView } from './webhook-schemas.ts';

const PATH = '/admin/webhooks';
const one = z.object({ webhook_id: id });
const oneDelivery = z.object({ webhook_id: id, delivery_id: id });
const usual = { streams: false, degrades: false, rate: null, params: none, query: none } as const;
const reading = { ...usual, method: 'get', action: 'webhooks:read', body: null } as const;
const writing = { ...usual, action: 'webhooks:write' } as const;

const url = said(2000).meta({ description: 'An https address of a public host', example: 'https://example.com/hooks' });
const description = maybeSaid(200).meta({ description: 'For whoever looks after it' });
const events = z
	.array(z.enum(EVENT_TYPES))
	.min(1)
	.max(EVENT_TYPES.length)
	.transform((types) => [...new Set(types)])
	.meta({ description: 'The types to send' });

const LONGEST_OVERLAP_HOURS = 7 * 24;
const AN_HOUR_MS = 60 * 60_000;
const rotation = z
	.object({
		overlap_hours: z
			.number()
			.nonnegative()
			.max(LONGEST_OVERLAP_HOURS)
			.default(24)
			.meta({ description: 'So long the secret before signs as well; 0 where it is known to a stranger' }),
	})
	.prefault({});

const change = z.object({
	url: url.optional(),
	description: said(200).nullable().optional().meta({ description: 'Null takes it away' }),
	events: events.optional(),
	enabled: z.boolean().optional().meta({ description: 'True also enables one that was disabled by its failures' }),
});

export function webhookRoutes(parts: Parts): Route[] {
	return [...lists(parts), creation(parts), ...changes(parts), rotationRoute(parts), ...tries(parts)];
}

function lists({ store }: Parts): Route[] {
	return [
		route({
			...reading,
			path: PATH,
			operationId: 'listWebhooks',
			summary: 'Where events are sent',
			query: z.object({ limit: pageLimit(50), cursor }),
			response: answers.webhookList,
			errors: ['unauthenticated', 'cursor_invalid'],
			async handle({ caller, query }) {
				const { items, nextCursor: next_cursor } = await store.webhooks.list(caller.tenantId, query);
				return json({ webhooks: items.map(webhookView), next_cursor });
			},
		}),
		route({
			...reading,
			path: `${PATH}/:webhook_id/deliveries`,
			operationId: 'listWebhookDeliveries',
			summary: 'What was sent, and what came of it',
			params: one,
			query: z.object({ status: answers.deliveryStatus.optional(), limit: pageLimit(50), cursor }),
			response: answers.deliveryList,
			errors: ['unauthenticated', 'not_found', 'cursor_invalid'],
			async handle({ caller, params, query }) {
				const { id: webhookId } = await keep.webhookOf(store, caller, params.webhook_id);
				const status = query.status ?? null;
				const page = await store.webhooks.deliveries(caller.tenantId, webhookId, status, query);
				return json({ deliveries: page.items.map(deliveryView), next_cursor: page.nextCursor });
			},
		}),
	];
}

function creation(parts: Parts): Route {
	return route({
		...writing,
		method: 'post',
		path: PATH,
		operationId: 'createWebhook',
		repeats: 'answer sealed',
		summary: 'Sends events to an address, from now on',
		description: 'The answer holds the secret that signs them. It is shown this once.',
		body: z.object({ url, description, events }),
		response: answers.webhookWithSecret,
		errors: ['unauthenticated', 'webhook_url_refused', 'webhook_limit_reached'],
		handle: async ({ caller, body, keepAs }) =>
			json(secretView(await keep.createWebhook(keeperOf(caller), body, parts, keepAs(secretView)))),
	});
}

function changes(parts: Parts): Route[] {
	return [
		route({
			...writing,
			method: 'patch',
			path: `${PATH}/:webhook_id`,
			operationId: 'changeWebhook',
			summary: 'Changes what is given, and leaves the rest',
			params: one,
			body: change,
			response: answers.webhook,
			errors: ['unauthenticated', 'not_found', 'webhook_url_refused'],
			handle: async ({ caller, params, body }) =>
				json(webhookView(await keep.changeWebhook(keeperOf(caller), params.webhook_id, body, parts))),
		}),
		route({
			...writing,
			method: 'delete',
			path: `${PATH}/:webhook_id`,
			operationId: 'deleteWebhook',
			summary: 'Removes it with its deliveries; nothing more is sent',
			params: one,
			body: null,
			response: answers.webhookDeleted,
			errors: ['unauthenticated', 'not_found'],
			async handle({ caller, params }) {
				await keep.deleteWebhook(keeperOf(caller), params.webhook_id, parts);
				return json({ deleted: true as const, id: params.webhook_id });
			},
		}),
	];
}

function rotationRoute(parts: Parts): Route {
	return route({
		...writing,
		method: 'post',
		path: `${PATH}/:webhook_id/rotate-secret`,
		operationId: 'rotateWebhookSecret',
		repeats: 'answer sealed',
		summary: 'Makes a new secret; for a while both sign',
		description: 'The answer holds the new secret. It is shown this once.',
		params: one,
		body: rotation,
		response: answers.webhookWithSecret,
		errors: ['unauthenticated', 'not_found'],
		async handle({ caller, params, body, keepAs }) {
			const overlapMs = Math.round(body.overlap_hours * AN_HOUR_MS);
			const kept = keepAs(secretView);
			return json(secretView(await keep.rotateSecret(keeperOf(caller), params.webhook_id, overlapMs, parts, kept)));
		},
	});
}

function tries(parts: Parts): Route[] {
	return [
		route({
			...writing,
			method: 'post',
			path: `${PATH}/:webhook_id/test`,
			operationId: 'testWebhook',
			summary: 'Sends an event of the type `webhook.test`, once, and says how it went',
			params: one,
			body: null,
			response: answers.tested,
			errors: ['unauthenticated', 'not_found'],
			async handle({ caller, params }) {
				const { delivered, statusClass, fault, durationMs } = await keep.testWebhook(
					keeperOf(caller),
					params.webhook_id,
					parts,
				);
				return json({ delivered, status_class: statusClass, fault, duration_ms: durationMs });
			},
		}),
		route({
			...writing,
			method: 'post',
			path: `${PATH}/:webhook_id/deliveries/:delivery_id/replay`,
			operationId: 'replayWebhookDelivery',
			repeats: 'answer kept',
			summary: 'Sends the same event once more, with the same id',
			params: oneDelivery,
			body: null,
			response: answers.delivery,
			errors: ['unauthenticated', 'not_found', 'webhook_disabled'],
			async handle({ caller, params: { webhook_id, delivery_id }, keepAs }) {
				const kept = keepAs(deliveryView);
				return json(deliveryView(await keep.replayDelivery(keeperOf(caller), webhook_id, delivery_id, parts, kept)));
			},
		}),
	];
}

function secretView({ webhook, secret }: keep.WebhookWithSecret) {
	return { ...webhookView(webhook), secret };
}

function keeperOf(caller: Caller): keep.Keeper {
	return { tenantId: caller.tenantId, actor: actorOf(caller) };
}
