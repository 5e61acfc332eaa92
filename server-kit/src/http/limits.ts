// Rate limits: counted in memory by rate-limiter-flexible, told in the headers of the IETF draft.

import { RateLimiterMemory, type RateLimiterRes } from 'rate-limiter-flexible';
import { rateKey } from '../core/gates/rate-limit.ts';
import type { RateLimit } from '../core/ports.ts';
import type { KitContext } from './exchange.ts';

export function memoryRateLimit({ limit, windowSeconds }: { limit: number; windowSeconds: number }): RateLimit {
	const limiter = new RateLimiterMemory({ points: limit, duration: windowSeconds });
	const state = (remaining: number, milliseconds: number) => ({
		remaining: Math.max(0, remaining),
		resetSeconds: Math.max(1, Math.ceil(milliseconds / 1000)),
	});
	return {
		limit,
		windowSeconds,
		async take(key) {
			// Asked before counting: a person who goes on trying is not locked out for longer.
			const before = await limiter.get(key);
			if (before && before.consumedPoints >= limit) return { ...state(0, before.msBeforeNext), allowed: false };
			// Another request of this person may have taken the last one in between: the library rejects with its state.
			const after = await limiter.consume(key).catch((full: RateLimiterRes | Error) => {
				if (full instanceof Error) throw full;
				return full;
			});
			return { ...state(after.remainingPoints, after.msBeforeNext), allowed: after.consumedPoints <= limit };
		},
		async look(key) {
			const now = await limiter.get(key);
			return now ? state(now.remainingPoints, now.msBeforeNext) : state(limit, windowSeconds * 1000);
		},
	};
}

/** Says how much is left, once the work is done and before the answer goes out. */
export async function tellRate(ctx: KitContext): Promise<void> {
	const { route, caller } = ctx.state.deskbell;
	if (!route?.rate || !caller) return;
	const { limit, windowSeconds } = route.rate;
	const { remaining, resetSeconds } = await route.rate.look(rateKey(caller));
	ctx.set('RateLimit-Policy', `"messages";q=${limit};w=${windowSeconds}`);
	ctx.set('RateLimit', `"messages";r=${remaining};t=${resetSeconds}`);
}
