// Last step: the route's own lines run, and what they return goes out.

import { KitError } from '../errors.ts';
import { spokenLocale } from './caller.ts';
import { sendEvents } from './event-stream.ts';
import type { HttpParts, KitContext, Step } from './exchange.ts';
import { idempotencyKeyOf } from './idempotency.ts';
import { tellRate } from './limits.ts';
import type { Route, RouteRequest } from './route.ts';

export const answerRequest =
	({ defaultLocale, open, streams }: HttpParts): Step =>
	async (ctx) => {
		const { route } = ctx.state.deskbell;
		if (!route) throw new KitError('not_found');
		if (!open()) throw new KitError('shutting_down');
		const reply = await route.handle(requestOf(ctx, route, defaultLocale));
		await tellRate(ctx);
		switch (reply.kind) {
			case 'json':
				// Parsing drops every field that was not declared: nothing leaves by accident.
				ctx.status = 200;
				ctx.body = route.response.parse(reply.body);
				return;
			case 'nothing':
				ctx.status = 204;
				return;
			case 'events':
				return sendEvents(ctx, reply, streams);
		}
	};

function requestOf(ctx: KitContext, route: Route, defaultLocale: string): RouteRequest<unknown, unknown, unknown> {
	const { caller, params, query, body, requestId } = ctx.state.deskbell;
	if (!caller) throw new KitError('unauthenticated');
	return {
		caller,
		params,
		query,
		body,
		requestId,
		locale: spokenLocale(ctx, defaultLocale),
		wants:
			route.streams && ctx.accepts(['application/json', 'text/event-stream']) === 'text/event-stream'
				? 'events'
				: 'json',
		idempotencyKey: idempotencyKeyOf(ctx),
		lastEventId: positionOf(ctx.get('Last-Event-ID')),
	};
}

function positionOf(text: string): number | null {
	return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
