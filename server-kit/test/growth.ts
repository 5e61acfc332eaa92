// Linear time, told by growth: how long something takes says nothing on a busy machine, how it grows does. Counted is
// the thread's processor time: a busy machine lets the short run through and interrupts the long one.

import assert from 'node:assert/strict';

const ATTEMPTS = 6;
const RUNS = 2;
const LEAST_MS = 25;
/** What a linear cost may show, and a little for what does not grow. A square one shows 16. */
const MOST_GROWTH = 9;
const SLACK_MS = 4;

/** @param run does work of size n; called with n and 4n, best of a few */
export function assertLinear(run: (n: number) => void, n: number): void {
	const seen: string[] = [];
	for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
		const small = fastest(run, n);
		const large = fastest(run, 4 * n);
		if (large <= MOST_GROWTH * small + SLACK_MS) return;
		seen.push(`${small.toFixed(1)} → ${large.toFixed(1)} ms`);
	}
	assert.fail(`four times the work takes more than ${MOST_GROWTH} times as long: ${seen.join(', ')}`);
}

/** Of one run. Short ones are run again and again, since processor time is counted in ticks of some milliseconds. */
function fastest(run: (n: number) => void, n: number): number {
	let best = Number.POSITIVE_INFINITY;
	for (let time = 0; time < RUNS; time += 1) {
		const started = spentMs();
		let runs = 0;
		let spent = 0;
		while (spent < LEAST_MS) {
			run(n);
			runs += 1;
			spent = spentMs() - started;
		}
		best = Math.min(best, spent / runs);
	}
	return best;
}

function spentMs(): number {
	const { user, system } = process.threadCpuUsage();
	return (user + system) / 1000;
}
