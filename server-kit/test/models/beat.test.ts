// How long an answer's words wait for those of others: two frames of a screen, in a crowd longer, and never long.

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import { setImmediate as othersTurn } from 'node:timers/promises';
import { onNextBeat } from '../../src/answer/models/beat.ts';

const EVERY_MS = 32;

beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }));
afterEach(() => mock.timers.reset());

/** Puts off so many; says which have been worked through. */
function putOff(count: number): number[] {
	const done: number[] = [];
	for (let one = 0; one < count; one += 1) onNextBeat(() => done.push(one));
	return done;
}

/** After how many beats so many begin to be worked through; all of them are, in order. */
async function beatsUntilBegun(count: number): Promise<number> {
	const done = putOff(count);
	let beats = 0;
	for (; done.length === 0; beats += 1) mock.timers.tick(EVERY_MS);
	for (let begun = 0; begun < done.length; await othersTurn()) begun = done.length;
	assert.deepEqual(
		done,
		Array.from({ length: count }, (_, at) => at),
	);
	return beats;
}

describe('the beat', () => {
	test('what few have put off is worked through together, after 32 ms', () => {
		const done = putOff(10);
		mock.timers.tick(EVERY_MS - 1);
		assert.deepEqual(done, []);
		mock.timers.tick(1);
		assert.deepEqual(done, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
	});

	for (const [answers, beats] of [
		[1, 1],
		[80, 1],
		[81, 2],
		[160, 2],
		[161, 3],
		[560, 7],
		[561, 8],
		[5_000, 8],
	] as const) {
		test(`${answers} with something to say wait ${beats * EVERY_MS} ms`, async () => {
			assert.equal(await beatsUntilBegun(answers), beats);
		});
	}

	test('a crowd that has gone makes nobody wait', async () => {
		await beatsUntilBegun(1_000);
		assert.equal(await beatsUntilBegun(1), 1);
	});

	test('others have a turn after sixty-four, and what comes meanwhile waits for the next beat', async () => {
		let late: number[] = [];
		onNextBeat(() => (late = putOff(1)));
		const done = putOff(79);
		mock.timers.tick(EVERY_MS);
		assert.equal(done.length, 63);
		await othersTurn();
		assert.equal(done.length, 79);
		assert.deepEqual(late, []);
		mock.timers.tick(EVERY_MS);
		assert.deepEqual(late, [0]);
	});
});
