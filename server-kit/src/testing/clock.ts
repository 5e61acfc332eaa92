// A clock that stands still until a test moves it.

import type { Clock } from '../core/ports.ts';

export interface TestClock extends Clock {
	/** Moves time on by so many milliseconds. */
	pass(milliseconds: number): void;
}

export function createTestClock(start = Date.UTC(2026, 10, 22, 9, 0, 0)): TestClock {
	let now = start;
	return {
		now: () => now,
		pass(milliseconds) {
			now += milliseconds;
		},
	};
}
