// How each job stands: which failed in its last run, which has not come to its end for long. For health, by name alone.

import type { Outcome, Shift } from './queue.ts';

export interface Standing {
	/** From now on a job that never ends is late. */
	begin(): void;
	pause(): void;
	ended(name: string, failed: boolean): void;
	/** What came of runs, those of other processes among them. */
	heard(outcomes: readonly Outcome[]): void;
	failed(): readonly string[];
	late(): readonly string[];
}

/** A job that has missed so many of its turns hangs. */
const TURNS_MISSED = 10;

export function createStanding(shifts: readonly Shift[]): Standing {
	const failed = new Set<string>();
	/** By a clock that never jumps; empty while nothing is started. */
	const endedAt = new Map<string, number>();
	const heardOf = new Map<string, number>();

	function ended(name: string, broke: boolean): void {
		if (broke) failed.add(name);
		else failed.delete(name);
		if (endedAt.has(name)) endedAt.set(name, performance.now());
	}

	return {
		begin() {
			for (const { name } of shifts) endedAt.set(name, endedAt.get(name) ?? performance.now());
		},
		pause: () => endedAt.clear(),
		ended,
		heard(outcomes) {
			for (const { name, at, failed: broke } of outcomes) {
				// Compared with itself only: it is a time of another machine's.
				if (at <= (heardOf.get(name) ?? 0)) continue;
				heardOf.set(name, at);
				ended(name, broke);
			}
		},
		failed: () => [...failed],
		late() {
			const missed = ({ name, everyMs }: Shift) =>
				performance.now() - (endedAt.get(name) ?? Number.POSITIVE_INFINITY) > TURNS_MISSED * everyMs;
			return shifts.filter(missed).map(({ name }) => name);
		},
	};
}
