// One beat for all answers under way: what has come since the last is worked through together. A token by itself wakes
// the processor, finds nothing in its caches and fills a packet of its own; and no screen shows more than a beat does.

/** Two frames of a screen. */
const EVERY_MS = 32;
/** So many to each millisecond: a crowd waits for further beats, or it would leave the process no time for anything else. */
const MOST_PER_MS = 2.5;
/** A crowd's words still come four times a second. */
const MOST_BEATS = 8;
/** Others get a turn after so many. */
const MOST_AT_ONCE = 64;

let waiting: (() => void)[] = [];
let beats = 0;

/** Runs this once, with all that others have put off until then. It must not throw. */
export function onNextBeat(work: () => void): void {
	if (waiting.push(work) === 1) setTimeout(beat, EVERY_MS);
}

function beat(): void {
	beats += 1;
	const crowded = waiting.length > beats * EVERY_MS * MOST_PER_MS;
	if (crowded && beats < MOST_BEATS) return void setTimeout(beat, EVERY_MS);
	const due = waiting;
	waiting = [];
	beats = 0;
	workThrough(due, 0);
}

function workThrough(due: readonly (() => void)[], from: number): void {
	const to = from + MOST_AT_ONCE;
	for (const work of due.slice(from, to)) work();
	if (to < due.length) setImmediate(workThrough, due, to);
}
