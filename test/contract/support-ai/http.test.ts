// What holds for every request below the face: who calls, request ids, caches, origins, methods, bodies, absent things.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createClient, startKit } from '@deskbell/server-kit/testing';
import { codeOf, faultsOf, withoutRequestId } from './kits.ts';

const SHOP = 'https://www.shop.example';
const kit = await startKit({ origins: [SHOP] });
after(() => kit.close());
const ana = await kit.ready('ana');
const aCase = await ana.post<{ id: number }>('/cases', { subject: 'Upload', description: 'It stops.' });

const everything: readonly [method: string, path: string, body?: unknown][] = [
	['GET', '/cases'],
	['POST', '/cases', { subject: 'a', description: 'b' }],
	['GET', `/cases/${aCase.body.id}`],
	['POST', `/cases/${aCase.body.id}/comments`, { body: 'a' }],
	['GET', '/conversations'],
	['POST', '/conversations', {}],
	['GET', ana.path],
	['DELETE', ana.path],
	['POST', `${ana.path}/escalate`, {}],
	['POST', `${ana.path}/feedback`, { helpful: true }],
	['POST', `${ana.path}/messages`, { content: 'a' }],
	['GET', `${ana.path}/stream`],
	['POST', `${ana.path}/stop`],
	['POST', '/disclosure/accept', { version: '1' }],
	['GET', '/disclosure/status'],
	['GET', '/quota'],
	['GET', '/events'],
];

function init(body: unknown, headers: Record<string, string> = {}): RequestInit {
	if (body === undefined) return { headers };
	return { body: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } };
}

for (const [method, path, body] of everything) {
	test(`${method} ${path.replace(/\d+/, '{id}')} without a caller: 401, a request id, nothing cached`, async () => {
		const nobody = createClient(kit.face, {});
		const response = await nobody.raw(method, path, init(body));
		assert.equal(response.status, 401);
		assert.equal(response.headers.get('cache-control'), 'no-store');
		assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
		const answer = (await response.json()) as Record<string, unknown>;
		assert.deepEqual(Object.keys(answer).sort(), ['code', 'detail', 'request_id']);
		assert.equal(answer.code, 'unauthenticated');
		assert.equal(answer.request_id, response.headers.get('x-request-id'));
	});

	if (!path.match(/\d/)) continue;
	test(`${method} ${path.replace(/\d+/, '{id}')}: another tenant's, another person's and none are the same 404`, async () => {
		const neighbour = kit.as('ben');
		const sameName = kit.as('ana', { tenantId: 'globex' });
		const answers = [
			await neighbour.raw(method, path, init(body)),
			await sameName.raw(method, path, init(body)),
			await kit.as('ana').raw(method, path.replace(/\d+/, '987654321'), init(body)),
			await kit.as('ana').raw(method, path.replace(/\d+/, '-1'), init(body)),
		];
		const bodies = await Promise.all(answers.map(async (answer) => ({ body: await answer.json() })));
		for (const [at, answer] of answers.entries()) {
			assert.equal(answer.status, 404);
			assert.deepEqual(withoutRequestId(bodies[at] as { body: unknown }), { code: 'not_found', detail: 'Not found.' });
		}
		const names = answers.map((answer) => [...answer.headers.keys()].sort().join());
		assert.equal(new Set(names).size, 1, 'the headers tell no difference either');
	});
}

test('a service that speaks for nobody is refused with 403', async () => {
	const answer = await kit.as('robot', { kind: 'service' }).get('/conversations');
	assert.equal(answer.status, 403);
	assert.equal(codeOf(answer), 'forbidden');
});

test('a well-formed X-Request-Id is taken over, another one is replaced', async () => {
	for (const good of ['trace-0123.abc:9', '7', 'a'.repeat(128)])
		assert.equal((await ana.get('/quota', { 'x-request-id': good })).headers.get('x-request-id'), good);
	for (const bad of ['a'.repeat(129), 'with space', '<script>alert(1)</script>']) {
		const made = (await ana.get('/quota', { 'x-request-id': bad })).headers.get('x-request-id');
		assert.match(made ?? '', /^req_[\w-]{20,}$/);
	}
	const failed = await ana.get('/conversations/987654321', { 'x-request-id': 'trace-0123.abc' });
	assert.equal((failed.body as { request_id: string }).request_id, 'trace-0123.abc');
});

test('answers to a person are never cached', async () => {
	for (const path of ['/quota', '/conversations', ana.path, '/disclosure/status', '/cases'])
		assert.equal((await ana.get(path)).headers.get('cache-control'), 'no-store');
});

test('a listed origin may read; any other gets no permission, not even null', async () => {
	const listed = await ana.get('/quota', { origin: SHOP });
	assert.equal(listed.headers.get('access-control-allow-origin'), SHOP);
	assert.match(listed.headers.get('access-control-expose-headers') ?? '', /X-Request-Id/i);
	assert.match(listed.headers.get('vary') ?? '', /Origin/i);
	for (const origin of [
		'https://evil.example',
		'null',
		`${SHOP}.evil.example`,
		'http://www.shop.example',
		`${SHOP}:444`,
	]) {
		const other = await ana.get('/quota', { origin });
		assert.equal(other.headers.get('access-control-allow-origin'), null, origin);
		assert.match(other.headers.get('vary') ?? '', /Origin/i);
	}
});

test('an error can be read by a listed origin too', async () => {
	const refused = await createClient(kit.face, {}).get('/quota', { origin: SHOP });
	assert.equal(refused.status, 401);
	assert.equal(refused.headers.get('access-control-allow-origin'), SHOP);
});

