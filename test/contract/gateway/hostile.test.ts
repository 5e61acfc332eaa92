// Odd inputs and wrong people on every endpoint of this face: a typed answer each time, never a fault, never an echo.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { type Client, createClient } from '@deskbell/server-kit/testing';
import { endpointsOf } from '../../../server-kit/scripts/document.ts';
import { documents } from '../documents.ts';
import { type CaseBody, gatewayFor, QUESTION } from './kits.ts';

const CANARY = 'canary-7f3e';
const faults: unknown[] = [];
const many = { limit: 100_000, windowSeconds: 60 };
const kit = await gatewayFor(
	{ after },
	{
		rates: { gatewayCases: many, gatewayMessages: many },
		quota: { user: { messages: null } },
		log: { info() {}, warn() {}, error: (message, facts) => void faults.push([message, facts]) },
	},
);
const ana = await kit.asking('ana');
const { body: opened } = await ana.post<CaseBody>('/cases', { message: QUESTION });
const path = `/cases/${opened.case.id}`;

/** Each with the text of its own that a body is tried in. */
const WRITES = [
	['/cases', 'message'],
	[`${path}/messages`, 'content'],
	[`${path}/feedback`, 'comment'],
	[`${path}/close`, 'resolution'],
	[`${path}/escalate`, 'reason'],
	[`${path}/comments`, 'content'],
	[`${path}/actions`, 'actionId'],
	[`${path}/stop`, 'why'],
] as const;
const READS = [path, `${path}/stream`] as const;

test('every operation is among them', () => {
	const face = documents.get('gateway');
	assert.ok(face);
	const documented = endpointsOf(face).map(({ method, path: one }) => `${method} ${one}`);
	const shape = (one: string) => `/api${one.replace(opened.case.id, '{caseId}')}`;
	const tried = [...WRITES.map(([one]) => `post ${shape(one)}`), ...READS.map((one) => `get ${shape(one)}`)];
	assert.deepEqual(
		documented.map((one) => one.toLowerCase()).sort(),
		[...tried, 'get /api/health'].map((one) => one.toLowerCase()).sort(),
	);
});

const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

const BODIES: readonly (readonly [name: string, body: string | Uint8Array<ArrayBuffer>])[] = [
	['deep lists', deep('[', ']', 60_000)],
	['deep lists in the page’s context', `{"FIELD":"a","context":{"a":${deep('[', ']', 60_000)}}}`],
	['__proto__', `{"__proto__":{"FIELD":"${CANARY}","isAdmin":true},"constructor":{"prototype":{"x":1}}}`],
	['NUL', '{"FIELD":"a\\u0000b","messageId":"a\\u0000b","feedback":"positive"}'],
	['lone surrogates', '{"FIELD":"\\ud800 and \\udfff","messageId":"\\ud800","feedback":"positive"}'],
	['a list for text', `{"FIELD":["${CANARY}"]}`],
	['an object for text', `{"FIELD":{"toString":"${CANARY}","length":5},"confirm":true}`],
	['numbers beyond all bounds', '{"FIELD":1e999,"rating":1e999,"confirm":1}'],
	['SQL', `{"FIELD":"'; drop table support_tickets; --","confirm":true}`],
	['bytes that are not UTF-8', new Uint8Array([0x7b, 0x22, 0x61, 0xff, 0xfe, 0xc0, 0x22, 0x7d])],
	['a megabyte', `{"FIELD":"${'x'.repeat(1024 * 1024)}"}`],
	['nothing', ''],
];

for (const [name, body] of BODIES)
	test(`${name}: every endpoint that takes a body`, async () => {
		for (const [one, field] of WRITES) {
			const sent = typeof body === 'string' ? body.replaceAll('FIELD', field) : body;
			await typed(await ana.raw('POST', one, { body: sent, headers: { 'content-type': 'application/json' } }), one);
		}
		assert.equal(Reflect.get({}, 'isAdmin'), undefined);
	});

async function typed(response: Response, what: string): Promise<void> {
	const text = await response.text();
	assert.ok(response.status < 500, `${what}: ${response.status} ${text.slice(0, 200)}`);
	if (response.status < 400) return;
	const answer = JSON.parse(text) as Record<string, unknown>;
	assert.equal(answer.statusCode, response.status, what);
	assert.match(String(answer.error), /^[A-Z_]+$/, what);
	assert.equal(answer.requestId, response.headers.get('x-request-id'), what);
	assert.doesNotMatch(text, /canary|node_modules|\bat \w+ \(|SQLITE|drop table/, what);
}

const ODD_PATHS = [
	'/cases/%00',
	'/cases/%E0%A4%A',
	`/cases/${CANARY}`,
	`/cases/${'9'.repeat(5000)}`,
	"/cases/cas_1'%20or%20'1'='1",
	'/cases/__proto__',
	'/cases//messages',
	`${path}?cursor=${encodeURIComponent("' or 1=1 --")}`,
	`${path}?cursor=a&cursor=b`,
];

test('odd paths are answered by a typed error', async () => {
	for (const one of ODD_PATHS) await typed(await ana.raw('GET', one), one);
});

/** Who may do anything here: customers, agents and admins with their own cases; a service has none. */
test('nobody is 401, a service is 403, and another person or tenant finds nothing, on every endpoint', async () => {
	const callerOf = (who: object) => ({ 'x-test-caller': encodeURIComponent(JSON.stringify(who)) });
	const base = `${kit.url}/api`;
	const nobody = createClient(base, {});
	const robot = createClient(base, callerOf({ tenantId: 'acme', userId: 'ana', kind: 'service', roles: [] }));
	const others = [await kit.asking('bob'), await kit.asking('ana', { tenantId: 'globex' })];
	const body = {
		message: 'a',
		content: 'a',
		feedback: 'positive',
		resolution: 'resolved',
		reason: 'a',
		actionId: 'a',
		confirm: true,
	};
	const statuses = async (who: Client, own: readonly string[]) => {
		const writes = WRITES.filter(([one]) => own.includes(one)).map(([one]) => who.post(one, body));
		const reads = READS.filter((one) => own.includes(one)).map((one) => who.get(one));
		return [...new Set((await Promise.all([...writes, ...reads])).map(({ status }) => status))];
	};
	const all = [...WRITES.map(([one]) => one), ...READS];
	assert.deepEqual(await statuses(nobody, all), [401]);
	assert.deepEqual(await statuses(robot, all), [403]);
	for (const other of others)
		assert.deepEqual(
			await statuses(
				other,
				all.filter((one) => one !== '/cases'),
			),
			[404],
		);
});

test('after all of it the kit still answers, and logged no fault of its own', async () => {
	assert.equal((await fetch(`${kit.url}/api/health`)).status, 200);
	assert.deepEqual(faults, []);
});
