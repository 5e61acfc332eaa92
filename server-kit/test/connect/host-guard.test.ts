// What an endpoint of a host, or a ticket system, can bring us to do: nothing but answer the request that we sent.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createEgress, type EgressOptions } from '../../src/connect/egress.ts';
import { createHostContext, endpointSources } from '../../src/connect/host-context.ts';
import type { SourceAnswer } from '../../src/core/snapshot/host-data.ts';
import { connect, failsWith } from './desks/connecting.ts';
import { handoff, remark } from './desks/handoff.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const TOKEN = 'a-service-token-of-ours';
const METADATA = '169.254.169.254';
const caller = { tenantId: 'acme', userId: 'ana', kind: 'customer' as const, roles: [] };

function ask(url: string, egress: Partial<EgressOptions> = {}): Promise<Record<string, SourceAnswer>> {
	const guarded = createEgress({ allowPrivate: true, ...egress });
	const sources = endpointSources({ url, token: TOKEN }, guarded);
	return createHostContext({ sources, actions: {}, windowHours: 72 }).ask(caller, new AbortController().signal);
}

const errorsOf = (answers: Record<string, SourceAnswer>) => [
	...new Set(Object.values(answers).map((answer) => (answer.ok ? 'ok' : answer.error))),
];

const at = ({ port }: Receiver, host = '127.0.0.1') => `http://${host}:${port}`;

/** Answers each endpoint as a good host does, but for what is given. */
function startHost(t: TestContext, given: (path: string, times: number) => { status?: number; body?: string } | null) {
	const times = new Map<string, number>();
	return startReceiver(t, (response, { path }) => {
		const source = path.replace(/\?.*/, '').replace('/support/', '');
		times.set(source, (times.get(source) ?? 0) + 1);
		const { status = 200, body = '{"userId":"ana","tenantId":"acme"}' } = given(source, times.get(source) ?? 0) ?? {};
		response.writeHead(status).end(body);
	});
}

const INNER = ['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', '10.0.0.1', METADATA, 'localhost'];

test('S-25 host endpoints: an inner address is asked by none of the four, however it is written', async (t) => {
	const host = await startHost(t, () => null);
	for (const name of INNER) {
		const url = `https://${name}:${host.port}`;
		assert.deepEqual(errorsOf(await ask(url, { allowPrivate: false })), ['forbidden_address'], name);
	}
	assert.deepEqual(errorsOf(await ask(at(host), { allowPrivate: false })), ['forbidden_address'], 'plain http');
	assert.equal(host.arrivals.length, 0);
});

test('S-25 host endpoints: addresses of metadata services are refused in development too', async () => {
	assert.deepEqual(errorsOf(await ask(`http://${METADATA}/`)), ['forbidden_address']);
	assert.deepEqual(errorsOf(await ask('http://host.example.com/', { resolve: async () => [METADATA] })), [
		'forbidden_address',
	]);
});

test('S-25 host endpoints: DNS that flips between two tries is found out at the second', async (t) => {
	const host = await startHost(t, () => ({ status: 503 }));
	const asked: string[] = [];
	const resolve = async (name: string) => {
		asked.push(name);
		return asked.length <= 4 ? ['127.0.0.1'] : [METADATA];
	};
	assert.deepEqual(errorsOf(await ask(at(host, 'host.example.com'), { resolve })), ['forbidden_address']);
	assert.equal(host.arrivals.length, 4, 'each endpoint once');
	assert.equal(asked.length, 8, 'each try asks DNS for itself');
});

test('S-25 host endpoints: a redirect is not followed, and takes the token nowhere', async (t) => {
	const elsewhere = await startReceiver(t, (response) => response.end('{"userId":"ana","tenantId":"acme"}'));
	for (const status of [301, 302, 303, 307, 308]) {
		const host = await startReceiver(t, (response) =>
			response.writeHead(status, { location: `${at(elsewhere)}/support/user-state?userId=ana` }).end(),
		);
		assert.deepEqual(errorsOf(await ask(at(host))), ['refused'], String(status));
		assert.equal(host.arrivals.length, 4);
	}
	assert.equal(elsewhere.arrivals.length, 0);
});

