// F-21: limits and pushes over a real Redis, and without it: killed, back and empty, standing still, out of memory.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { type Client, type StartedKit, startKit } from '@deskbell/server-kit/testing';
import { createParser } from 'eventsource-parser';
import { createRedisLink } from '../../server-kit/src/connect/redis-link.ts';
import { connectShared } from '../../server-kit/src/connect/shared.ts';
import type { PushEvent, QuotaView } from '../../server-kit/src/protocol/index.ts';
import { figure, until } from './rig/form.ts';
import { connectionsOf, redisFor } from './rig/redis.ts';

const LIMIT = 4;
const RATES = { messages: { limit: LIMIT, windowSeconds: 600 } };
const AGENT = { tenantId: 'acme', userId: 'agent-7', kind: 'agent' as const, roles: [], name: 'Jo' };
const PREFIX = 'desk-tests:';

interface LogLine {
	message: string;
	facts: Record<string, unknown> | undefined;
}

interface Desk extends StartedKit {
	readonly lines: readonly LogLine[];
	said(words: RegExp): number;
}

/** Two processes of one host in all but the process: their own connections, one database, one Redis. */
async function twoDesks(t: TestContext, url: string): Promise<[Desk, Desk]> {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-redis-'));
	const start = async (): Promise<Desk> => {
		const lines: LogLine[] = [];
		const warn = (message: string, facts?: Record<string, unknown>) => void lines.push({ message, facts });
		const kit = await startKit({
			database: join(folder, 'desk.sqlite'),
			redis: { url, prefix: PREFIX },
			rates: RATES,
			log: { info() {}, warn, error: warn },
		});
		return { ...kit, lines, said: (words) => lines.filter(({ message }) => words.test(message)).length };
	};
	const desks: [Desk, Desk] = [await start(), await start()];
	t.after(async () => {
		for (const desk of desks) await desk.close();
		rmSync(folder, { recursive: true });
	});
	return desks;
}

/** The same person in the same conversation at each desk. */
async function asked(user: string, [first, second]: [Desk, Desk]) {
	const here = await first.ready(user);
	const there = { ...second.as(user), conversationId: here.conversationId, path: here.path };
	const ask = (client: Client) => client.post<{ code?: string }>(`${here.path}/messages`, { content: 'How are you?' });
	return { askHere: () => ask(here), askThere: () => ask(there), here, there };
}

const AWAY = /^Redis is away for rate limits/;
const BACK = /^Redis is back for rate limits/;

async function statusesOf(count: number, call: () => Promise<{ status: number }>): Promise<number[]> {
	const statuses: number[] = [];
	for (let turn = 0; turn < count; turn += 1) statuses.push((await call()).status);
	return statuses;
}

const served = (count: number) => [...Array<number>(count).fill(200)];

test('two processes count one person together, and tell the same in headers and in GET /quota', async (t) => {
	const { url, admin } = await redisFor(t);
	const desks = await twoDesks(t, url);
	const { askHere, askThere, here, there } = await asked('ana', desks);
	assert.deepEqual([...(await statusesOf(2, askHere)), ...(await statusesOf(1, askThere))], served(3));
	const last = await askThere();
	assert.equal(last.status, 200);
	assert.equal(last.headers.get('ratelimit-policy'), `"messages";q=${LIMIT};w=600`);
	assert.match(last.headers.get('ratelimit') ?? '', /^"messages";r=0;t=\d+$/);
	for (const call of [askHere, askThere]) {
		const refused = await call();
		assert.equal(refused.status, 429);
		assert.equal(refused.body.code, 'rate_limited');
		assert.ok(Number(refused.headers.get('retry-after')) > 0);
	}
	for (const client of [here, there]) {
		const { rate } = (await client.get<QuotaView>('/quota')).body;
		assert.equal(rate.remaining, 0);
		assert.ok(Number(rate.retry_after_seconds) > 0);
	}
	assert.deepEqual(await statusesOf(1, (await asked('ben', desks)).askThere), served(1), 'others are not concerned');
	const keys = await admin.keys('*');
	assert.ok(keys.length >= 2 && keys.every((key) => key.startsWith(PREFIX)), `all under the prefix: ${keys}`);
});

