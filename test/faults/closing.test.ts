// A kit that is closed leaves nothing that keeps its process alive, whatever its Redis does at that moment.

import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { GOODBYE_MS } from '../../server-kit/src/connect/redis-link.ts';
import { COMPILE_CACHE } from '../support/compile-cache.ts';
import type { Left } from './rig/closing-kit.ts';
import { until } from './rig/form.ts';
import { connectionsOf, type RedisUnderTest, redisFor } from './rig/redis.ts';

interface Closing {
	child: ChildProcess;
	said(words: RegExp): number;
	left(): Left | null;
}

/** Its kit is open, and may not have found its Redis yet. */
async function opened(t: TestContext, url: string): Promise<Closing> {
	const child = fork(resolve(import.meta.dirname, 'rig/closing-kit.ts'), {
		env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...COMPILE_CACHE, DESKBELL_FAULT_REDIS: url },
		execArgv: ['--conditions=deskbell-src'],
	});
	t.after(() => child.kill('SIGKILL'));
	const said: string[] = [];
	let left: Left | null = null;
	child.on('message', (message: { said?: string; left?: Left }) => {
		if (message.said) said.push(message.said);
		left = message.left ?? left;
	});
	const closing = {
		child,
		said: (words: RegExp) => said.filter((message) => words.test(message)).length,
		left: () => left,
	};
	await until(() => closing.said(/^open$/) === 1, 'the kit is open');
	return closing;
}

/** Two for limits and pushes, three for jobs. */
const CONNECTIONS = 5;
const AWAY = /^Redis is away/;

async function connected(t: TestContext, redis: RedisUnderTest): Promise<Closing> {
	const before = await connectionsOf(redis.admin);
	const closing = await opened(t, redis.url);
	await until(async () => (await connectionsOf(redis.admin)) === before + CONNECTIONS, 'everything is connected');
	return closing;
}

async function away(t: TestContext, redis: RedisUnderTest): Promise<Closing> {
	const closing = await connected(t, redis);
	await redis.kill();
	await until(() => closing.said(AWAY) === 3, 'limits, pushes and jobs know that it is away');
	return closing;
}

/** In the place of a Redis: takes every connection, and never says a word. */
async function mute(t: TestContext, url: string): Promise<Set<Socket>> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket.on('error', () => {}).resume());
	});
	t.after(() => {
		for (const socket of sockets) socket.destroy();
		server.close();
	});
	server.listen(Number(new URL(url).port), '127.0.0.1');
	await once(server, 'listening');
	return sockets;
}

const WHILE: Readonly<Record<string, (t: TestContext) => Promise<Closing>>> = {
	'nothing is connected yet': async (t) => opened(t, (await redisFor(t)).url),
	'Redis is there': async (t) => connected(t, await redisFor(t)),
	'Redis stands still': async (t) => {
		const redis = await redisFor(t);
		const closing = await connected(t, redis);
		await redis.signal('SIGSTOP');
		return closing;
	},
	'Redis is away': async (t) => away(t, await redisFor(t)),
	'Redis came back and says nothing': async (t) => {
		const redis = await redisFor(t);
		const closing = await away(t, redis);
		const sockets = await mute(t, redis.url);
		await until(() => sockets.size >= CONNECTIONS, 'everything has connected again');
		return closing;
	},
};

for (const [what, open] of Object.entries(WHILE))
	test(`closed while ${what}: no socket is left, no timer but for a goodbye, and the process ends`, async (t) => {
		const { child, left } = await open(t);
		const ended = once(child, 'exit');
		child.send('close');
		assert.deepEqual(await ended, [0, null]);
		const { timers = [], sockets } = left() ?? {};
		assert.deepEqual(sockets, []);
		assert.deepEqual(
			timers.filter((milliseconds) => milliseconds > GOODBYE_MS),
			[],
		);
	});
