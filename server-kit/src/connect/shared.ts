// What the processes of one host share: limits and pushes. In Redis where there is one, else within this process.

import { randomUUID } from 'node:crypto';
import type { Bus, Log, RateLimit } from '../core/ports.ts';
import { createMemoryBus } from './bus.ts';
import { type Counted, memoryRateLimit, type Rate } from './rate-limit.ts';
import { createRedisBus } from './redis-bus.ts';
import { createRedisLink } from './redis-link.ts';
import { redisRateLimit } from './redis-rate-limit.ts';

export interface Shared<Name extends string> {
	rates: Record<Name, RateLimit>;
	bus: Bus;
	/** Rejects while what is shared cannot be relied on; null where nothing is. */
	feel: (() => Promise<void>) | null;
	close(): Promise<void>;
}

interface SharedOptions<Name extends string> {
	redis: { url: string; prefix: string } | null;
	rates: Record<Name, Rate>;
}

export function connectShared<Name extends string>({ redis, rates }: SharedOptions<Name>, log: Log): Shared<Name> {
	if (!redis)
		return {
			rates: each(rates, (_, rate) => memoryRateLimit(rate)),
			bus: createMemoryBus(),
			feel: null,
			async close() {},
		};
	const { url, prefix } = redis;
	const self = randomUUID();
	const channel = `${prefix}pushes`;
	const commands = createRedisLink({
		url,
		log,
		what: 'rate limits',
		meanwhile: 'each process counts for itself',
		// A write: a Redis without memory left still answers PING.
		probe: (client) => client.set(`${prefix}here`, self, 'PX', 10_000),
	});
	const ears = createRedisLink({
		url,
		log,
		what: 'pushes',
		meanwhile: 'open feeds read the store every few seconds',
		// Subscribing twice is subscribing once, and its answer is the sign of life.
		probe: (client) => client.subscribe(channel),
	});
	const bus = createRedisBus({ ears, mouth: commands, channel, self });
	return {
		rates: each(rates, (name, rate) => redisRateLimit(commands, `${prefix}rate:${name}`, rate)),
		bus,
		async feel() {
			await Promise.all([commands.known, ears.known]);
			if (!commands.here() || !ears.here()) throw new Error('Redis is away, or takes no writes');
		},
		async close() {
			bus.close();
			await Promise.all([ears.close(), commands.close()]);
		},
	};
}

function each<Name extends string>(
	rates: Record<Name, Rate>,
	make: (name: Name, rate: Rate) => Counted,
): Record<Name, RateLimit> {
	const entries = Object.entries(rates) as [Name, Rate][];
	const named = ([name, rate]: [Name, Rate]): [Name, RateLimit] => [name, { ...make(name, rate), name }];
	return Object.fromEntries(entries.map(named)) as Record<Name, RateLimit>;
}
