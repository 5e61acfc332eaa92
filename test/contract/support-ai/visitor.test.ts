// Visitors: let in where the host says so, known by a token that only we can make, and no further than their own.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type Client, createClient, type StartedKit, type StartOptions } from '@deskbell/server-kit/testing';
import { ModelFault } from '../../../server-kit/src/core/model.ts';
import type { DegradedView, VisitorToken } from '../../../server-kit/src/protocol/index.ts';
import { codeOf, failingAnswer, kitFor } from './kits.ts';

const ACME = 'https://www.acme.example';
const GLOBEX = 'https://www.globex.example';

function desk(t: TestContext, options: StartOptions = {}): Promise<StartedKit> {
	return kitFor(t, { visitors: { tenant: 'acme' }, origins: [ACME], ...options });
}

async function welcomed(kit: StartedKit, headers: Record<string, string> = {}): Promise<VisitorToken> {
	const { status, body } = await createClient(kit.face, headers).post<VisitorToken>('/visitor');
	assert.equal(status, 200, JSON.stringify(body));
	return body;
}

function withToken(kit: StartedKit, token: string, headers: Record<string, string> = {}): Client {
	return createClient(kit.face, { authorization: `Bearer ${token}`, ...headers });
}

test('where the host says nothing there are none: the path is as good as none', async (t) => {
	const kit = await kitFor(t);
	const nobody = createClient(kit.face, {});
	const [off, nowhere] = [await nobody.post('/visitor'), await nobody.post('/nowhere')];
	const told = ({ status, body }: typeof off) => ({ status, ...body, request_id: null });
	assert.deepEqual(told(off), told(nowhere));
	assert.equal(off.status, 404);
	const { token } = await welcomed(await desk(t));
	assert.equal((await withToken(kit, token).get('/quota')).status, 401, 'a token from when there were some');
});

test('a visitor asks, reads, rates and deletes like anybody, by a token alone', async (t) => {
	const kit = await desk(t);
	const { token, visitor_id, expires_at } = await welcomed(kit);
	assert.match(visitor_id, /^vis_[\w-]{22}$/);
	assert.equal(Date.parse(expires_at), kit.clock.now() + 60 * 60_000);
	const visitor = withToken(kit, token);
	await visitor.post('/disclosure/accept', { version: '1' });
	const { body } = await visitor.post<{ conversation_id: number }>('/conversations', {});
	const path = `/conversations/${body.conversation_id}`;
	const turn = await visitor.stream(`${path}/messages`, { content: 'How?' });
	assert.equal(turn.parts.at(-1)?.type, 'finish');
	assert.equal((await visitor.post(`${path}/feedback`, { helpful: true })).status, 200);
	const other = withToken(kit, (await welcomed(kit)).token);
	assert.equal((await other.get(path)).status, 404);
	assert.equal((await visitor.delete(path)).status, 200);
});

test('a visitor who gets no answer is offered no case, which could not be filed; a customer is', async (t) => {
	const kit = await desk(t, { enabled: false });
	const visitor = withToken(kit, (await welcomed(kit)).token);
	const told = async (client: Client) => {
		const { body } = await client.post<{ conversation_id: number }>('/conversations', {});
		const turn = await client.post<DegradedView>(`/conversations/${body.conversation_id}/messages`, {
			content: 'How?',
		});
		assert.equal(turn.body.code, 'master_flag_off');
		return turn.body.fallback;
	};
	assert.equal(await told(visitor), null);
	assert.deepEqual(await told(kit.as('ana')), { kind: 'create_case' });
});

test('nor is one whose answer breaks off, as it streams and when it is told again', async (t) => {
	const kit = await desk(t);
	const visitor = withToken(kit, (await welcomed(kit)).token);
	await visitor.post('/disclosure/accept', { version: '1' });
	const { body } = await visitor.post<{ conversation_id: number }>('/conversations', {});
	for (let tries = 0; tries < 2; tries++) kit.model.says(failingAnswer(new ModelFault('vendor_outage')));
	const path = `/conversations/${body.conversation_id}/messages`;
	const asked = { content: 'How?', client_message_id: 'the-same' };
	for (let tellings = 0; tellings < 2; tellings++) {
		const { parts } = await visitor.stream(path, asked);
		const degraded = parts.find(({ type }) => type === 'data-degraded');
		assert.ok(degraded?.type === 'data-degraded');
		assert.deepEqual([degraded.data.code, degraded.data.fallback], ['vendor_outage', null]);
	}
});

