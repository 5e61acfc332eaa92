// Readers that leave, crawl, or vanish without a word: the answer goes on, and none of them costs the others.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { Streamed } from '@deskbell/server-kit/testing';
import { PLACES } from '../databases/every-database.ts';
import { done, finish, paced, say, usage, wholeAnswer } from '../upstream/frames.ts';
import { startUpstream } from '../upstream/server.ts';
import { chanceOf, figure, inBatches, inForm, percentile, until, upTo } from './rig/form.ts';
import { assertBackToBase, assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, elsewhere, type Person, ready, textOf, threadOf } from './rig/people.ts';
import { type Crowd, type HostOptions, type HostProcess, nameOf, startCrowd, startHost } from './rig/process.ts';
import { startProxy } from './rig/proxy.ts';
import { type Asked, readSlowly } from './rig/slow-reader.ts';

const WORDS = upTo(20).map((at) => `word${at} `);
const short = { pieces: paced(wholeAnswer(...WORDS), 8) };
const LONG_TOKENS = inForm(12_000, 20_000);
const LONG_WORDS = upTo(LONG_TOKENS).map((at) => `${at}-${'語'.repeat(120)} `);
/** A frame for each word, three bytes for each letter: far more than the system keeps for a connection. */
const long = { pieces: [...say(...LONG_WORDS), ...finish('stop'), ...usage(12, LONG_TOKENS), ...done()] };

const place = await PLACES['SQLite file']();
const upstream = await startUpstream({ otherwise: short });
const options: HostOptions = {
	database: place.url,
	model: { baseURL: upstream.url, apiKey: 'none', model: 'scripted' },
	quota: { user: { messages: 1_000_000 } },
	rates: { messages: { limit: 1_000_000, windowSeconds: 60 } },
	answer: { maxOutputTokens: 200_000, maxSeconds: 300 },
};
const host = await startHost(options);
after(async () => {
	await host.kill();
	await upstream.close();
	await place.stop();
});

/** The connections that `fetch` keeps for its next request stay open for a few seconds: they are not a leak. */
const SPARE = 60;
const STREAM = { 'content-type': 'application/json', accept: 'text/event-stream' };

/** Sends a turn and leaves after so long, whatever has come by then. */
async function leaveAfter(person: Person, content: string, milliseconds: number): Promise<void> {
	const init = { body: JSON.stringify({ content }), headers: STREAM, signal: AbortSignal.timeout(milliseconds) };
	await person
		.raw('POST', `${person.path}/messages`, init)
		.then((response) => response.text())
		.catch(() => '');
}

test('F-12 readers drop out at random: the answer goes on, and nothing of theirs stays open', {
	timeout: 600_000,
}, async (t) => {
	const chance = chanceOf(t);
	const drops = inForm(50, 500);
	const people = await inBatches(upTo(25), 25, (at) => ready(host.as(`dropper-${at}`)));
	const base = await host.gauges();
	for (let round = 0; round < drops / 25; round += 1) {
		await Promise.all(people.map((person) => leaveAfter(person, `Question ${round}`, 1 + chance.below(250))));
		await until(
			async () => (await Promise.all(people.map(answerOf))).every((answer) => answer?.status !== 'streaming'),
			'all ended',
		);
	}
	const answers = (await Promise.all(people.map(threadOf))).flat().filter(({ role }) => role === 'assistant');
	for (const { status, content } of answers)
		assert.deepEqual([status, content], ['complete', WORDS.join('')], 'the answer went on without its reader');
	await assertCanGoOn(people[0] as Person, 'And again?');
	await assertInvariants({ database: place.url });
	const now = await assertBackToBase(() => host.gauges(), base, SPARE);
	figure(t, `${drops} drops, ${answers.length} answers, all complete; timers ${base.timers} → ${now.timers}`);
});

