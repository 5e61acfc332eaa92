// Asking the host: each source for itself, over HTTP and in process; `verify-host` reads the same answers.

import assert from 'node:assert/strict';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { summarizeHost, verifyHost } from '../../src/cli/verify-host.ts';
import { createEgress } from '../../src/connect/egress.ts';
import { createHostContext, endpointSources } from '../../src/connect/host-context.ts';
import { resolveOptions } from '../../src/options.ts';

type Answer = (response: ServerResponse, times: number) => void;

const json =
	(body: unknown): Answer =>
	(response) =>
		void response.end(JSON.stringify(body));
const status =
	(code: number): Answer =>
	(response) =>
		void response.writeHead(code).end('{}');

const GOOD: Readonly<Record<string, Answer>> = {
	'user-state': json({ userId: 'ana', tenantId: 'acme', limitsReached: [{ limit: 'a', current: 1, max: 2 }] }),
	'user-history': json({ events: [] }),
	'user-logs': json({ jobs: [] }),
	'business-rules': json({ rules: {} }),
};

async function hostThat(t: { after(work: () => void): void }, answers: Readonly<Record<string, Answer>>) {
	const asked: { path: string; query: string; token: string }[] = [];
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '', 'http://host');
		const path = url.pathname.replace('/base/support/', '');
		asked.push({ path, query: url.search, token: request.headers.authorization ?? '' });
		const times = asked.filter((one) => one.path === path).length;
		({ ...GOOD, ...answers })[path]?.(response, times);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	t.after(() => {
		server.closeAllConnections();
		server.close();
	});
	return { asked, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base/` };
}

const caller = { tenantId: 'acme', userId: 'ana', kind: 'customer' as const, roles: [] };
const token = 'a service token of ours';
const open = createEgress({ allowPrivate: true });
const never = new AbortController().signal;
const asking = (url: string, timeoutMs?: number) =>
	createHostContext({
		sources: endpointSources({ url, token }, open),
		actions: {},
		windowHours: 48,
		...(timeoutMs && { timeoutMs }),
	}).ask(caller, never);

test('the four endpoints are asked at once, with the token, the user and the window', async (t) => {
	const host = await hostThat(t, {});
	const answers = await asking(host.url);
	assert.ok(Object.values(answers).every(({ ok }) => ok));
	const asked = Object.fromEntries(host.asked.map(({ path, query }) => [path, query]));
	assert.deepEqual(asked, {
		'user-state': '?userId=ana',
		'user-history': '?userId=ana&windowHours=48',
		'user-logs': '?userId=ana&windowHours=48',
		'business-rules': '',
	});
	assert.ok(host.asked.every(({ token: sent }) => sent === `Bearer ${token}`));
});

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0xff]);
const GZIP = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
/** A hundred megabytes of white space, and less than the cap as it is sent. */
const BOMB = gzipSync(Buffer.alloc(100_000_000, ' '));

function drip(response: ServerResponse): void {
	response.write('{');
	const timer = setInterval(() => response.write(' '), 50);
	response.on('close', () => clearInterval(timer));
}

function flood(response: ServerResponse): void {
	response.write('{"roles":[');
	const pour = () => {
		while (!response.destroyed && response.write('"admin",'.repeat(10_000)));
	};
	response.on('drain', pour);
	pour();
}

const FAULTS: readonly (readonly [what: string, answer: Answer, error: string, asked: number])[] = [
	['5xx, three times', status(503), 'failed', 3],
	['4xx, once', status(403), 'refused', 1],
	['a redirect is not followed', (response) => void response.writeHead(302, { location: '/' }).end(), 'refused', 1],
	['a sign-in page', (response) => void response.end('<html>'), 'not_json', 1],
	['a list', json([]), 'wrong_shape', 1],
	['somebody else', json({ userId: 'bob', tenantId: 'acme' }), 'not_the_caller', 1],
	['another tenant', json({ userId: 'ana', tenantId: 'globex' }), 'not_the_caller', 1],
	['nobody', json({ plan: 'free' }), 'wrong_shape', 1],
	['ten megabytes', (response) => void response.end('x'.repeat(10_000_000)), 'too_large', 1],
	['an image', (response) => void response.setHeader('content-type', 'image/png').end(PNG), 'not_json', 1],
	['a bomb of gzip, a thousand to one', (response) => void response.writeHead(200, GZIP).end(BOMB), 'not_json', 1],
	['a byte now and then, for ever', drip, 'timeout', 1],
	['JSON without an end', flood, 'too_large', 1],
	['silence', () => {}, 'timeout', 1],
];

for (const [what, answer, error, times] of FAULTS)
	test(`F-26 user-state gives ${what}: the others are told all the same`, async (t) => {
		const host = await hostThat(t, { 'user-state': answer });
		const answers = await asking(host.url, 1500);
		assert.ok(!answers.userState.ok);
		assert.equal(answers.userState.error, error);
		assert.ok(answers.userHistory.ok && answers.userLogs.ok && answers.businessRules.ok);
		assert.equal(host.asked.filter(({ path }) => path === 'user-state').length, times);
	});

test('a source that fails twice and then answers has answered', async (t) => {
	const host = await hostThat(t, {
		'business-rules': (response, times) => (times < 3 ? status(500) : json({ rules: {} }))(response, times),
	});
	assert.ok((await asking(host.url)).businessRules.ok);
});

test('an address of the inner network is not asked, unless that is allowed', async () => {
	const sources = endpointSources({ url: 'https://127.0.0.1:1/', token }, createEgress({ allowPrivate: false }));
	const { userState } = await createHostContext({ sources, actions: {}, windowHours: 1 }).ask(caller, never);
	assert.ok(!userState.ok);
	assert.equal(userState.error, 'forbidden_address');
});

test('functions of the host’s own may throw, hang, or be missing', async () => {
	const sources = {
		userState: () => {
			throw new Error('a fault of theirs');
		},
		userHistory: () => new Promise(() => {}),
		userLogs: async () => ({ userId: 'bob' }),
	};
	const answers = await createHostContext({ sources, actions: {}, windowHours: 1, timeoutMs: 20 }).ask(caller, never);
	const errors = Object.values(answers).map((answer) => (answer.ok ? 'ok' : answer.error));
	assert.deepEqual(errors, ['failed', 'timeout', 'not_the_caller', 'not_given']);
});

test('verify-host names each fault of shape, and says what is well', async (t) => {
	const host = await hostThat(t, {
		'user-state': json({ userId: 'ana', tenantId: 'globex', roles: 'admin', limitsReached: [{ limit: 5 }] }),
		'user-logs': json({ jobs: [{ queue: 'a' }], errors: {} }),
		'business-rules': status(404),
	});
	const about = { url: host.url, token, tenantId: 'acme', userId: 'ana', windowHours: 72 };
	const report = summarizeHost(await verifyHost(about, open));
	assert.match(report, /FAIL userState/);
	assert.match(report, /tenantId: is not "acme"/);
	assert.match(report, /roles: a list of texts is needed/);
	assert.match(report, /limitsReached\.0\.limit: a text is needed/);
	assert.match(report, /ok {3}userHistory/);
	assert.match(report, /jobs\.0\.jobId: is missing/);
	assert.match(report, /errors: a list is needed/);
	assert.match(report, /check the path and the token/);
	assert.match(report, /1 of 4 sources are as they should be/);
});

test('functions and endpoints at once are refused at the start', () => {
	const endpoints = { url: 'https://app.example.com', token };
	const context = { endpoints, userState: () => ({}) };
	const auth = { authenticate: () => null };
	assert.throws(
		() => resolveOptions({ secret: 's'.repeat(32), auth, context }),
		/context: give functions or endpoints/,
	);
});
