// Readers that leave, crawl, or vanish without a word: the answer goes on, and none of them costs the others.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { PLACES } from '../databases/every-database.ts';
import { done, finish, paced, say, usage, wholeAnswer } from '../upstream/frames.ts';
import { startUpstream } from '../upstream/server.ts';
import { chanceOf, figure, inBatches, inForm, percentile, until, upTo } from './rig/form.ts';
import { assertBackToBase, assertCanGoOn, assertInvariants } from './rig/invariants.ts';
import { answerOf, ask, elsewhere, type Person, ready, textOf, threadOf } from './rig/people.ts';
import { type HostOptions, type HostProcess, nameOf, startHost } from './rig/process.ts';
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
	model: { baseURL: upstream.url, apiKey: 'none', model: 'scripted', idleTimeoutMs: 1_000 },
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

function follow(path: string, userId: string, port: number, bytesPerSecond: number): Asked {
	const headers = { 'x-test-caller': nameOf(userId), accept: 'text/event-stream', 'last-event-id': '0' };
	return { port, method: 'GET', path: `/api/support/ai${path}/stream`, headers, bytesPerSecond };
}

async function fastTurns(people: readonly Person[]): Promise<number> {
	const took = await inBatches(people, 4, async (person) => {
		const from = performance.now();
		assert.equal(textOf((await ask(person, 'Quickly, please')).parts), WORDS.join(''));
		return performance.now() - from;
	});
	return percentile(took, 95);
}

const MEGABYTE = 1024 * 1024;

test('F-13 readers that crawl or stand still cost little and slow nobody', { timeout: 600_000 }, async (t) => {
	const readers = inForm(40, 200);
	const ada = await ready(host.as('ada'));
	const fast = await inBatches(upTo(inForm(8, 40)), 8, (at) => ready(host.as(`fast-${at}`)));
	const alone = await fastTurns(fast);
	upstream.script(long);
	const whole = await ask(ada, 'At length, please');
	assert.equal(textOf(whole.parts), LONG_WORDS.join(''));
	const base = await host.calm();
	const slow = await Promise.all(
		upTo(readers).map((at) => readSlowly(follow(ada.path, 'ada', host.port, at % 2 === 0 ? 0 : 1024))),
	);
	await until(async () => (await host.gauges()).sockets >= readers / 2, 'those that do not read are connected');
	const beside = await fastTurns(fast);
	const loaded = await host.gauges();
	const grown = loaded.heldBytes - base.heldBytes;
	assert.ok(grown < 100 * MEGABYTE, `${readers} readers hold ${Math.round(grown / MEGABYTE)} MiB`);
	assert.ok(
		grown / readers < MEGABYTE / 4,
		`a reader costs ${Math.round(grown / readers / 1024)} KiB of a stream of ${Math.round(LONG_WORDS.join('').length / 1024)}`,
	);
	for (const { leave } of slow) leave();
	await assertBackToBase(() => host.gauges(), base, SPARE);
	const middle = Math.floor(whole.ids.length / 2);
	const rest = await ada.follow(`${ada.path}/stream`, { 'last-event-id': whole.ids[middle] as string });
	assert.equal(textOf(rest.parts), textOf(whole.parts.slice(middle + 1)), 'who was too slow goes on where it was');
	await assertInvariants({ database: place.url });
	figure(
		t,
		`${readers} slow readers of ${LONG_TOKENS} tokens: ${Math.max(0, Math.round(grown / readers / 1024))} KiB each; fast turns’ p95 ${Math.round(alone)} → ${Math.round(beside)} ms`,
	);
});

test('F-14 the model’s server falls silent with its connection open', { timeout: 120_000 }, async (t) => {
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
	const eve = await ready(host.as('eve'));
	upstream.script(long);
	assert.equal((await ask(eve, 'At length, please')).parts.at(-1)?.type, 'finish');
	const reader = await readSlowly(follow(eve.path, 'eve', proxy.port, 0));
	await until(() => proxy.carried > 1_000, 'it is connected');
	proxy.freeze();
	reader.leave();
	await assertCanGoOn(elsewhere(eve, host.as('eve')), 'Back on another line');
	await assertInvariants({ database: place.url });
	const from = performance.now();
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
