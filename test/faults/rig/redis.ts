// The test's hand on a Redis: kills it, brings it back empty, holds it still.

import type { TestContext } from 'node:test';
import { Redis } from 'ioredis';
import { type PrivateServer, startRedis } from '../../support/services.ts';

export interface RedisUnderTest {
	url: string;
	admin: Redis;
	signal(name: NodeJS.Signals): Promise<void>;
	kill(): Promise<void>;
	/** On the same port, empty. */
	restart(): Promise<void>;
}

/** Gone with the test, however it was left. */
export async function redisFor(t: TestContext): Promise<RedisUnderTest> {
	let server: PrivateServer = await startRedis();
	const { url, port } = server;
	const admin = new Redis(url);
	admin.on('error', () => {});
	t.after(async () => {
		admin.disconnect();
		await server.stop();
	});
	const pid = async () => Number(/process_id:(\d+)/.exec(await admin.info('server'))?.[1]);
	let stopped = 0;
	return {
		url,
		admin,
		async signal(name) {
			stopped ||= await pid();
			process.kill(stopped, name);
		},
		kill: () => server.stop(),
		async restart() {
			server = await startRedis(port);
		},
	};
}

export async function connectionsOf(admin: Redis): Promise<number> {
	return String(await admin.client('LIST'))
		.trim()
		.split('\n').length;
}