test('S-18 host endpoints: an answer that repeats our token, and one that fails, give it to nobody', async (t) => {
	const logs = { recentRequests: [{ ts: 1, route: `/support?token=${TOKEN}`, requestId: TOKEN }], [TOKEN]: TOKEN };
	const host = await startHost(t, (source) => {
		if (source === 'user-logs') return { body: JSON.stringify(logs) };
		return source === 'business-rules' ? { status: 403, body: `bad token ${TOKEN}` } : null;
	});
	const answers = await ask(at(host));
	assert.ok(host.arrivals.every(({ headers }) => headers.authorization === `Bearer ${TOKEN}`));
	assert.ok(host.arrivals.every(({ path }) => !path.includes(TOKEN)));
	assert.ok(answers.userLogs?.ok);
	assert.ok(!JSON.stringify(answers).includes(TOKEN));
});

/** Who the answer says it is about. Read loosely, each of them is Ana at Acme. */
const ALMOST: readonly Record<string, unknown>[] = [
	{ userId: ['ana'], tenantId: 'acme' },
	{ userId: 'Ana', tenantId: 'acme' },
	{ userId: 'ana ', tenantId: 'acme' },
	{ userId: 'ana\u0000', tenantId: 'acme' },
	{ userId: '\u0430na', tenantId: 'acme' },
	{ userId: 'ana', tenantId: ['acme'] },
	{ userId: 'ana', tenantId: 'ACME' },
	{ userId: { toString: 'ana' }, tenantId: 'acme' },
	{ userId: true, tenantId: true },
];

test('an answer about somebody who is almost the caller is refused, in each of the three that name one', async (t) => {
	for (const named of ALMOST) {
		const host = await startHost(t, (source) => (source === 'business-rules' ? null : { body: JSON.stringify(named) }));
		const { businessRules, ...others } = await ask(at(host));
		assert.deepEqual(errorsOf(others), ['not_the_caller'], JSON.stringify(named));
		assert.ok(businessRules?.ok, 'it is about nobody');
	}
});

test('a user id is one value of one parameter, whatever stands in it', async (t) => {
	const host = await startHost(t, () => null);
	const odd = 'a&userId=bob#?/../%00 \u{1f600}';
	const sources = endpointSources({ url: at(host), token: TOKEN }, createEgress({ allowPrivate: true }));
	const about = { ...caller, userId: odd };
	await createHostContext({ sources, actions: {}, windowHours: 72 }).ask(about, new AbortController().signal);
	const asked = host.arrivals.map(({ path }) => new URL(path, 'http://host'));
	for (const { searchParams, pathname } of asked) {
		assert.match(pathname, /^\/support\/[a-z-]+$/);
		assert.deepEqual(searchParams.getAll('userId'), pathname.endsWith('rules') ? [] : [odd]);
	}
});

const CREDENTIALS = { email: 'bot@acme.example', apiToken: 'desk-token-1' };
const SECRET = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;

const SYSTEMS = {
	Zendesk: (url: string) => ({ type: 'zendesk' as const, url, auth: CREDENTIALS }),
	Jira: (url: string) => ({ type: 'jira' as const, url, auth: CREDENTIALS, project: 'SUP' }),
	'the webhook': (url: string) => ({ type: 'webhook' as const, url, secret: SECRET }),
};

for (const [name, options] of Object.entries(SYSTEMS)) {
	test(`S-25 ${name}: an inner address is not asked for a ticket`, async (t) => {
		const desk = await startReceiver(t, (response) => response.end('{}'));
		for (const host of INNER.filter((one) => one !== 'localhost')) {
			const connector = connect(options(new URL(`https://${host}:${desk.port}`).origin));
			await failsWith('invalid', connector.create(handoff()));
		}
		assert.equal(desk.arrivals.length, 0);
	});

	test(`S-25 ${name}: a redirect is not followed, for a ticket nor for a comment`, async (t) => {
		const elsewhere = await startReceiver(t, (response) => response.end('{}'));
		const desk = await startReceiver(t, (response) => response.writeHead(307, { location: `${at(elsewhere)}/` }).end());
		const connector = connect({ ...options(at(desk)), allowPrivate: true });
		await failsWith('invalid', connector.create(handoff()));
		await failsWith('invalid', Promise.resolve(connector.comment?.(remark('7'))));
		assert.equal(elsewhere.arrivals.length, 0);
	});
}
