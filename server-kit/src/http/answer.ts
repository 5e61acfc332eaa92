// Last step: the route's own lines run, and what they return goes out.

import type { Keep } from '../core/keep.ts';
import { KitError } from '../errors.ts';
import { arrivalOf } from './arrival.ts';
import { spokenLocale } from './caller.ts';
import { sendEvents } from './event-stream.ts';
import type { HttpParts, KitContext, Step } from './exchange.ts';
import { idempotencyKeyOf } from './idempotency.ts';
import { tellRate } from './limits.ts';
import { sendLines } from './lines.ts';
import type { Route } from './route.ts';

export const answerRequest =
	({ defaultLocale, trustedProxies, open, streams }: HttpParts): Step =>
	async (ctx) => {
		const { route } = ctx.state.deskbell;
		if (!route) throw new KitError('not_found');
		if (!open()) throw new KitError('shutting_down');
		const reply = await route.handle(requestOf(ctx, route, { defaultLocale, trustedProxies }));
		await tellRate(ctx, { trustedProxies });
		switch (reply.kind) {
			case 'json':
				// Parsing drops every field that was not declared: nothing leaves by accident.
				ctx.status = route.creates ? 201 : 200;
				ctx.body = route.response.parse(reply.body);
				return;
			case 'nothing':
				ctx.status = 204;
				return;
			case 'lines':
				return sendLines(ctx, reply, streams);
			case 'events':
				return sendEvents(ctx, reply, streams);
		}
	};

function requestOf(
	ctx: KitContext,
	route: Route,
	{ defaultLocale, trustedProxies }: Pick<HttpParts, 'defaultLocale' | 'trustedProxies'>,
): Parameters<Route['handle']>[0] {
	const { caller, params, query, body, requestId, keep } = ctx.state.deskbell;
	const asked = {
		params,
		query,
		body,
		requestId,
		locale: spokenLocale(ctx, defaultLocale),
		wants: wantedBy(ctx, route),
		idempotencyKey: idempotencyKeyOf(ctx),
		keepAs:
			<Made>(view: (made: Made) => unknown): Keep<Made> =>
			async (bound, made) =>
				keep?.(bound, route.response.parse(view(made))),
		lastEventId: ctx.get('Last-Event-ID') || null,
		bare: ctx.method === 'HEAD',
	} as const;
	if (route.action === null) return { ...asked, arrival: arrivalOf(ctx, trustedProxies) };
	if (!caller) throw new KitError('unauthenticated');
	return { ...asked, caller };
}

/** A cache between must know that another `Accept` gets another answer; following is a stream whatever was asked for. */
function wantedBy(ctx: KitContext, { streams, method }: Route): 'json' | 'events' {
	if (!streams || method === 'get') return 'json';
	ctx.vary('Accept');
	return ctx.accepts(['application/json', 'text/event-stream']) === 'text/event-stream' ? 'events' : 'json';
}
