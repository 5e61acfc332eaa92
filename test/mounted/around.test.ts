// Hosts whose own code fails around the kit, or stands behind a proxy: each fault stays with whoever made it.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { type TestContext, test } from 'node:test';
import { createSupportKit, type SupportKit } from '@deskbell/server-kit';
import { createScriptedModel } from '@deskbell/server-kit/testing';
import express, { type ErrorRequestHandler } from 'express';
import Koa from 'koa';
import { listening } from './face.ts';

const json = { 'content-type': 'application/json', 'x-user': 'ada' };

async function kitFor(t: TestContext): Promise<SupportKit> {
	const model = createScriptedModel();
	model.says('Five gigabytes.');
	const kit = createSupportKit({
		database: ':memory:',
		secret: 'a secret of the host, at least 32 characters',
		auth: { authenticate: () => ({ tenantId: 'acme', userId: 'ada', kind: 'customer', roles: [] }) },
		model,
		disclosure: { required: false },
	});
	await kit.migrate();
	t.after(() => kit.close());
	return kit;
}

async function served(t: TestContext, server: Server): Promise<string> {
	t.after(() => {
		server.closeAllConnections();
		server.close();
	});
	return `${await listening(server)}/api/support/ai`;
}

/** Throws where the request says so: before the kit is asked, or after it has answered. */
const failingAround: Koa.Middleware = async (ctx, next) => {
	if (ctx.get('X-Throw') === 'before') throw new Error('of the host, before');
	await next();
	if (ctx.get('X-Throw') === 'after') throw new Error('of the host, after');
};

async function begin(face: string): Promise<string> {
	const answer = await fetch(`${face}/conversations`, { method: 'POST', headers: json, body: '{}' });
	const { conversation_id } = (await answer.json()) as { conversation_id: number };
	return `${face}/conversations/${conversation_id}`;
}

test('a Koa host that throws before the kit answers for itself, and the kit was never asked', async (t) => {
	const kit = await kitFor(t);
	const app = new Koa().use(failingAround).use(kit.middleware);
	const faults: string[] = [];
	app.on('error', (fault: Error) => faults.push(fault.message));
	const face = await served(t, app.listen(0, '127.0.0.1'));
	const made = await fetch(`${face}/conversations`, {
		method: 'POST',
		headers: { ...json, 'x-throw': 'before' },
		body: '{}',
	});
	assert.equal(made.status, 500);
	assert.deepEqual(faults, ['of the host, before']);
	const { conversations } = (await (await fetch(`${face}/conversations`, { headers: json })).json()) as {
		conversations: unknown[];
	};
	assert.deepEqual(conversations, []);
});

test('a Koa host that throws after the kit: its 500 in place of JSON, and a stream that still comes whole', async (t) => {
	const kit = await kitFor(t);
	const app = new Koa().use(failingAround).use(kit.middleware);
	const faults: string[] = [];
	app.on('error', (fault: Error) => faults.push(fault.message));
	const face = await served(t, app.listen(0, '127.0.0.1'));
	const path = await begin(face);
	const whole = await fetch(path, { headers: { ...json, 'x-throw': 'after' } });
	assert.equal(whole.status, 500);
	const streamed = await fetch(`${path}/messages`, {
		method: 'POST',
		headers: { ...json, accept: 'text/event-stream', 'x-throw': 'after' },
		body: '{"content":"How large?"}',
	});
	const text = await streamed.text();
	assert.equal(streamed.status, 200);
	assert.match(text, /gigabytes/);
	assert.match(text, /\[DONE\]/);
	assert.deepEqual(faults, ['of the host, after', 'of the host, after']);
	assert.equal((await fetch(path, { headers: json })).status, 200, 'the next request is served');
});

test('an Express host that passes a fault on before the kit: its own handler answers', async (t) => {
	const kit = await kitFor(t);
	const sorry: ErrorRequestHandler = (fault, _request, response, _next) =>
		void response.status(503).send(`sorry: ${fault.message}`);
	const app = express();
	app.use((request, _response, next) => next(request.headers['x-throw'] ? new Error('of the host') : undefined));
	app.use(kit.callback);
	app.use(sorry);
	const server = app.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const face = await served(t, server);
	const failed = await fetch(`${face}/quota`, { headers: { ...json, 'x-throw': 'before' } });
	assert.deepEqual([failed.status, await failed.text()], [503, 'sorry: of the host']);
	assert.equal((await fetch(`${face}/quota`, { headers: json })).status, 200);
});

test('behind a proxy that renames the host, its own page may write where the Koa host trusts the proxy', async (t) => {
	const kit = await kitFor(t);
	const statusWhere = async (trusts: boolean) => {
		const app = new Koa().use(kit.middleware);
		app.proxy = trusts;
		const face = await served(t, app.listen(0, '127.0.0.1'));
		const forwarded = { 'x-forwarded-host': 'www.example.com', 'x-forwarded-proto': 'https' };
		const headers = { ...json, ...forwarded, origin: 'https://www.example.com' };
		return (await fetch(`${face}/conversations`, { method: 'POST', headers, body: '{}' })).status;
	};
	assert.deepEqual([await statusWhere(false), await statusWhere(true)], [403, 200]);
});
