// One look at a Redis, for `deskbell doctor`: whether it takes writes, and whether it may forget what it must not.

import { Redis } from 'ioredis';

export interface RedisFacts {
	version: string;
	/** What it does when its memory is full. */
	policy: string;
}

/** @throws Error where it cannot be reached, or takes no writes */
export async function lookAtRedis(url: string, timeoutMs: number): Promise<RedisFacts> {
	const client = new Redis(url, {
		lazyConnect: true,
		connectTimeout: timeoutMs,
		commandTimeout: timeoutMs,
		maxRetriesPerRequest: 0,
		retryStrategy: () => null,
	});
	let fault: unknown = null;
	client.on('error', (cause) => {
		fault = cause;
	});
	try {
		await client.connect();
		await client.set(`deskbell:doctor:${process.pid}`, 'here', 'PX', 1_000);
		const told = await client.info();
		return { version: fieldOf(told, 'redis_version'), policy: fieldOf(told, 'maxmemory_policy') };
	} catch (cause) {
		throw fault ?? cause;
	} finally {
		client.disconnect();
	}
}

function fieldOf(told: string, name: string): string {
	return new RegExp(`^${name}:(.*)$`, 'm').exec(told)?.[1]?.trim() ?? '';
}
