// The way to the model's server is cut at one byte of the answer after the other, closed and broken.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { startKit } from '@deskbell/server-kit/testing';
import { PLACES } from '../databases/every-database.ts';
import { callTools, done, finish, say, usage, wholeAnswer } from '../upstream/frames.ts';
import { startUpstream } from '../upstream/server.ts';
import { chanceOf, figure, inForm, upTo } from './rig/form.ts';
import { assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, degradedIn, type Person, ready, textOf } from './rig/people.ts';
import { startProxy, type Way } from './rig/proxy.ts';

const WORDS = ['Uploads ', 'stop ', 'at ', '5 GB – ', 'Größe ', '🔔 ', 'per "file". ', 'End.'];
const WHOLE = WORDS.join('');
/** A connection of its own for each answer: what is to be cut is decided when it opens. */
const headers = { connection: 'close' };
const answering = { headers, pieces: wholeAnswer(...WORDS) };
const calls = callTools({ id: 'a', name: 'search_knowledge', arguments: ['{"que', 'ry":"upload', ' limit"}'] });
const calling = {
	headers,
	pieces: [...say('I look. '), ...calls, ...finish('tool_calls'), ...usage(12, 3), ...done()],
};

type Lane = Awaited<ReturnType<typeof openLane>>;

/** An upstream, a proxy, a kit and a database: one turn at a time, so that a cut meets the turn that it was made for. */
async function openLane() {
	const place = await PLACES['SQLite file']();
	const upstream = await startUpstream({ otherwise: answering });
	const proxy = await startProxy(Number(new URL(upstream.url).port));
	const desk = await startKit({
		database: place.url,
		model: { baseURL: proxy.by(upstream.url), apiKey: 'none', model: 'scripted', idleTimeoutMs: 5_000 },
		quota: { user: { messages: 1_000_000 } },
		rates: { messages: { limit: 1_000_000, windowSeconds: 60 } },
	});
	let people = 0;
	return {
		upstream,
		proxy,
		/** A fresh person, so that a thread stays short. */
		somebody(): Promise<Person> {
			people += 1;
			return ready(desk.as(`person-${people}`));
		},
		check: () => assertInvariants({ database: place.url }),
		async close() {
			await desk.close();
			await proxy.stop();
			await upstream.close();
			await place.stop();
		},
	};
}

const lanes = await Promise.all(upTo(inForm(3, 8)).map(openLane));
const first = lanes[0] as Lane;
after(() => Promise.all(lanes.map(({ close }) => close())));

const HOWS = ['fin', 'rst'] as const;

interface Cut {
	afterBytes: number;
	how: (typeof HOWS)[number];
}

/** How many bytes one uncut answer has, its head included. */
async function lengthOf({ somebody, proxy }: Lane): Promise<number> {
	const before = proxy.carried;
	const { parts } = await ask(await somebody(), 'How large may uploads be?');
	assert.equal(parts.at(-1)?.type, 'finish');
	return proxy.carried - before;
}

function cutsFor(test: Parameters<typeof chanceOf>[0], length: number, count: number): Cut[] {
	// The first bytes and the last ones are always among them.
	const edges = [0, 1, length - 1, length - 5, length - 14, length - 20];
	const places = [...new Set([...edges, ...chanceOf(test).sample(count, length)])].filter((at) => at < length);
	return places.flatMap((afterBytes) => HOWS.map((how) => ({ afterBytes, how })));
}

/** Tries each cut in the next free lane; then every lane's invariants. */
async function eachCut(cuts: readonly Cut[], attempt: (lane: Lane, cut: Cut) => Promise<void>): Promise<void> {
	const queue = cuts.values();
	await Promise.all(
		lanes.map(async (lane) => {
			for (const cut of queue) await attempt(lane, cut);
			await lane.check();
		}),
	);
}

/** Every connection of this turn is cut there; the first one only, where `once`. */
async function cutTurn({ proxy, somebody }: Lane, cut: Cut, once: boolean) {
	const person = await somebody();
	proxy.otherwise = once ? {} : { cut };
	if (once) proxy.next({ cut });
	const { parts } = await ask(person, 'How large may uploads be?');
	proxy.otherwise = {};
	const answer = await answerOf(person);
	assert.ok(answer);
	assert.equal(textOf(parts), answer.content, 'what was told is what is kept');
	assert.equal(degradedIn(parts), answer.degraded_code);
	return { parts, answer };
}

