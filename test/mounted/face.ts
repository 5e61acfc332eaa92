// What the kit promises wherever it is mounted: the same tests, handed a host of each kind.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createSupportKit, type SupportKit } from '@deskbell/server-kit';
import { createScriptedModel, type ScriptedModel } from '@deskbell/server-kit/testing';

export interface Host {
	server: Server;
	/** Everything that reached the host's own error handler or its `error` event. */
	faults: unknown[];
	close?(): Promise<void> | void;
}

export interface Mount {
	name: string;
	/** Where the host puts the kit; empty for the root. */
	prefix: string;
	/**
	 * The host's own routes: `/own` answers `own` after the kit was asked, `/throws` throws `of the host`;
	 * its own 404 says `nothing of ours` and its own error handler `sorry: of the host`.
	 * On every answer it sets `X-Host: before` and `X-Powered-By: the host`.
	 */
	start(kit: SupportKit): Promise<Host> | Host;
}

interface Mounted {
	kit: SupportKit;
	model: ScriptedModel;
	host: Host;
	url: string;
	face: string;
}

/** Of the page that may call; a host with rules of its own lets the same one in. */
export const ORIGIN = 'https://shop.example.com';

export async function listening(server: Server): Promise<string> {
	if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function mountedAt({ prefix, start }: Mount): Promise<Mounted> {
	const model = createScriptedModel();
	const kit = createSupportKit({
		database: ':memory:',
		secret: 'a secret of the host, at least 32 characters',
		auth: {
			authenticate: ({ headers }) => {
				const userId = String(headers['x-user'] ?? '');
				return userId ? { tenantId: 'acme', userId, kind: 'customer', roles: [] } : null;
			},
		},
		model,
		origins: [ORIGIN],
		disclosure: { required: false },
		rates: { messages: { limit: 1000, windowSeconds: 60 } },
		log: { info() {}, warn() {}, error() {} },
	});
	await kit.migrate();
	const host = await start(kit);
	const url = await listening(host.server);
	return { kit, model, host, url, face: `${url}${prefix}/api/support/ai` };
}

export function theFaceMounted(mount: Mount): void {
	describe(mount.name, () => {
		let at: Mounted;
		before(async () => {
			at = await mountedAt(mount);
		});
		after(async () => {
			await at.kit.close();
			await at.host.close?.();
			at.host.server.closeAllConnections();
			at.host.server.close();
		});
		requests(() => at);
		streams(() => at);
		hostsOwn(() => at, mount.prefix);
	});
}

const json = { 'content-type': 'application/json', 'x-user': 'ada' };

async function begin({ face }: Mounted): Promise<string> {
	const answer = await fetch(`${face}/conversations`, { method: 'POST', headers: json, body: '{"title":"Größe 🔔"}' });
	assert.equal(answer.status, 200);
	const { conversation_id, title } = (await answer.json()) as { conversation_id: number; title: string };
	assert.equal(title, 'Größe 🔔');
	return `${face}/conversations/${conversation_id}`;
}

function withHostHeaders({ headers }: { headers: Headers }): void {
	assert.equal(headers.get('x-host'), 'before');
	assert.equal(headers.get('x-powered-by'), 'the host');
}

function requests(at: () => Mounted): void {
	test('creates a conversation and answers JSON; the host’s headers survive', async () => {
		const path = await begin(at());
		const thread = await fetch(path, { headers: json });
		assert.equal(thread.status, 200);
		withHostHeaders(thread);
		assert.ok(thread.headers.get('x-request-id'));
		const empty = await fetch(`${path}/stop`, { method: 'POST', headers: { 'x-user': 'ada' } });
		assert.equal(empty.status, 200);
	});

	test('an unknown conversation and an unknown path are the kit’s own 404', async () => {
		for (const path of ['/conversations/999999', '/nowhere']) {
			const answer = await fetch(at().face + path, { headers: json });
			assert.equal(answer.status, 404);
			assert.equal(((await answer.json()) as { code: string }).code, 'not_found');
			withHostHeaders(answer);
		}
	});

	test('a wrong body is 422 and names the field; no body at all does not hang', async () => {
		const path = await begin(at());
		const send = (body?: string) =>
			fetch(`${path}/messages`, { method: 'POST', headers: json, ...(body !== undefined && { body }) });
		const wrong = await send('{"content":" "}');
		assert.equal(wrong.status, 422);
		assert.deepEqual(((await wrong.json()) as { detail: { loc: unknown }[] }).detail[0]?.loc, ['body', 'content']);
		withHostHeaders(wrong);
		assert.equal((await send()).status, 422);
	});

	test('a preflight of a listed origin is answered; of another it is not', async () => {
		const preflight = (origin: string) =>
			fetch(`${at().face}/conversations`, {
				method: 'OPTIONS',
				headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
			});
		const allowed = await preflight(ORIGIN);
		assert.equal(allowed.status, 204);
		assert.equal(allowed.headers.get('access-control-allow-origin'), ORIGIN);
		const refused = await preflight('https://evil.example.com');
		assert.equal(refused.headers.get('access-control-allow-origin'), null);
	});

	test('without a caller it is 401, with the cross-origin header that lets the page read it', async () => {
		const answer = await fetch(`${at().face}/quota`, { headers: { origin: ORIGIN } });
		assert.equal(answer.status, 401);
		assert.equal(answer.headers.get('access-control-allow-origin'), ORIGIN);
		withHostHeaders(answer);
	});
}

function streams(at: () => Mounted): void {
	test('frames arrive one by one, each before the next is written', async () => {
		const { model } = at();
		const path = await begin(at());
		const gate = turnstile();
		model.says(async function* () {
			// A line that has ended is held back by nothing.
			for (const text of ['one\n', 'two\n', 'three\n']) {
				yield [{ type: 'text', text }];
				await gate.passed();
			}
			yield [{ type: 'finish', reason: 'stop' }];
		});
		const answer = await say(path, 'Count');
		assert.match(answer.headers['content-type'] ?? '', /^text\/event-stream/);
		assert.equal(answer.headers['x-host'], 'before');
		const seen: string[] = [];
		for await (const chunk of answer) {
			for (const [, word] of String(chunk).matchAll(/"delta":"(\w+)\\n"/g)) {
				seen.push(word as string);
				gate.open();
			}
		}
		assert.deepEqual(seen, ['one', 'two', 'three']);
	});

	test('a client that leaves stops nothing and raises nothing; the answer is stored whole', async () => {
		const { model, host } = at();
		const path = await begin(at());
		const gate = turnstile();
		model.says(async function* () {
			yield [{ type: 'text', text: 'Half of it' }];
			await gate.passed();
			yield [
				{ type: 'text', text: ' and the rest.' },
				{ type: 'finish', reason: 'stop' },
			];
		});
		const answer = await say(path, 'Go on');
		for await (const chunk of answer) if (String(chunk).includes('start-step')) break;
		answer.destroy();
		await pause(50);
		gate.open();
		assert.equal(await lastOf(path), 'Half of it and the rest.');
		assert.deepEqual(host.faults, []);
	});

	test('a client that leaves before the first frame raises nothing either', async () => {
		const { host } = at();
		const path = await begin(at());
		const leaving = new AbortController();
		const asked = fetch(`${path}/messages`, {
			method: 'POST',
			headers: { ...json, accept: 'text/event-stream' },
			body: '{"content":"Hi"}',
			signal: leaving.signal,
		});
		setImmediate(() => leaving.abort());
		await asked.then((response) => response.body?.cancel()).catch(() => {});
		await pause(50);
		assert.deepEqual(host.faults, []);
		assert.equal((await fetch(path, { headers: json })).status, 200);
	});
}

function hostsOwn(at: () => Mounted, prefix: string): void {
	test('the host’s own routes, its own 404 and its own error handler are untouched', async () => {
		const { url, host } = at();
		const own = await fetch(`${url}/own`);
		assert.deepEqual([own.status, await own.text()], [200, 'own']);
		withHostHeaders(own);
		const nothing = await fetch(`${url}/nothing-here`);
		assert.deepEqual([nothing.status, await nothing.text()], [404, 'nothing of ours']);
		const thrown = await fetch(`${url}/throws`);
		assert.deepEqual([thrown.status, await thrown.text()], [500, 'sorry: of the host']);
		assert.deepEqual(host.faults.splice(0).map(String), ['Error: of the host']);
	});

	test('what the kit does not know below its own prefix goes on to the host', async () => {
		const answer = await fetch(`${at().url}${prefix}/not/of/the/kit`);
		assert.deepEqual([answer.status, await answer.text()], [404, 'nothing of ours']);
	});

	test('the widget’s script is served with its type, or left to the host where it was not built', async () => {
		const answer = await fetch(`${at().url}${prefix}/deskbell.js`);
		if (answer.status === 404) return assert.equal(await answer.text(), 'nothing of ours');
		assert.equal(answer.status, 200);
		assert.match(answer.headers.get('content-type') ?? '', /^text\/javascript/);
		const sent = request(`${at().url}${prefix}/deskbell.js`, {
			headers: { 'if-none-match': answer.headers.get('etag') ?? '' },
		});
		sent.end();
		const [again] = await once(sent, 'response');
		again.resume();
		assert.equal(again.statusCode, 304);
	});

	test('an error of the kit never reaches the host', async () => {
		const { model, host } = at();
		const path = await begin(at());
		model.says(() => {
			throw new Error('of the model');
		});
		const answer = await fetch(`${path}/messages`, { method: 'POST', headers: json, body: '{"content":"Hi"}' });
		assert.equal(answer.status, 200);
		assert.equal(((await answer.json()) as { code: string }).code, 'vendor_outage');
		assert.deepEqual(host.faults, []);
	});
}

/** By node's own client: fetch may hand several frames over as one. */
async function say(path: string, content: string): Promise<IncomingMessage> {
	const sent = request(`${path}/messages`, { method: 'POST', headers: { ...json, accept: 'text/event-stream' } });
	sent.end(JSON.stringify({ content }));
	const [answer] = await once(sent, 'response');
	return answer as IncomingMessage;
}

async function lastOf(path: string): Promise<string> {
	for (let attempt = 0; attempt < 3_000; attempt += 1) {
		const { messages } = (await (await fetch(path, { headers: json })).json()) as {
			messages: { content: string; status: string }[];
		};
		const last = messages.at(-1);
		if (last?.status === 'complete') return last.content;
		await pause(20);
	}
	throw new Error('the answer was never stored');
}

/** Each `open` lets one through. */
function turnstile() {
	let tickets = 0;
	let wake = () => {};
	return {
		open() {
			tickets += 1;
			wake();
		},
		async passed() {
			while (tickets === 0)
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			tickets -= 1;
		},
	};
}
