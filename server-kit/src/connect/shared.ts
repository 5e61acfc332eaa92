// What the processes of one host share: limits and pushes. In Redis where there is one, else within this process.

import { randomUUID } from 'node:crypto';
import type { Bus, Log, RateLimit } from '../core/ports.ts';
import { createMemoryBus } from './bus.ts';
import { memoryRateLimit, type Rate } from './rate-limit.ts';
import { createRedisBus } from './redis-bus.ts';
import { createRedisLink } from './redis-link.ts';
import { redisRateLimit } from './redis-rate-limit.ts';

export interface Shared {
	rates: { messages: RateLimit };
	bus: Bus;
	close(): void;
}

interface SharedOptions {
	redis: { url: string; prefix: string } | null;
	rates: { messages: Rate };
}

export function connectShared({ redis, rates }: SharedOptions, log: Log): Shared {
	if (!redis) return { rates: { messages: memoryRateLimit(rates.messages) }, bus: createMemoryBus(), close() {} };
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
		rates: { messages: redisRateLimit(commands, `${prefix}rate:messages`, rates.messages) },
		bus,
		close() {
			bus.close();
			ears.close();
			commands.close();
		},
	};
}
