// Long work in short pieces, so that whoever waits for an answer meanwhile is not held up.

import { setImmediate as turn } from 'node:timers/promises';

const sliceMs = 8;

/** Runs the work to its end; after each slice of time others have their turn. */
export async function inSlices<T>(work: Generator<void, T>): Promise<T> {
	for (;;) {
		const until = performance.now() + sliceMs;
		let step = work.next();
		while (!step.done && performance.now() < until) step = work.next();
		if (step.done) return step.value;
		await turn();
	}
}
