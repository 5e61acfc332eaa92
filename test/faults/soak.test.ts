// Many turns, one after the other: what a process holds does not grow with what it has served.

import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { PLACES } from '../databases/every-database.ts';
import { wholeAnswer } from '../upstream/frames.ts';
import { startUpstream } from '../upstream/server.ts';
import { figure, inBatches, inForm, percentile, upTo } from './rig/form.ts';
import { assertInvariants } from './rig/invariants.ts';
import { ask, ready } from './rig/people.ts';
import { type HostOptions, type HostProcess, startHost } from './rig/process.ts';

const WORDS = upTo(40).map((at) => `word${at} `);
const upstream = await startUpstream({ otherwise: { pieces: wholeAnswer(...WORDS) } });
after(() => upstream.close());

const FREE = {
	model: { baseURL: upstream.url, apiKey: 'none', model: 'scripted' },
	quota: { user: { messages: 1_000_000 } },
	rates: { messages: { limit: 1_000_000, windowSeconds: 60 } },
} satisfies HostOptions;

const PEOPLE = 20;
/** In the long form as many as an hour brings at five requests a second. */
const LAPS = inForm(8, 36);
const TURNS_PER_LAP = inForm(100, 500);
/** A turn that leaves its answer behind leaves twice as much. */
const MOST_BYTES_PER_TURN = 4_096;

test('F-27 turns without end: the memory of the process stays level', { timeout: 3_600_000 }, async (t) => {
	const place = await PLACES['SQLite file']();
	t.after(() => place.stop());
	const host = await startHost({ ...FREE, database: place.url });
	t.after(() => host.kill());
	const people = await Promise.all(upTo(PEOPLE).map((at) => ready(host.as(`person-${at}`))));
	const held: number[] = [];
	const tookMs: number[] = [];
	for (let lap = 0; lap < LAPS; lap += 1) {
		await inBatches(upTo(TURNS_PER_LAP), 5, async (at) => {
			const from = performance.now();
			const { status } = await ask(people[at % PEOPLE] as (typeof people)[number], `Question ${at}`);
			assert.equal(status, 200);
			tookMs.push(performance.now() - from);
		});
		held.push(await leastHeld(host));
	}
	// In the first half the process still learns its code.
	const warm = held.slice(LAPS / 2);
	const slope = slopeOf(warm) / TURNS_PER_LAP;
	assert.ok(slope < MOST_BYTES_PER_TURN, `${slope.toFixed(0)} bytes per turn: ${held.join(', ')}`);
	await assertInvariants({ database: place.url });
	const megabytes = (bytes: number) => (bytes / 1024 ** 2).toFixed(1);
	figure(
		t,
		`${LAPS * TURNS_PER_LAP} turns of ${PEOPLE} people: ${megabytes(held[0] ?? 0)} MB held after the first lap, ${megabytes(held.at(-1) ?? 0)} after the last, ${slope.toFixed(0)} bytes per turn; p99 ${percentile(tookMs, 99).toFixed(0)} ms`,
	);
});

/** Of several looks: one may fall between two turns of the collector. */
async function leastHeld(host: HostProcess): Promise<number> {
	let least = Number.POSITIVE_INFINITY;
	for (const _look of upTo(3)) least = Math.min(least, (await host.held()).heldBytes);
	return least;
}

/** By least squares: how much one lap adds. */
function slopeOf(values: readonly number[]): number {
	const middle = (values.length - 1) / 2;
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	let [above, below] = [0, 0];
	for (const [at, value] of values.entries()) {
		above += (at - middle) * (value - mean);
		below += (at - middle) ** 2;
	}
	return above / below;
}
