// Readers who are far behind catch up one after the other, one write in each turn of the event loop: however many come
// at once, whoever reads along with an answer does not wait for them.

const waiting: (() => void)[] = [];

/** Calls it once, when it is its turn. */
export function inTurn(write: () => void): void {
	if (waiting.push(write) === 1) setImmediate(next);
}

function next(): void {
	const write = waiting[0];
	write?.();
	waiting.shift();
	if (waiting.length > 0) setImmediate(next);
}