test('fifty takes in one moment over two processes leave exactly the limit', async (t) => {
	const { url } = await redisFor(t);
	const quiet = { info() {}, warn() {}, error() {} };
	const connect = () => connectShared({ redis: { url, prefix: PREFIX }, rates: RATES }, quiet);
	const shared = [connect(), connect()] as const;
	t.after(() => shared.forEach((each) => void each.close()));
	const [here, there] = [shared[0].rates.messages, shared[1].rates.messages];
	// As long as Redis has not answered both, each counts for itself.
	const together = async () => {
		await here.take('acme:earlier');
		return (await there.look('acme:earlier')).remaining < LIMIT;
	};
	await until(together, 'both speak with Redis');
	const takes = Array.from({ length: 50 }, (_, at) => (at % 2 === 0 ? here : there).take('acme:ana'));
	const allowed = (await Promise.all(takes)).filter((state) => state.allowed);
	assert.equal(allowed.length, LIMIT);
});

test('F-21 killed and back empty: each process counts for itself, never without a limit, and says so once', async (t) => {
	const redis = await redisFor(t);
	const desks = await twoDesks(t, redis.url);
	const { askHere, askThere } = await asked('ana', desks);
	assert.deepEqual(await statusesOf(2, askHere), served(2));
	await redis.kill();
	assert.deepEqual(
		await statusesOf(4, askHere),
		[...served(LIMIT - 2), 429, 429],
		'what was counted here stays counted',
	);
	assert.deepEqual(await statusesOf(LIMIT + 1, askThere), [...served(LIMIT), 429], 'another process counts for itself');
	for (const desk of desks) assert.deepEqual([desk.said(AWAY), desk.said(BACK)], [1, 0]);
	await redis.restart();
	for (const desk of desks) await until(() => desk.said(BACK) === 1, 'the log says that Redis is back');
	const both = [...(await statusesOf(2, askHere)), ...(await statusesOf(3, askThere))];
	assert.deepEqual(both, [...served(LIMIT), 429], 'counted together again');
	for (const desk of desks) assert.deepEqual([desk.said(AWAY), desk.said(BACK)], [1, 1]);
});

test('F-21 standing still: no turn hangs, the limit stands, and what is told agrees', async (t) => {
	const redis = await redisFor(t);
	const desks = await twoDesks(t, redis.url);
	const { askHere, here } = await asked('ana', desks);
	await askHere();
	await redis.signal('SIGSTOP');
	const waits: number[] = [];
	const timed = async () => {
		const from = performance.now();
		const answer = await askHere();
		waits.push(Math.round(performance.now() - from));
		return answer;
	};
	assert.deepEqual(await statusesOf(LIMIT, timed), [...served(LIMIT - 1), 429]);
	figure(t, `turns while Redis stands still: ${waits.join(', ')} ms`);
	assert.equal((await here.get<QuotaView>('/quota')).body.rate.remaining, 0);
	assert.equal(desks[0].said(AWAY), 1);
	await redis.signal('SIGCONT');
	await until(() => desks[0].said(BACK) === 1, 'the log says that Redis is back');
	const [key = ''] = await redis.admin.keys('*rate*');
	assert.ok(
		Number(await redis.admin.get(key)) <= 2,
		'after the first, no turn has asked Redis, and none has waited for it',
	);
});

test('F-21 out of memory without eviction: the limit falls back, though Redis still answers', async (t) => {
	const redis = await redisFor(t);
	const desks = await twoDesks(t, redis.url);
	const { askHere } = await asked('ana', desks);
	await askHere();
	await until(async () => (await desks[0].kit.health()).checks.redis === 'up', 'Redis is there');
	await redis.admin.config('SET', 'maxmemory', '1');
	assert.deepEqual(await statusesOf(LIMIT, askHere), [...served(LIMIT - 1), 429]);
	assert.deepEqual([desks[0].said(AWAY), desks[0].said(/^Redis is away for pushes/)], [1, 0]);
	await until(async () => (await desks[0].kit.health()).checks.redis === 'down', 'health names it');
	assert.equal((await desks[0].kit.health()).ready, true, 'and the process serves');
	await redis.admin.config('SET', 'maxmemory', '0');
	await until(() => desks[0].said(BACK) === 1, 'the log says that Redis is back');
	await until(async () => (await desks[0].kit.health()).checks.redis === 'up', 'and health');
});

test('F-21 not there at the start: the kit starts, counts for itself, and takes Redis when it comes', async (t) => {
	const redis = await redisFor(t);
	await redis.kill();
	const desks = await twoDesks(t, redis.url);
	const { askHere, askThere } = await asked('ana', desks);
	assert.deepEqual(await statusesOf(LIMIT + 1, askHere), [...served(LIMIT), 429]);
	await redis.restart();
	for (const desk of desks) await until(() => desk.said(BACK) === 1, 'the log says that Redis is back');
	assert.deepEqual(await statusesOf(LIMIT + 1, askThere), [...served(LIMIT), 429]);
	assert.deepEqual(await statusesOf(1, askHere), [429]);
});

