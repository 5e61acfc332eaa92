// The kit in a plain node:http server: before the host's own answers, and alone.

import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { test } from 'node:test';
import { createSupportKit, type SupportKit } from '@deskbell/server-kit';
import { type Host, listening, theFaceMounted } from './face.ts';

function hostOf(kit: SupportKit, prefix: string): Host {
	const faults: unknown[] = [];
	const server = createServer((request, response) => {
		response.setHeader('X-Host', 'before');
		response.setHeader('X-Powered-By', 'the host');
		const own = () => answer(request, response, faults);
		if (!request.url?.startsWith(`${prefix}/`)) return own();
		const whole = request.url;
		request.url = whole.slice(prefix.length);
		kit.callback(request, response, () => {
			request.url = whole;
			own();
		});
	});
	return { server, faults };
}

function answer(request: IncomingMessage, response: ServerResponse, faults: unknown[]): void {
	try {
		if (request.url === '/throws') throw new Error('of the host');
		const isOwn = request.url === '/own';
		response.statusCode = isOwn ? 200 : 404;
		response.end(isOwn ? 'own' : 'nothing of ours');
	} catch (fault) {
		faults.push(fault);
		response.statusCode = 500;
		response.end(`sorry: ${(fault as Error).message}`);
	}
}

theFaceMounted({ name: 'node:http, at the root', prefix: '', start: (kit) => hostOf(kit, '') });
theFaceMounted({ name: 'node:http, below /desk', prefix: '/desk', start: (kit) => hostOf(kit, '/desk') });

test('alone, without a next, what is not the kit’s is a plain 404', async (t) => {
	const kit = createSupportKit({
		database: ':memory:',
		secret: 'a secret of the host, at least 32 characters',
		auth: { authenticate: () => null },
	});
	const server = createServer(kit.callback);
	t.after(async () => {
		await kit.close();
		server.closeAllConnections();
		server.close();
	});
	const response = await fetch(`${await listening(server)}/anything`);
	assert.equal(response.status, 404);
});

test('a next that throws is not swallowed by the kit', async (t) => {
	const kit = createSupportKit({
		database: ':memory:',
		secret: 'a secret of the host, at least 32 characters',
		auth: { authenticate: () => null },
	});
	let caught: unknown = null;
	const server = createServer((request, response) => {
		try {
			kit.callback(request, response, () => {
				throw new Error('of the host');
			});
		} catch (fault) {
			caught = fault;
			response.statusCode = 503;
			response.end('caught by the host');
		}
	});
	t.after(async () => {
		await kit.close();
		server.closeAllConnections();
		server.close();
	});
	const response = await fetch(`${await listening(server)}/anything`);
	assert.deepEqual([response.status, await response.text()], [503, 'caught by the host']);
	assert.match(String(caught), /of the host/);
});
