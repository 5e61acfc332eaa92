// A port that is handed out is nobody else's for as long as a test needs it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { test } from 'node:test';
import { freePort } from '../support/free-port.ts';

async function listening(port: number, host?: string): Promise<Server> {
	const server = createServer().listen(port, host);
	await once(server, 'listening');
	return server;
}

const portOf = (server: Server) => (server.address() as { port: number }).port;

test('it is none that the system gives to a server that asks for any', async (t) => {
	const given = await listening(0, '127.0.0.1');
	t.after(() => given.close());
	for (let count = 0; count < 20; count++) assert.ok((await freePort()) < 32_768);
	assert.ok(portOf(given) >= 32_768, `the system gives ${portOf(given)}: free-port.ts has to know of it`);
});

test('none is given twice, and none that is in use on one address', async (t) => {
	const first = await freePort();
	const taken = await listening(first + 1, '127.0.0.1');
	t.after(() => taken.close());
	const more = await Promise.all(Array.from({ length: 20 }, freePort));
	assert.ok(!more.includes(first + 1));
	assert.equal(new Set([first, ...more]).size, 21);
});
