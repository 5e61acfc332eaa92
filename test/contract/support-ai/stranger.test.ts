// What a client that knows only the standards asks and expects: challenges, exact paths, codings, tracing, limits by name.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { deflateSync, gzipSync } from 'node:zlib';
import { createClient, startKit } from '@deskbell/server-kit/testing';
import { codeOf } from './kits.ts';

const SHOP = 'https://www.shop.example';
const kit = await startKit({ origins: [SHOP] });
after(() => kit.close());
const ana = await kit.ready('ana');
const JSON_TYPE = { 'content-type': 'application/json' };

test('401 says by which credentials one comes in, and that those which were sent do not do', async () => {
	const challengeTo = async (headers: Record<string, string>) => {
		const { status, headers: told } = await createClient(kit.face, headers).get('/quota');
		assert.equal(status, 401);
		return told.get('www-authenticate');
	};
	assert.equal(await challengeTo({}), 'Bearer');
	assert.equal(await challengeTo({ authorization: 'Bearer a.b.c' }), 'Bearer error="invalid_token"');
	assert.equal(await challengeTo({ authorization: 'Basic YTpi' }), 'Bearer error="invalid_token"');
	for (const path of ['/quota', '/conversations/987654321'])
		assert.equal((await ana.get(path)).headers.get('www-authenticate'), null, path);
});

test('a path is what it is: a rule before the kit for /admin cannot be got round by /Admin', async () => {
	const admin = kit.as('grace', { kind: 'admin' });
	assert.equal((await admin.get('/admin/usage')).status, 200);
	for (const path of ['/Admin/usage', '/ADMIN/usage', '/admin/Usage', '/%61dmin/usage', '/admin//usage'])
		assert.equal((await admin.get(path)).status, 404, path);
	assert.equal((await admin.get('/admin/usage/')).status, 200, 'a slash at the end names the same');
	const shouted = await fetch(`${kit.url}/API/support/ai/quota`);
	assert.equal(shouted.status, 404);
	assert.equal(shouted.headers.get('x-request-id'), null, 'not ours');
});

test('a compressed body is 415 and names what is taken; nothing is made of it', async () => {
	const listed = async () => (await ana.get<{ cases: unknown[] }>('/cases')).body.cases.length;
	const before = await listed();
	const plain = JSON.stringify({ subject: 'a', description: 'b' });
	const codings = [
		['gzip', gzipSync(plain)],
		['deflate', deflateSync(plain)],
		['gzip, gzip', gzipSync(gzipSync(plain))],
		['br', plain],
		['made-up', plain],
	] as const;
	for (const [coding, body] of codings) {
		const response = await ana.raw('POST', '/cases', { body, headers: { ...JSON_TYPE, 'content-encoding': coding } });
		assert.equal(response.status, 415, coding);
		assert.equal(response.headers.get('accept-encoding'), 'identity');
		assert.equal(codeOf({ body: await response.json() }), 'media_type_unsupported');
	}
	assert.equal(await listed(), before);
	const headers = { ...JSON_TYPE, 'content-encoding': 'identity' };
	assert.equal((await ana.raw('POST', '/cases', { body: plain, headers })).status, 200);
});

test('a body that the host’s own parser has unpacked is taken as the host read it', async (t) => {
	const host = createServer((request: IncomingMessage & { body?: unknown }, response) => {
		request.resume();
		request.body = { title: 'Unpacked' };
		kit.kit.callback(request, response);
	});
	host.listen(0, '127.0.0.1');
	await once(host, 'listening');
	t.after(() => host.close());
	const before = (await ana.get<{ conversations: unknown[] }>('/conversations')).body.conversations.length;
	const caller = encodeURIComponent(JSON.stringify({ tenantId: 'acme', userId: 'ana', kind: 'customer', roles: [] }));
	const { port } = host.address() as AddressInfo;
	const response = await fetch(`http://127.0.0.1:${port}/api/support/ai/conversations`, {
		method: 'POST',
		body: gzipSync('{}'),
		headers: { ...JSON_TYPE, 'content-encoding': 'gzip', 'x-test-caller': caller, connection: 'close' },
	});
	assert.equal(response.status, 200);
	const { conversations } = (await ana.get<{ conversations: { title: string }[] }>('/conversations')).body;
	assert.deepEqual([conversations.length, conversations[0]?.title], [before + 1, 'Unpacked']);
});

test('a page whose calls are traced may call: the preflight allows what tracing adds', async () => {
	const asked = 'authorization,baggage,content-type,sentry-trace,traceparent,tracestate';
	const preflight = await ana.raw('OPTIONS', `${ana.path}/messages`, {
		headers: { origin: SHOP, 'access-control-request-method': 'POST', 'access-control-request-headers': asked },
	});
	assert.equal(preflight.status, 204);
	const allowed = (preflight.headers.get('access-control-allow-headers') ?? '').toLowerCase().split(/,\s*/);
	assert.deepEqual(
		asked.split(',').filter((name) => !allowed.includes(name)),
		[],
	);
});

test('a page on another origin may read every header that is ours', async () => {
	const { headers } = await ana.stream(`${ana.path}/messages`, { content: 'Hello' }, { origin: SHOP });
	const exposed = (headers.get('access-control-expose-headers') ?? '').toLowerCase().split(/,\s*/);
	const own = [...headers.keys()].filter((name) => /^(x-(?!content|accel)|ratelimit|retry|idempotency)/.test(name));
	assert.ok(own.includes('x-vercel-ai-ui-message-stream') && own.includes('ratelimit'), own.join());
	assert.deepEqual(
		own.filter((name) => !exposed.includes(name)),
		[],
	);
	for (const name of ['idempotency-replayed', 'deskbell-batch', 'deskbell-batch-size'])
		assert.ok(exposed.includes(name));
});

