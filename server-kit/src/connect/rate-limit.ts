// Rate limits: counted by rate-limiter-flexible, in this process or in Redis.

import { type RateLimiterAbstract, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateLimit, RateState } from '../core/ports.ts';

export interface Rate {
	limit: number;
	windowSeconds: number;
}

/** A limit that does not know yet what it is a limit of. */
export type Counted = Omit<RateLimit, 'name'>;

export function memoryRateLimit(rate: Rate): Counted {
	return countedBy(new RateLimiterMemory({ points: rate.limit, duration: rate.windowSeconds }), rate);
}

/**
 * A fixed window that begins with the first request in it: going on beyond the limit does not make it longer.
 * Rejects only where the counter itself cannot be reached.
 */
export function countedBy(counter: RateLimiterAbstract, { limit, windowSeconds }: Rate): Counted {
	/** A clock that was set back must not make a window longer than it is. */
	const within = (milliseconds: number) => Math.min(milliseconds, windowSeconds * 1000);
	return {
		limit,
		windowSeconds,
		async take(key) {
			const { consumedPoints, msBeforeNext } = await counter.consume(key).catch(stateOfFull);
			return { ...stateOf(limit - consumedPoints, within(msBeforeNext)), allowed: consumedPoints <= limit };
		},
		async look(key) {
			const now = await counter.get(key);
			if (!now || now.msBeforeNext <= 0) return stateOf(limit, windowSeconds * 1000);
			return stateOf(limit - now.consumedPoints, within(now.msBeforeNext));
		},
	};
}

/** Where none is left the library rejects with the state itself. */
function stateOfFull(reason: unknown): RateLimiterRes {
	if (reason instanceof RateLimiterRes) return reason;
	throw reason;
}

function stateOf(remaining: number, milliseconds: number): RateState {
	return { remaining: Math.max(0, remaining), resetSeconds: Math.max(1, Math.ceil(milliseconds / 1000)) };
}
