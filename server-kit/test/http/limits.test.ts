// Rate limits as a caller reads them: header fields of the IETF draft on whatever POST messages answers, and GET /quota.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { type StartOptions, startKit } from '@deskbell/server-kit/testing';
import { memoryRateLimit } from '../../src/connect/rate-limit.ts';
import type { QuotaView } from '../../src/protocol/index.ts';

const ORIGIN = 'https://www.example.com';

async function desk(t: TestContext, options: StartOptions = {}) {
	const kit = await startKit({ origins: [ORIGIN], rates: { messages: { limit: 3, windowSeconds: 300 } }, ...options });
	t.after(() => kit.close());
	return kit;
}

type Person = Awaited<ReturnType<Awaited<ReturnType<typeof desk>>['ready']>>;

const ask = (person: Person, headers: Record<string, string> = {}) =>
	person.post<{ code?: string }>(`${person.path}/messages`, { content: 'Hello' }, headers);

/** Both fields as the draft has them, or null where they are not told. */
function rateIn({ headers }: { headers: Headers }) {
	const policy = /^"messages";q=(\d+);w=(\d+)$/.exec(headers.get('ratelimit-policy') ?? '');
	const state = /^"messages";r=(\d+);t=(\d+)$/.exec(headers.get('ratelimit') ?? '');
	if (!policy || !state) return null;
	const [quota, window, remaining, reset] = [policy[1], policy[2], state[1], state[2]].map(Number);
	assert.ok(Number(reset) > 0 && Number(reset) <= Number(window), `t=${reset} lies within the window`);
	return { quota, window, remaining };
}

test('20 messages in 60 seconds, where the host says nothing', async (t) => {
	const kit = await startKit();
	t.after(() => kit.close());
	assert.deepEqual(rateIn(await ask(await kit.ready('ana'))), { quota: 20, window: 60, remaining: 19 });
});

test('every answer of POST messages tells the rate: 200 as JSON and as a stream, 409, 422, 429', async (t) => {
	const kit = await desk(t);
	const ana = await kit.ready('ana');
	const told = { quota: 3, window: 300 };
	assert.deepEqual(rateIn(await ask(ana)), { ...told, remaining: 2 });
	const streamed = await ana.stream(`${ana.path}/messages`, { content: 'Hello' });
	assert.deepEqual([streamed.status, rateIn(streamed)], [200, { ...told, remaining: 1 }]);
	const invalid = await ana.post(`${ana.path}/messages`, { content: ' ' });
	assert.deepEqual(
		[invalid.status, rateIn(invalid)],
		[422, { ...told, remaining: 1 }],
		'what is not taken does not count',
	);
	await ana.post(`${ana.path}/escalate`, {});
	const locked = await ask(ana);
	assert.deepEqual([locked.status, rateIn(locked)], [409, { ...told, remaining: 0 }]);
	assert.equal(locked.headers.get('retry-after'), null);
	const refused = await ask(ana);
	assert.deepEqual(
		[refused.status, refused.body.code, rateIn(refused)],
		[429, 'rate_limited', { ...told, remaining: 0 }],
	);
});

test('a degraded state with 200 tells the rate, and says nothing of waiting', async (t) => {
	const kit = await desk(t);
	const ben = kit.as('ben');
	const { conversation_id } = (await ben.post<{ conversation_id: number }>('/conversations', {})).body;
	const answer = await ben.post<{ code: string }>(`/conversations/${conversation_id}/messages`, { content: 'Hello' });
	assert.deepEqual([answer.status, answer.body.code], [200, 'disclosure_required']);
	assert.deepEqual(rateIn(answer), { quota: 3, window: 300, remaining: 2 });
	assert.equal(answer.headers.get('retry-after'), null);
});

test('429 says in its header and its body how long to wait: for the rate, the quota and the cost', async (t) => {
	const quota = { user: { messages: 0 } };
	const cost = { user: { costUsd: 0 } };
	const prices = { '*': { input: 1, output: 1 } };
	const cases = [
		['rate_limited', await desk(t, { rates: { messages: { limit: 1, windowSeconds: 300 } } }), 2],
		['quota_exceeded', await desk(t, { quota }), 1],
		['cost_cap_reached', await desk(t, { quota: cost, prices }), 1],
	] as const;
	for (const [code, kit, asked] of cases) {
		const ana = await kit.ready('ana');
		for (let turn = 1; turn < asked; turn += 1) assert.equal((await ask(ana)).status, 200);
		const { status, body, headers } = await ask(ana);
		assert.deepEqual([status, body.code], [429, code]);
		const wait = Number(headers.get('retry-after'));
		assert.ok(Number.isInteger(wait) && wait > 0, `${code}: Retry-After ${wait}`);
		assert.equal(Reflect.get(body, 'retry_after_seconds'), wait);
	}
});

test('GET /quota tells the same rate as the headers, and both change together', async (t) => {
	const kit = await desk(t);
	const ana = await kit.ready('ana');
	const rate = async () => (await ana.get<QuotaView>('/quota')).body.rate;
	assert.deepEqual(await rate(), { limit: 3, window_seconds: 300, remaining: 3, retry_after_seconds: null });
	for (const remaining of [2, 1]) {
		assert.equal(rateIn(await ask(ana))?.remaining, remaining);
		assert.deepEqual(await rate(), { limit: 3, window_seconds: 300, remaining, retry_after_seconds: null });
	}
	await ask(ana);
	const { remaining, retry_after_seconds: wait } = await rate();
	assert.equal(remaining, 0);
	assert.ok(Number(wait) > 0 && Number(wait) <= 300);
});

test('a page on another origin may read them', async (t) => {
	const kit = await desk(t, { rates: { messages: { limit: 1, windowSeconds: 300 } } });
	const ana = await kit.ready('ana');
	for (const status of [200, 429]) {
		const answer = await ask(ana, { origin: ORIGIN });
		assert.equal(answer.status, status);
		const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase().split(/,\s*/) ?? [];
		for (const name of ['ratelimit', 'ratelimit-policy', 'retry-after']) assert.ok(exposed.includes(name), name);
	}
});

test('who is nobody, and routes without a limit, are told nothing', async (t) => {
	const kit = await desk(t);
	const ana = await kit.ready('ana');
	const stranger = await fetch(`${kit.face}${ana.path}/messages`, { method: 'POST', body: '{"content":"Hello"}' });
	assert.deepEqual([stranger.status, rateIn(stranger)], [401, null]);
	assert.equal(rateIn(await ana.get('/quota')), null);
});

test('going on beyond the limit does not make the window longer', async () => {
	const limit = memoryRateLimit({ limit: 1, windowSeconds: 1 });
	assert.equal((await limit.take('ana')).allowed, true);
	let tries = 0;
	while (!(await limit.take('ana')).allowed) {
		tries += 1;
		assert.ok(tries < 1000, 'somebody who goes on trying is let in again');
		await pause(50);
	}
});
