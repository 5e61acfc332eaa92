// Odd inputs on every endpoint: a typed answer each time, never a fault of the server, never an echo.

import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startKit } from '@deskbell/server-kit/testing';
import { endpointsOf } from '../../server-kit/scripts/document.ts';
import { documents } from './documents.ts';

const CANARY = 'canary-7f3e';
const FACE = '/api/support/ai';
const faults: unknown[] = [];
const kit = await startKit({
	rates: { messages: { limit: 100_000, windowSeconds: 60 } },
	quota: { user: { messages: null } },
	log: { info() {}, warn() {}, error: (message, facts) => void faults.push([message, facts]) },
});
after(() => kit.close());
const ana = await kit.ready('ana');
const aCase = await ana.post<{ id: number }>('/cases', { subject: 'a', description: 'b' });

const OWN: readonly (readonly [path: string, field: string])[] = [
	['/cases', 'subject'],
	[`/cases/${aCase.body.id}/comments`, 'body'],
	['/conversations', 'title'],
	[`${ana.path}/feedback`, 'comment'],
	[`${ana.path}/messages`, 'content'],
	[`${ana.path}/tool-approvals/987654321`, 'approved'],
	['/disclosure/accept', 'version'],
	[`${ana.path}/stop`, 'reason'],
	[`${ana.path}/escalate`, 'note'],
	[`${ana.path}/actions`, 'action_id'],
];

/** As an admin: what has an id leads nowhere, so that each body meets the same desk. */
const ADMIN: readonly (readonly [path: string, field: string, method?: 'PUT' | 'PATCH'])[] = [
	['/admin/articles', 'slug'],
	['/admin/articles/987654321', 'body', 'PUT'],
	['/admin/articles/import', 'base_url'],
	['/admin/settings', 'version', 'PUT'],
	['/admin/training-candidates/987654321/approve', 'better_answer'],
	['/admin/training-candidates/987654321/reject', 'note'],
	['/admin/training-candidates/987654321/undo', 'note'],
	['/admin/webhooks', 'url'],
	['/admin/webhooks/987654321', 'description', 'PATCH'],
	['/admin/webhooks/987654321/rotate-secret', 'overlap_hours'],
];

const admin = kit.as('grace', { kind: 'admin' });
const WRITES = [
	...OWN.map(([path, field]) => ({ who: ana, method: 'POST', path, field })),
	...ADMIN.map(([path, field, method = 'POST']) => ({ who: admin, method, path, field })),
];

test('every operation that takes a body is among them', () => {
	const documented = [...documents.values()]
		.flatMap(endpointsOf)
		.filter(({ requestBody, path }) => requestBody && path.startsWith(FACE))
		.map(({ method, path }) => `${method.toUpperCase()} ${path.slice(FACE.length).replaceAll(/\{\w+\}/g, 'ID')}`);
	const asked = WRITES.map(({ method, path }) => `${method} ${path.replaceAll(/\/\d+/g, '/ID')}`);
	const missing = documented.filter((one) => !asked.includes(one));
	assert.deepEqual(missing, []);
});

