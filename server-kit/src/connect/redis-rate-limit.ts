// A rate limit that all processes count together. While Redis is away each counts for itself: less strict, never unlimited.

import { createHash } from 'node:crypto';
import { RateLimiterRedis } from 'rate-limiter-flexible';
import { type Counted, countedBy, memoryRateLimit, type Rate } from './rate-limit.ts';
import type { RedisLink } from './redis-link.ts';

/** @param keyPrefix what the keys of this limit begin with */
export function redisRateLimit({ client, known, here, failed }: RedisLink, keyPrefix: string, rate: Rate): Counted {
	const { limit: points, windowSeconds: duration } = rate;
	const shared = countedBy(new RateLimiterRedis({ storeClient: client, keyPrefix, points, duration }), rate);
	const local = memoryRateLimit(rate);

	async function ask<T>(redis: () => Promise<T>, memory: () => Promise<T>): Promise<T> {
		await known;
		if (!here()) return memory();
		return redis().catch((fault) => {
			failed(fault);
			return memory();
		});
	}

	return {
		...rate,
		async take(key) {
			// Counted here as well: when Redis goes, nobody begins anew in a process that has served them.
			const counted = await local.take(key);
			return ask(
				() => shared.take(hidden(key)),
				async () => counted,
			);
		},
		look: (key) =>
			ask(
				() => shared.look(hidden(key)),
				() => local.look(key),
			),
	};
}

/** A key names a person, and a host may name people by their addresses: those do not stand in Redis. */
function hidden(key: string): string {
	return createHash('sha256').update(key).digest('base64url');
}