/** From the first frame of an answer that has ended. */
function follow(path: string, userId: string, { ids }: Streamed, port: number, bytesPerSecond: number): Asked {
	const seen = { 'last-event-id': ids[0] ?? '' };
	const headers = { 'x-test-caller': nameOf(userId), accept: 'text/event-stream', ...seen };
	return { port, method: 'GET', path: `/api/support/ai${path}/stream`, headers, bytesPerSecond };
}

const MEGABYTE = 1024 * 1024;
const ROUNDS = inForm(1, 5);

interface Round {
	/** Milliseconds of each turn: with nobody beside, while the slow ones connect, and while they hold their lines. */
	alone: number[];
	arriving: number[];
	beside: number[];
	mostWaiting: number;
	grownBytes: number;
}

test('F-13 readers that crawl or stand still cost little and slow nobody', { timeout: 900_000 }, async (t) => {
	const readers = inForm(40, 200);
	const crowds = { fast: startCrowd(), slow: startCrowd() };
	t.after(() => Promise.all([crowds.fast.kill(), crowds.slow.kill()]));
	await crowds.fast.does({ ask: 'gather', url: host.url, count: inForm(8, 40) });
	await crowds.fast.does(QUICK_TURNS);
	const rounds: Round[] = [];
	for (const at of upTo(ROUNDS)) rounds.push(await roundBeside(readers, `ada-${at}`, crowds));
	const grown = Math.max(...rounds.map(({ grownBytes }) => grownBytes));
	const waiting = Math.max(...rounds.map(({ mostWaiting }) => mostWaiting));
	assert.ok(grown < 100 * MEGABYTE, `${readers} readers hold ${Math.round(grown / MEGABYTE)} MiB`);
	assert.ok(grown / readers < MEGABYTE / 4, `a reader costs ${Math.round(grown / readers / 1024)} KiB`);
	assert.ok(waiting * 2 <= MEGABYTE / 4, `${waiting} characters wait for one reader`);
	await assertInvariants({ database: place.url });
	const each = `${Math.max(0, Math.round(grown / readers / 1024))} KiB each, at most ${waiting} characters wait for one`;
	figure(t, `${readers} slow readers of ${LONG_TOKENS} tokens: ${each}; ${turnsTold(rounds)}`);
});

const QUICK_TURNS = { ask: 'turns', atOnce: 4, expected: WORDS.join('') } as const;

/** A long answer, fast turns alone, then beside people who hardly read it. */
async function roundBeside(
	readers: number,
	userId: string,
	{ fast, slow }: Record<'fast' | 'slow', Crowd>,
): Promise<Round> {
	const ada = await ready(host.as(userId));
	const whole = await atLength(ada);
	const alone = await fast.does(QUICK_TURNS);
	const base = await host.calm();
	const asked = upTo(readers).map((at) => follow(ada.path, userId, whole, host.port, (at % 2) * 1024));
	const [arriving] = await Promise.all([
		fast.does(QUICK_TURNS),
		slow.does({ ask: 'read slowly', readers: asked }),
		linesAreFull(readers / 4),
	]);
	const beside = await fast.does(QUICK_TURNS);
	const { heldBytes, mostWaiting } = await host.held();
	await slow.does({ ask: 'leave' });
	await assertBackToBase(() => host.gauges(), base, SPARE);
	await assertGoesOn(ada, whole);
	return { alone, arriving, beside, mostWaiting, grownBytes: heldBytes - base.heldBytes };
}

/**
 * Half of those that do not read will do: systems keep more for one connection than for another. What each single line
 * holds is bounded all the same, by the longest of them.
 */
async function linesAreFull(enough: number): Promise<void> {
	let most = 0;
	const areFull = async () => {
		most = Math.max(most, (await host.gauges()).fullLines);
		return most >= enough;
	};
	await until(areFull, 'lines are full').catch(() => assert.fail(`only ${most} lines are full, of ${enough}`));
}