/** Follows pushes until the test is over: the bodies of the comments seen. */
async function follow(t: TestContext, client: Client): Promise<string[]> {
	const leave = new AbortController();
	t.after(() => leave.abort());
	const headers = { accept: 'text/event-stream' };
	const response = await client.raw('GET', '/events', { headers, signal: leave.signal });
	const seen: string[] = [];
	const parser = createParser({
		onEvent({ data }) {
			const event = JSON.parse(data) as PushEvent;
			if (event.type === 'case-comment') seen.push(event.comment.body);
		},
	});
	void (async () => {
		for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) parser.feed(text);
	})().catch(() => {});
	return seen;
}

test('F-21 pushes reach a feed in another process, with Redis and without it, each once and in order', async (t) => {
	const redis = await redisFor(t);
	const [first, second] = await twoDesks(t, redis.url);
	const { id } = (await first.as('ana').post<{ id: number }>('/cases', { subject: 'a', description: 'b' })).body;
	const seen = await follow(t, first.as('ana'));
	const written: string[] = [];
	const write = async (body: string) => {
		written.push(body);
		await second.kit.core.tickets.comment(AGENT, id, { body, visibility: 'public' });
	};
	const arrived = () => until(() => seen.length === written.length, `${written.at(-1)} arrives`);
	await write('with Redis');
	await arrived();
	await redis.kill();
	await write('without Redis');
	await arrived();
	await write('just before Redis is back');
	await redis.restart();
	await arrived();
	await until(() => first.said(/^Redis is back for pushes/) === 1, 'the feed hears again');
	await write('with Redis again');
	await arrived();
	await redis.signal('SIGSTOP');
	await write('while Redis stands still');
	await arrived();
	await redis.signal('SIGCONT');
	await until(() => first.said(/^Redis is back for pushes/) === 2, 'the feed hears again');
	await write('the end');
	await arrived();
	assert.deepEqual(seen, written);
});

test('a process that stood still for longer than it waits reads what Redis has answered meanwhile', async (t) => {
	const { url } = await redisFor(t);
	const lines: string[] = [];
	const note = (message: string) => void lines.push(message);
	const log = { info: note, warn: note, error: note };
	const link = createRedisLink({ url, what: 'a test', meanwhile: 'nothing', probe: (client) => client.ping(), log });
	t.after(() => link.close());
	await link.known;
	const answers = Array.from({ length: 3 }, () => link.client.incr('count'));
	for (const end = performance.now() + 1_000; performance.now() < end; );
	assert.deepEqual(await Promise.all(answers), [1, 2, 3]);
	assert.deepEqual(lines, []);
});

test('a kit that is closed leaves no connection, and nothing in the log', async (t) => {
	const redis = await redisFor(t);
	const before = await connectionsOf(redis.admin);
	const lines: string[] = [];
	const note = (message: string) => void lines.push(message);
	const desk = await startKit({ redis: { url: redis.url }, log: { info: note, warn: note, error: note } });
	await until(async () => (await connectionsOf(redis.admin)) === before + 5, 'limits, pushes and jobs are connected');
	await desk.close();
	await until(async () => (await connectionsOf(redis.admin)) === before, 'all are gone');
	assert.deepEqual(lines, []);
});

test('a wrong password is said in the log without the password, and the limit stands', async (t) => {
	const redis = await redisFor(t);
	await redis.admin.config('SET', 'requirepass', 'the right one');
	const lines: unknown[] = [];
	const note = (message: string, facts?: Record<string, unknown>) => void lines.push({ message, facts });
	const url = redis.url.replace('://', '://:not-this-one@');
	const desk = await startKit({ redis: { url }, rates: RATES, log: { info: note, warn: note, error: note } });
	t.after(() => desk.close());
	const ana = await desk.ready('ana');
	const ask = () => ana.post(`${ana.path}/messages`, { content: 'Hello' });
	assert.deepEqual(await statusesOf(LIMIT + 1, ask), [...served(LIMIT), 429]);
	const told = inspect(lines, { depth: null });
	assert.match(told, /Redis is away for rate limits[\s\S]*WRONGPASS/);
	assert.doesNotMatch(told, /not-this-one/);
});