test('a preflight is answered for a listed origin only', async () => {
	const ask = (origin: string) =>
		ana.raw('OPTIONS', '/cases', {
			headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
		});
	const listed = await ask(SHOP);
	assert.equal(listed.status, 204);
	assert.match(listed.headers.get('access-control-allow-methods') ?? '', /POST/);
	assert.match(listed.headers.get('access-control-allow-headers') ?? '', /Authorization/i);
	const other = await ask('https://evil.example');
	assert.equal(other.headers.get('access-control-allow-origin'), null);
	assert.equal(other.headers.get('access-control-allow-methods'), null);
});

test("another site's page cannot act with the visitor's session", async () => {
	const before = await ana.get<{ conversations: unknown[] }>('/conversations');
	for (const site of ['cross-site', 'same-site']) {
		const forged = await ana.post('/conversations', {}, { 'sec-fetch-site': site, origin: 'https://evil.example' });
		assert.equal(forged.status, 403);
		assert.equal(codeOf(forged), 'forbidden');
	}
	const own = await ana.get<{ conversations: unknown[] }>('/conversations');
	assert.equal(own.body.conversations.length, before.body.conversations.length, 'nothing was begun');
	const listed = await ana.post('/conversations', {}, { 'sec-fetch-site': 'cross-site', origin: SHOP });
	assert.equal(listed.status, 200);
	const ownPage = await ana.post('/conversations', {}, { 'sec-fetch-site': 'same-origin', origin: kit.url });
	assert.equal(ownPage.status, 200);
});

test('a path that knows other methods names them', async () => {
	const wrong: readonly [string, string, string[]][] = [
		['PATCH', '/cases', ['GET', 'HEAD', 'POST']],
		['DELETE', '/cases/1', ['GET', 'HEAD']],
		['PUT', '/conversations/1', ['DELETE', 'GET', 'HEAD']],
		['GET', '/conversations/1/messages', ['POST']],
		['POST', '/quota', ['GET', 'HEAD']],
	];
	for (const [method, path, allowed] of wrong) {
		const response = await ana.raw(method, path);
		assert.equal(response.status, 405, `${method} ${path}`);
		assert.deepEqual(response.headers.get('allow')?.split(', ').sort(), allowed);
		assert.equal(codeOf({ body: await response.json() }), 'method_not_allowed');
	}
});

test('an unknown path below the face is a 404 of the face', async () => {
	for (const path of ['', '/', '/case', '/conversations/1/feedbacks', '/quota/1']) {
		const response = await ana.raw('GET', path);
		assert.equal(response.status, 404, path);
		assert.deepEqual(withoutRequestId({ body: await response.json() }), { code: 'not_found', detail: 'Not found.' });
	}
});

test('what is not JSON: 422 json_invalid for the form, 415 for the type, 413 for the size', async () => {
	const send = (body: string, type: string) =>
		ana.raw('POST', '/cases', { body, headers: type ? { 'content-type': type } : {} });
	for (const text of ['{', '{"subject":}', "{'subject':1}", 'subject=1', '{"a":1}}']) {
		const broken = await send(text, 'application/json');
		const answer = { body: await broken.json() };
		assert.equal(broken.status, 422);
		assert.equal(codeOf(answer), 'json_invalid');
		assert.deepEqual(faultsOf(answer), ['body.0 json_invalid']);
	}
	for (const type of [
		'text/plain',
		'application/x-www-form-urlencoded',
		'multipart/form-data',
		'application/jsonp',
		'text/json',
	]) {
		const other = await send('{"subject":"a","description":"b"}', type);
		assert.equal(other.status, 415, type);
		assert.equal(codeOf({ body: await other.json() }), 'media_type_unsupported');
	}
	const large = await send(JSON.stringify({ subject: 'a', description: 'b'.repeat(300 * 1024) }), 'application/json');
	assert.equal(large.status, 413);
	assert.equal(codeOf({ body: await large.json() }), 'body_too_large');
});

test('JSON with a charset or a suffix is JSON', async () => {
	for (const type of ['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/vnd.acme+json']) {
		const sent = await ana.raw('POST', '/conversations', { body: '{}', headers: { 'content-type': type } });
		assert.equal(sent.status, 200, type);
	}
});

test('a caller that does not fit the store, or names no kind we know, is nobody', async () => {
	const strange = [
		{ tenantId: '' },
		{ userId: '' },
		{ tenantId: 'a'.repeat(65) },
		{ userId: 'u'.repeat(129) },
		{ userId: 'two\nlines' },
		{ kind: 'root' as 'admin' },
	];
	for (const who of strange) assert.equal((await kit.as('eve', who).get('/quota')).status, 401, JSON.stringify(who));
});

test('a host whose own session check throws gets a plain 500 of ours', async () => {
	const broken = await createClient(kit.face, { 'x-test-caller': '%7Bnot-json' }).get('/quota');
	assert.equal(broken.status, 500);
	assert.deepEqual(withoutRequestId(broken), {
		code: 'internal_error',
		detail: 'Something went wrong here. Quote the request id.',
	});
});

test('a body that is not UTF-8 is no JSON: half a character is not guessed', async () => {
	const body = Buffer.from([...Buffer.from('{"subject":"'), 0xff, 0xc0, ...Buffer.from('","description":"b"}')]);
	const answer = await ana.raw('POST', '/cases', { body, headers: { 'content-type': 'application/json' } });
	assert.equal(answer.status, 422);
	assert.equal(((await answer.json()) as { code: string }).code, 'json_invalid');
});