test('F-05 an answer cut at any byte is never kept as a whole one', { timeout: 900_000 }, async (t) => {
	const length = await lengthOf(first);
	const cuts = cutsFor(t, length, inForm(12, length));
	const ends: Record<string, number> = {};
	await eachCut(cuts, async (lane, cut) => {
		const { answer } = await cutTurn(lane, cut, false);
		const where = `${cut.how} after ${cut.afterBytes} of ${length} bytes`;
		if (answer.status === 'complete') assert.equal(answer.content, WHOLE, where);
		else {
			assert.ok(['interrupted', 'failed'].includes(answer.status), `${where}: ${answer.status}`);
			assert.ok(WHOLE.startsWith(answer.content), `${where}: ${answer.content}`);
			assert.ok(answer.degraded_code, where);
		}
		ends[answer.status] = (ends[answer.status] ?? 0) + 1;
	});
	assert.ok(ends.interrupted && ends.failed, 'the cuts were felt');
	await assertCanGoOn(await first.somebody(), 'And again?');
	const ended = Object.entries(ends).map(([status, count]) => `${count} ${status}`);
	figure(t, `${cuts.length} cuts of ${length} bytes: ${ended.sort().join(', ')}; no part kept as the whole`);
});

test('F-05 after a first word nothing is asked again: a word is never told twice', { timeout: 900_000 }, async (t) => {
	const cuts = cutsFor(t, await lengthOf(first), inForm(6, 400));
	let retried = 0;
	await eachCut(cuts, async (lane, cut) => {
		const before = lane.upstream.requests.length;
		const { answer } = await cutTurn(lane, cut, true);
		const tries = lane.upstream.requests.length - before;
		assert.ok(tries <= 2);
		retried += tries - 1;
		if (tries === 2) assert.ok(['', WHOLE].includes(answer.content), `asked again after: ${answer.content}`);
		assert.ok(WHOLE.startsWith(answer.content), `told twice: ${answer.content}`);
	});
	assert.ok(retried > 0, 'the cuts were felt');
	figure(t, `${cuts.length} single cuts: ${retried} asked again, none after a word`);
});

test('F-05 a tool call cut in its arguments never runs', { timeout: 900_000 }, async (t) => {
	const bytes = ({ pieces }: { pieces: readonly string[] }) => Buffer.byteLength(pieces.join(''));
	const length = (await lengthOf(first)) - bytes(answering) + bytes(calling);
	const cuts = cutsFor(t, length, inForm(8, 600));
	let ran = 0;
	await eachCut(cuts, async (lane, cut) => {
		lane.upstream.script(calling);
		const { parts, answer } = await cutTurn(lane, cut, true);
		const used = parts.filter(({ type }) => type === 'tool-input-available');
		for (const part of used) assert.deepEqual('input' in part && part.input, { query: 'upload limit' });
		ran += used.length;
		if (answer.status !== 'complete') assert.ok(answer.degraded_code, 'a cut is told');
	});
	assert.ok(ran > 0 && ran < cuts.length, 'the cuts were felt');
	figure(t, `${cuts.length} cuts in a tool call: ${ran} ran, all with whole arguments`);
});

test('F-06 a line that is late, slow, or hands over a few bytes at a time changes no word', async (t) => {
	const ways: readonly Way[] = [
		{ latencyMs: 50 },
		{ bytesPerSecond: 10_000 },
		{ sliceBytes: 1 },
		{ sliceBytes: 7, latencyMs: 5, bytesPerSecond: 20_000 },
	];
	for (const way of ways) {
		first.proxy.otherwise = way;
		const { parts } = await ask(await first.somebody(), 'How large may uploads be?');
		assert.deepEqual([textOf(parts), parts.at(-1)?.type], [WHOLE, 'finish'], JSON.stringify(way));
	}
	first.proxy.otherwise = {};
	await first.check();
	figure(t, `${ways.length} bad lines to the model: every word arrives`);
});
