// One beat for all answers under way: what has come since the last is worked through together. A token by itself wakes
// the processor, finds nothing in its caches and fills a packet of its own; and no screen shows more than a beat does.

/** Two frames of a screen. */
const EVERY_MS = 32;

const waiting: (() => void)[] = [];

/** Runs this once, with all that others have put off until then. It must not throw. */
export function onNextBeat(work: () => void): void {
	if (waiting.push(work) === 1) setTimeout(beat, EVERY_MS);
}

function beat(): void {
	for (const work of waiting.splice(0)) work();
}
