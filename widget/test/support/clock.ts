// Time as a test has it pass: what waits a second or longer waits until the test says so.

export interface HeldClock {
	/** So much time goes by; what is due runs, in its order. */
	pass(ms: number): void;
	/** How long each of those that wait has still to wait. */
	waiting(): number[];
	/** How long the next of those has still to wait that were not put off by one of these lengths; 0 where there is none. */
	waitingBut(lengths: readonly number[]): number;
	giveBack(): void;
}

/** @param shortMs what waits less goes by by itself */
export function holdClock(shortMs = 1_000): HeldClock {
	const { setTimeout, clearTimeout } = window;
	const { now } = Date;
	const sinceLoaded = performance.now.bind(performance);
	const start = now();
	const held = new Map<number, { ms: number; at: number; run: () => void }>();
	let passed = 0;
	let last = 0;
	const hold = (work: (...given: unknown[]) => void, ms = 0, ...given: unknown[]): number => {
		const run = () => work(...given);
		if (ms < shortMs) return Number(setTimeout.call(window, run, ms));
		last -= 1;
		held.set(last, { ms, at: passed + ms, run });
		return last;
	};
	const free = (id?: number): void => {
		if (!held.delete(id ?? 0)) clearTimeout.call(window, id);
	};
	Object.assign(window, { setTimeout: hold, clearTimeout: free });
	Date.now = () => start + passed;
	performance.now = () => sinceLoaded() + passed;
	return {
		pass(ms) {
			const until = passed + ms;
			for (;;) {
				const [next] = [...held].filter(([, { at }]) => at <= until).sort(([, a], [, b]) => a.at - b.at);
				if (!next) break;
				held.delete(next[0]);
				passed = next[1].at;
				next[1].run();
			}
			passed = until;
		},
		waiting: () => [...held.values()].map(({ at }) => at - passed),
		waitingBut(lengths) {
			const others = [...held.values()].filter(({ ms }) => !lengths.includes(ms));
			return others.length ? Math.min(...others.map(({ at }) => at - passed)) : 0;
		},
		giveBack() {
			Object.assign(window, { setTimeout, clearTimeout });
			Date.now = now;
			Reflect.deleteProperty(performance, 'now');
		},
	};
}
