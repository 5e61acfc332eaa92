// What leaves is what was declared: a field that a route answers with and its schema does not know stays here.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { z } from 'zod';
import { createAssets } from '../../src/http/assets.ts';
import type { HttpParts } from '../../src/http/exchange.ts';
import { createHttp } from '../../src/http/index.ts';
import { json, openRoute, type Reply } from '../../src/http/route.ts';

const none = z.object({});
const chatty = openRoute({
	method: 'get',
	path: '/one',
	operationId: 'one',
	summary: 'One',
	streams: false,
	degrades: false,
	rate: null,
	params: none,
	query: none,
	body: null,
	response: z.object({ id: z.int(), inner: z.object({ name: z.string() }) }),
	errors: [],
	handle: async () => json({ id: 1, secret: 'a', inner: { name: 'b', secret: 'c' } }) as Reply<never>,
});

const parts = {
	identify: async () => null,
	trustedProxies: 0,
	origins: [],
	requestIds: () => 'req_12345678',
	defaultLocale: 'en',
	log: { info() {}, warn() {}, error() {} },
	open: () => true,
	now: () => 0,
	streams: new Set(),
} as unknown as HttpParts;

test('a field that no schema declares does not leave, however deep it stands', async (t) => {
	const schemas = { error: none, degraded: none };
	const face = { name: 'a', title: 'a', basePath: '/a', routes: [chatty], schemas, failure: () => ({}) };
	const server = createServer(createHttp([face], createAssets('', '/'), null, parts).callback);
	t.after(() => server.close());
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/a/one`);
	assert.deepEqual(await response.json(), { id: 1, inner: { name: 'b' } });
});
