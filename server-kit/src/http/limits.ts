// Rate limits as callers read them: the header fields of the IETF draft, on every answer of a route that has a limit.

import { rateKey } from '../core/gates/rate-limit.ts';
import { arrivalOf } from './arrival.ts';
import type { HttpParts, KitContext } from './exchange.ts';

/** Says how much is left, once the work is done and before the answer goes out. */
export async function tellRate(ctx: KitContext, { trustedProxies }: Pick<HttpParts, 'trustedProxies'>): Promise<void> {
	const { route } = ctx.state.deskbell;
	const key = counterIn(ctx, trustedProxies);
	if (!route?.rate || key === null) return;
	const { name, limit, windowSeconds } = route.rate;
	const { remaining, resetSeconds } = await route.rate.look(key);
	ctx.set('RateLimit-Policy', `"${name}";q=${limit};w=${windowSeconds}`);
	ctx.set('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`);
}

/** Null where nobody is there to be counted. */
function counterIn(ctx: KitContext, trustedProxies: number): string | null {
	const { route, caller } = ctx.state.deskbell;
	if (route?.countedBy) return route.countedBy(arrivalOf(ctx, trustedProxies));
	return caller && (route?.countedAs ?? '') + rateKey(caller);
}