function turnsTold(rounds: readonly Round[]): string {
	const pooled = (of: 'alone' | 'arriving' | 'beside') => rounds.flatMap((round) => round[of]);
	const alone = percentile(pooled('alone'), 95);
	const told = (of: 'arriving' | 'beside') => {
		const p95 = percentile(pooled(of), 95);
		return `${Math.round(p95)} ms (${(p95 / alone).toFixed(2)}×)`;
	};
	return `p95 of fast turns over ${ROUNDS} rounds, each side in a process of its own: alone ${Math.round(alone)} ms, beside them ${told('beside')}, while they connect ${told('arriving')}`;
}

async function atLength(person: Person): Promise<Streamed> {
	upstream.script(long);
	const whole = await ask(person, 'At length, please');
	assert.equal(whole.parts.at(-1)?.type, 'finish');
	assert.equal(textOf(whole.parts), LONG_WORDS.join(''));
	return whole;
}

async function assertGoesOn(person: Person, whole: Streamed): Promise<void> {
	const middle = Math.floor(whole.ids.length / 2);
	const rest = await person.follow(`${person.path}/stream`, { 'last-event-id': whole.ids[middle] as string });
	assert.equal(textOf(rest.parts), textOf(whole.parts.slice(middle + 1)), 'who was too slow goes on where it was');
}

test('F-14 the model’s server falls silent with its connection open', { timeout: 300_000 }, async (t) => {
	const proxy = await startProxy(Number(new URL(upstream.url).port));
	t.after(() => proxy.stop());
	proxy.otherwise = { cut: { afterBytes: 1_500, how: 'silence' } };
	const model = { baseURL: proxy.by(upstream.url), apiKey: 'none', model: 'scripted', idleTimeoutMs: 1_000 };
	const cut = await startHost({ ...options, model });
	t.after(() => cut.kill());
	const ben = await ready(cut.as('ben'));
	const from = performance.now();
	const { parts } = await ask(ben, 'Are you there?');
	const tookMs = performance.now() - from;
	assert.equal(parts.at(-1)?.type, 'error');
	const answer = await answerOf(ben);
	assert.equal(answer?.status, 'interrupted');
	assert.equal(textOf(parts), answer.content);
	await until(() => proxy.open <= 2, 'the kit has closed its side');
	proxy.otherwise = {};
	await assertCanGoOn(ben, 'And now?');
	await assertInvariants({ database: place.url });
	figure(t, `silent upstream, limit 1 s: told after ${(tookMs / 1000).toFixed(1)} s, its connection closed`);
});

test('F-14 a reader vanishes without a word: its conversation is free, and its connection in the end', {
	timeout: 180_000,
}, async (t) => {
	const proxy = await startProxy(host.port);
	t.after(() => proxy.stop());
	// Little passes: the rest of the answer must wait in the server.
	proxy.otherwise = { cut: { afterBytes: 1_000, how: 'silence' } };
	const eve = await ready(host.as('eve'));
	const reader = await readSlowly(follow(eve.path, 'eve', await atLength(eve), proxy.port, 0));
	t.after(() => reader.leave());
	await until(() => proxy.carried >= 1_000, 'it is connected');
	// The short answer of the short form fits into what the system keeps for a connection.
	if (inForm(false, true)) await until(async () => (await host.gauges()).fullLines === 1, 'its line is full');
	// Whose machine is gone says nothing: neither its end nor its silence reaches the server.
	proxy.freeze();
	const from = performance.now();
	await assertCanGoOn(elsewhere(eve, host.as('eve')), 'Back on another line');
	await assertInvariants({ database: place.url });
	// The line stands still for most of a minute before it is given up: only the long form waits for it.
	if (inForm(false, true)) await gone(host);
	const after = inForm(
		'waited for by `npm run faults` alone',
		`freed after ${Math.round((performance.now() - from) / 1000)} s`,
	);
	figure(t, `vanished reader: next turn answered at once, connection ${after}`);
});

/** Nobody else is connected by then. */
async function gone(server: HostProcess): Promise<void> {
	const from = performance.now();
	while ((await server.gauges()).sockets > 0) {
		assert.ok(performance.now() - from < 120_000, 'the connection of a vanished reader stays');
		await pause(500);
	}
}
