// Rate limits as callers read them: the header fields of the IETF draft, on every answer of a route that has a limit.

import { rateKey } from '../core/gates/rate-limit.ts';
import type { KitContext } from './exchange.ts';

/** Says how much is left, once the work is done and before the answer goes out. */
export async function tellRate(ctx: KitContext): Promise<void> {
	const { route, caller } = ctx.state.deskbell;
	if (!route?.rate || !caller) return;
	const { name, limit, windowSeconds } = route.rate;
	const { remaining, resetSeconds } = await route.rate.look((route.countedAs ?? '') + rateKey(caller));
	ctx.set('RateLimit-Policy', `"${name}";q=${limit};w=${windowSeconds}`);
	ctx.set('RateLimit', `"${name}";r=${remaining};t=${resetSeconds}`);
}