const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** Bodies as they stand on the wire; `FIELD` is each endpoint's own text. */
const BODIES: readonly (readonly [name: string, body: string | Uint8Array<ArrayBuffer>])[] = [
	['deep lists', deep('[', ']', 100_000)],
	['deep lists in a field', `{"FIELD":${deep('[', ']', 60_000)}}`],
	[
		'deep objects in the page’s context',
		`{"FIELD":"a","context":${deep('{"a":', '}', 30_000).replace('{"a":}', '{}')}}`,
	],
	['deep lists in the page’s context', `{"FIELD":"a","context":{"a":${deep('[', ']', 60_000)}}}`],
	['__proto__', `{"__proto__":{"FIELD":"${CANARY}","isAdmin":true},"constructor":{"prototype":{"x":1}}}`],
	['__proto__ in the context', `{"FIELD":"a","context":{"__proto__":{"polluted":true},"constructor":1}}`],
	['doubled keys', `{"FIELD":"${CANARY}","FIELD":5}`],
	['NUL', '{"FIELD":"a\\u0000b","client_message_id":"a\\u0000b","reasons":["\\u0000"],"helpful":true}'],
	[
		'lone surrogates',
		'{"FIELD":"\\ud800 and \\udfff","client_message_id":"\\ud800","reasons":["\\ud800"],"helpful":true}',
	],
	['controls and bidi', '{"FIELD":"\\u0007\\u202e\\u2066\\ufeff\\u001b[31m"}'],
	['a list for text', `{"FIELD":["${CANARY}"]}`],
	['an object for text', `{"FIELD":{"toString":"${CANARY}","length":5}}`],
	['numbers beyond all bounds', '{"FIELD":1e999,"rating":1e999,"message_id":-1e999,"conversation_id":1e400}'],
	['huge ids', '{"FIELD":"a","rating":5,"message_id":9007199254740993,"conversation_id":-9007199254740991}'],
	['SQL', `{"FIELD":"'; drop table support_tickets; --"}`],
	['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0xc0, 0x22, 0x7d])],
	['UTF-16', new Uint8Array(Buffer.from('\ufeff{"FIELD":"a"}', 'utf16le'))],
	['a megabyte', `{"FIELD":"${'x'.repeat(1024 * 1024)}"}`],
	['a thousand keys', `{${Array.from({ length: 5000 }, (_, at) => `"k${at}":1`).join()}}`],
	['a long run that no filter may chew on', `{"FIELD":"${'a'.repeat(7990)}@"}`],
	['nothing', ''],
];

async function assertTyped(response: Response, what: string): Promise<void> {
	const text = await response.text();
	assert.ok(response.status < 500, `${what}: ${response.status} ${text.slice(0, 200)}`);
	if (response.status < 400) return;
	assert.match(response.headers.get('content-type') ?? '', /^application\/json/, what);
	const answer = JSON.parse(text) as Record<string, unknown>;
	assert.ok(answer.detail || answer.degraded, what);
	assert.equal(typeof answer.code, 'string', what);
	assert.equal(answer.request_id, response.headers.get('x-request-id'), what);
	assert.doesNotMatch(text, /canary|node_modules|\bat \w+ \(|SQLITE|drop table/, what);
}

for (const [name, body] of BODIES)
	test(`${name}: every endpoint that takes a body`, async () => {
		for (const { who, method, path, field } of WRITES) {
			const sent = typeof body === 'string' ? body.replaceAll('FIELD', field) : body;
			const response = await who.raw(method, path, { body: sent, headers: { 'content-type': 'application/json' } });
			await assertTyped(response, `${method} ${path}`);
		}
		assert.equal(Reflect.get({}, 'polluted'), undefined);
		assert.equal(Reflect.get({}, 'isAdmin'), undefined);
	});

const PATHS: readonly string[] = [
	'/conversations/%2e%2e%2fcases',
	'/conversations/..%2f..%2f..%2fetc%2fpasswd',
	'/conversations/%00',
	'/conversations/1%00',
	'/conversations/%E0%A4%A',
	`/conversations/${CANARY}`,
	`/conversations/${'9'.repeat(5000)}`,
	'/conversations/-9007199254740991',
	'/conversations/NaN',
	'/conversations/Infinity',
	'/conversations/1;drop',
	"/conversations/1'%20or%20'1'='1",
	'/conversations/__proto__',
	'/conversations//messages',
	'/cases/%2500',
	`/cases?cursor=${encodeURIComponent("' or 1=1 --")}`,
	`/cases?cursor=${Buffer.from('9'.repeat(40)).toString('base64url')}`,
	`/cases?cursor=${Buffer.from('-1.-1').toString('base64url')}`,
	`/cases?cursor=${Buffer.from('1.1').toString('base64url')}`,
	'/cases?cursor=a&cursor=b&limit=1&limit=2',
	'/cases?limit[]=5&limit[a]=5&__proto__[x]=1',
	'/cases?__proto__=1&constructor=2&toString=3',
	`/cases?status_filter=${'open,'.repeat(2000)}`,
	`/cases?${'a=1&'.repeat(1500)}`,
	'/cases?limit=%E0%A4%A',
	'/cases?limit=１０',
	`/${CANARY}`,
	'/..%2f..%2fadmin',
	'/%',
];

for (const path of PATHS)
	test(`GET ${path.slice(0, 60)}`, async () => {
		await assertTyped(await ana.raw('GET', path), path);
	});

test('every endpoint answers HEAD, OPTIONS and strange methods without a fault', async () => {
	const paths = [...OWN.map(([path]) => path), '/cases', '/quota', '/events', ana.path, `${ana.path}/stream`];
	for (const path of paths)
		for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'PROPFIND']) {
			const response = await ana.raw(method, path);
			assert.ok(response.status < 500, `${method} ${path}: ${response.status}`);
			if (method === 'HEAD') assert.equal(await response.text(), '');
			else await response.body?.cancel();
		}
});