/** What each kind of caller may do. A row that is not here fails the next test. */
const REACH: Readonly<Record<string, readonly [customer: number, visitor: number]>> = {
	'GET /conversations': [200, 200],
	'POST /conversations': [200, 200],
	'GET /disclosure/status': [200, 200],
	'GET /quota': [200, 200],
	'GET /export': [200, 200],
	'GET /conversations/987654321': [404, 404],
	'DELETE /conversations/987654321': [404, 404],
	'POST /conversations/987654321/stop': [404, 404],
	'POST /conversations/987654321/escalate': [404, 404],
	'GET /conversations/987654321/stream': [404, 404],
	'POST /conversations/987654321/feedback': [422, 422],
	'POST /conversations/987654321/messages': [422, 422],
	'POST /conversations/987654321/actions': [422, 422],
	'POST /conversations/987654321/tool-approvals/987654321': [422, 422],
	'POST /disclosure/accept': [422, 422],
	'GET /cases': [200, 403],
	'POST /cases': [422, 403],
	'GET /cases/987654321': [404, 403],
	'POST /cases/987654321/comments': [422, 403],
	'GET /events': [200, 403],
	'POST /visitor': [200, 200],
	'DELETE /me': [200, 200],
};

test('a visitor reaches every route of conversations and of their own data, and no case', async (t) => {
	const kit = await desk(t);
	const { paths } = kit.kit.openapi()['support-ai'] as { paths: Record<string, Record<string, unknown>> };
	const all = Object.entries(paths).flatMap(([path, methods]) =>
		Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.slice('/api/support/ai'.length)}`),
	);
	// Who reaches the admin's routes is a table of its own, with visitors in it.
	const routes = all.filter((name) => !name.includes(' /admin/'));
	const rows = Object.keys(REACH);
	assert.deepEqual(routes.map((name) => name.replaceAll(/\{\w+\}/g, '987654321')).sort(), [...rows].sort());
	const visitor = withToken(kit, (await welcomed(kit)).token);
	for (const [name, expected] of Object.entries(REACH)) {
		const [method, path] = name.split(' ') as [string, string];
		const sent = method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {};
		for (const [index, client] of [kit.as('ana'), visitor].entries()) {
			const leave = new AbortController();
			const response = await client.raw(method, path, { ...sent, signal: leave.signal });
			assert.equal(response.status, expected[index], `${name} of ${index === 0 ? 'a customer' : 'a visitor'}`);
			leave.abort();
		}
	}
});

test('a person who is signed in is that person, whatever visitor’s token the page has kept', async (t) => {
	const kit = await desk(t);
	const { token } = await welcomed(kit);
	const visitor = withToken(kit, token);
	await visitor.post('/conversations', { title: 'of the visitor' });
	const ana = kit.as('ana');
	const signedIn = await ana.get<{ conversations: unknown[] }>('/conversations', { authorization: `Bearer ${token}` });
	assert.deepEqual([signedIn.status, signedIn.body.conversations], [200, []]);
	const signedOut = await visitor.get<{ conversations: unknown[] }>('/conversations');
	assert.equal(signedOut.body.conversations.length, 1);
});

test('a token that holds is renewed for the same visitor; one that does not makes a new one', async (t) => {
	const kit = await desk(t, { visitors: { tenant: 'acme', tokenMinutes: 10 } });
	const first = await welcomed(kit);
	kit.clock.pass(9 * 60_000);
	const second = await welcomed(kit, { authorization: `Bearer ${first.token}` });
	assert.equal(second.visitor_id, first.visitor_id);
	assert.equal(Date.parse(second.expires_at) - Date.parse(first.expires_at), 9 * 60_000);
	kit.clock.pass(10 * 60_000 + 59_000);
	assert.equal((await withToken(kit, second.token).get('/quota')).status, 200, 'a minute is forgiven');
	kit.clock.pass(2_000);
	assert.equal((await withToken(kit, second.token).get('/quota')).status, 401);
	const third = await welcomed(kit, { authorization: `Bearer ${second.token}` });
	assert.notEqual(third.visitor_id, first.visitor_id);
});

test('one tenant: pages of this server and of the listed origins, no others', async (t) => {
	const kit = await desk(t);
	for (const origin of [ACME, kit.url]) await welcomed(kit, { origin });
	for (const origin of [GLOBEX, 'null', 'https://www.acme.example.evil.example', 'http://www.acme.example']) {
		const refused = await createClient(kit.face, { origin }).post('/visitor');
		assert.deepEqual([refused.status, codeOf(refused)], [403, 'forbidden'], origin);
		const { token } = await welcomed(kit);
		assert.equal((await withToken(kit, token, { origin }).get('/quota')).status, 401, origin);
	}
});

test('a tenant for each origin: the page says whose visitor it is, and no token crosses over', async (t) => {
	const visitors = { tenant: { [ACME]: 'acme', [GLOBEX]: 'globex' } };
	const kit = await desk(t, { visitors, origins: [ACME, GLOBEX] });
	const [acme, globex] = [await welcomed(kit, { origin: ACME }), await welcomed(kit, { origin: GLOBEX })];
	assert.equal((await withToken(kit, acme.token, { origin: ACME }).get('/quota')).status, 200);
	assert.equal((await withToken(kit, acme.token, { origin: GLOBEX }).get('/quota')).status, 401);
	const crossed = await welcomed(kit, { origin: GLOBEX, authorization: `Bearer ${acme.token}` });
	assert.notEqual(crossed.visitor_id, acme.visitor_id, 'nor is it renewed there');
	assert.equal((await withToken(kit, globex.token, { origin: GLOBEX }).get('/quota')).status, 200);
	const nowhere = await createClient(kit.face, {}).post('/visitor');
	assert.deepEqual([nowhere.status, codeOf(nowhere)], [403, 'forbidden'], 'a request that names no page');
});

test('new visitors are counted by network address; a renewal is none, and nobody invents an address', async (t) => {
	const kit = await desk(t, { rates: { visitors: { limit: 3, windowSeconds: 60 } } });
	const nobody = createClient(kit.face, {});
	const [first] = [await welcomed(kit), await welcomed(kit)];
	const left = ({ headers }: { headers: Headers }) => headers.get('ratelimit')?.replace(/;t=\d+$/, '');
	const third = await nobody.post('/visitor');
	assert.deepEqual([third.headers.get('ratelimit-policy'), left(third)], ['"visitors";q=3;w=60', '"visitors";r=0']);
	const limited = await nobody.post('/visitor', undefined, { 'x-forwarded-for': '203.0.113.9' });
	assert.deepEqual([limited.status, codeOf(limited), left(limited)], [429, 'rate_limited', '"visitors";r=0']);
	assert.ok(Number(limited.headers.get('retry-after')) > 0);
	assert.equal((await withToken(kit, first.token).post('/visitor')).status, 200);
});

test('behind proxies of the host’s own the address is the one that the outermost of them heard', async (t) => {
	const visitors = { tenant: 'acme', trustedProxies: 1 };
	const kit = await desk(t, { visitors, rates: { visitors: { limit: 1, windowSeconds: 60 } } });
	const from = async (chain: string) => {
		const { status, headers } = await createClient(kit.face, { 'x-forwarded-for': chain }).post('/visitor');
		assert.match(headers.get('ratelimit') ?? '', /r=0/, 'told of the same address as is counted');
		return status;
	};
	assert.equal(await from('203.0.113.1'), 200);
	assert.equal(await from('203.0.113.1'), 429);
	assert.equal(await from('198.51.100.7, 203.0.113.1'), 429, 'what a client writes before it is not heard');
	assert.equal(await from('203.0.113.2'), 200);
	assert.equal(await from('2001:db8:1:2::1'), 200);
	assert.equal(await from('2001:db8:1:2:ffff::9'), 429, 'one network of addresses');
	assert.equal(await from('2001:db8:1:3::1'), 200);
	assert.equal(await from('::ffff:203.0.113.2'), 429);
});