test('each limit is told by its own name, and exports are counted apart from erasures', async (t) => {
	const own = await startKit({ rates: { data: { limit: 2, windowSeconds: 60 } } });
	t.after(() => own.close());
	const ben = own.as('ben');
	const left = ({ headers }: { headers: Headers }) => headers.get('ratelimit')?.replace(/;t=\d+$/, '');
	const exported = await ben.get('/export');
	assert.equal(exported.headers.get('ratelimit-policy'), '"data";q=2;w=60');
	assert.equal(left(exported), '"data";r=1');
	assert.equal(left(await ben.delete('/me')), '"data";r=1');
	assert.equal(left(await ben.get('/export')), '"data";r=0');
	const refused = await ben.get('/export');
	assert.deepEqual([refused.status, codeOf(refused), left(refused)], [429, 'rate_limited', '"data";r=0']);
	assert.ok(Number(refused.headers.get('retry-after')) > 0);
});

test('half a surrogate pair in a name is nobody: two such people would be kept as one', async () => {
	for (const who of [{ userId: 'ana\ud800' }, { userId: '\udc00ana' }, { tenantId: 'ac\ud83dme' }])
		assert.equal((await kit.as('eve', who).get('/quota')).status, 401, JSON.stringify(who));
	assert.equal((await kit.as('ana😀').get('/quota')).status, 200);
});

test('a subject is one line, however it was pasted; the description stays as it was written', async () => {
	const description = 'First\n\n  second\tline ';
	const pasted = { subject: '  Invoice\r\nBcc: eve@evil.example\u0007\u2028 is \t missing \n', description };
	const { body } = await ana.post<{ subject: string; description: string }>('/cases', pasted);
	assert.deepEqual([body.subject, body.description], ['Invoice Bcc: eve@evil.example is missing', description]);
});

test('what shows nothing is left out where it may be, and counts for nothing', async () => {
	const unseen = '\u200b\u2060\ufeff \u3164';
	const { body } = await ana.post<{ conversation_id: number; title: unknown }>('/conversations', { title: unseen });
	assert.equal(body.title, null);
	const family = '👨‍👩‍👧';
	assert.equal((await ana.post<{ title: unknown }>('/conversations', { title: family })).body.title, family);
	const answer = await ana.post(`${ana.path}/messages`, { content: '\u200f❓' });
	assert.equal(answer.status, 200, 'a mark beside something that shows is part of the text');
});

test('a case that was only asked for by HEAD is still unread', async () => {
	const { body: made } = await ana.post<{ id: number }>('/cases', { subject: 'Unread', description: 'b' });
	const agent = { tenantId: 'acme', userId: 'jo', kind: 'agent' as const, roles: [], name: 'Jo' };
	await kit.kit.core.tickets.comment(agent, made.id, { body: 'A reply.', visibility: 'public' });
	const isUnread = async () => {
		const { cases } = (await ana.get<{ cases: { id: number; unread: boolean }[] }>('/cases')).body;
		return cases.find(({ id }) => id === made.id)?.unread;
	};
	assert.equal((await ana.raw('HEAD', `/cases/${made.id}`)).status, 200);
	assert.equal(await isUnread(), true);
	await ana.get(`/cases/${made.id}`);
	assert.equal(await isUnread(), false);
});

test('a cache is told that the answer depends on `Accept` where it does, and only there', async () => {
	const question = { content: 'How large may uploads be?' };
	const dependsOn = ({ headers }: { headers: Headers }) => (headers.get('vary') ?? '').split(/,\s*/).includes('Accept');
	assert.equal(dependsOn(await ana.post(`${ana.path}/messages`, question)), true, 'as JSON');
	assert.equal(dependsOn(await ana.stream(`${ana.path}/messages`, question)), true, 'as a stream');
	for (const path of ['/quota', `${ana.path}/stream`]) assert.equal(dependsOn(await ana.get(path)), false, path);
});

test('a parameter that is given twice is said to be, and neither is taken', async () => {
	for (const query of ['limit=1&limit=2', 'cursor=a&cursor=b', 'status_filter=open&status_filter=closed']) {
		const [name] = query.split('=');
		const { status, body } = await ana.get<{ detail: unknown }>(`/cases?${query}`);
		const msg = 'Value error, give this parameter once';
		assert.deepEqual([status, body.detail], [422, [{ loc: ['query', name], msg, type: 'value_error' }]]);
	}
});

test('of the languages that are asked for the one that is wanted most is spoken, wherever it stands', async () => {
	const spoken = async (asked: string) => {
		const made = await ana.post<{ locale: string }>('/conversations', {}, { 'accept-language': asked });
		return made.body.locale;
	};
	assert.equal(await spoken('de'), 'de');
	assert.equal(await spoken('fr;q=0.5, de'), 'de');
	assert.equal(await spoken('fr;q=0, de;q=0.1'), 'de', 'what is refused is not spoken');
	assert.equal(await spoken('pt-BR,pt;q=0.9,en;q=0.8'), 'pt-BR');
	assert.equal(await spoken('*, de;q=0.3'), 'de');
	for (const none of ['*', 'de-\u00e9', ';;;', 'x-'.repeat(500)]) assert.equal(await spoken(none), 'en', none);
});