test('a compressed or chunked body is refused or read, never trusted in size', async () => {
	const bomb = gzipSync(Buffer.alloc(4 * 1024 * 1024, 'x'));
	const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
	for (const { who, method, path } of WRITES)
		await assertTyped(await who.raw(method, path, { body: bomb, headers }), path);
	const endless = new ReadableStream<Uint8Array>({
		pull: (controller) => controller.enqueue(new Uint8Array(64 * 1024).fill(0x20)),
	});
	const init = { body: endless, duplex: 'half', headers: { 'content-type': 'application/json' } } as RequestInit;
	const cut = await ana.raw('POST', '/cases', init).catch(() => null);
	assert.ok(cut === null || cut.status === 413);
});

test('files outside the widget’s folder are not served', async () => {
	for (const path of [
		'/deskbell/..%2f..%2fpackage.json',
		'/deskbell/../../package.json',
		'/deskbell/%2e%2e/%2e%2e/package.json',
		'/deskbell//etc/passwd',
		'/deskbell/__proto__',
		'/deskbell.js%00.json',
	]) {
		const response = await fetch(kit.url + path);
		assert.equal(response.status, 404, path);
		assert.doesNotMatch(await response.text(), /"name"|root:/);
	}
});

/** Bytes as no client library would send them. */
function sendRaw(bytes: string): Promise<string> {
	return new Promise((answered) => {
		const socket = connect(Number(new URL(kit.url).port), '127.0.0.1');
		let text = '';
		socket.on('data', (chunk) => {
			text += chunk;
		});
		socket.on('error', () => {});
		socket.once('close', () => answered(text));
		socket.end(bytes);
	});
}

test('requests bent below HTTP end in a status line or a closed connection', async () => {
	const caller = encodeURIComponent(JSON.stringify({ tenantId: 'acme', userId: 'ana', kind: 'customer', roles: [] }));
	const head = `Host: a\r\nX-Test-Caller: ${caller}\r\nContent-Type: application/json\r\nConnection: close\r\n`;
	const bent = [
		`POST ${FACE}/cases HTTP/1.1\r\n${head}Content-Length: 50\r\n\r\n{"subject"`,
		`POST ${FACE}/cases HTTP/1.1\r\n${head}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`,
		`GET ${FACE}/cases?limit=\ud83d HTTP/1.1\r\n${head}\r\n`,
		`GET http://evil.example${FACE}/quota HTTP/1.1\r\n${head}\r\n`,
		`GET //evil.example/..${FACE}/quota HTTP/1.1\r\n${head}\r\n`,
		`GET ${FACE}/quota HTTP/1.1\r\n${head}Accept: ${'text/event-stream,'.repeat(200)}\r\n\r\n`,
		`GET ${FACE}/quota HTTP/1.1\r\n${head}Accept-Language: ${'x-'.repeat(2000)}\r\n\r\n`,
	];
	for (const request of bent) assert.doesNotMatch(await sendRaw(request), /^HTTP\/1\.1 5/, request.slice(0, 60));
});

test('after all of it the kit still answers, and logged no fault of its own', async () => {
	assert.equal((await ana.get('/quota')).status, 200);
	assert.deepEqual(faults, []);
});
