// A model that tells its events as they come, for those who would rather read them.

import type { Model, ModelEvent, ModelRequest } from '../../core/model.ts';

/** A model that pushes, read as an iterable. A reader who leaves ends the call. */
export async function* iterated(
	push: NonNullable<Model['push']>,
	request: ModelRequest,
	signal: AbortSignal,
): AsyncGenerator<readonly ModelEvent[]> {
	const left = new AbortController();
	const batches: (readonly ModelEvent[])[] = [];
	let over = false;
	let wake = () => {};
	const pushing = push(request, AbortSignal.any([signal, left.signal]), (batch) => {
		batches.push(batch);
		wake();
		return !left.signal.aborted;
	}).finally(() => {
		over = true;
		wake();
	});
	// Its fault is told when everything before it has been read.
	pushing.catch(() => {});
	try {
		for (;;) {
			const batch = batches.shift();
			if (batch) yield batch;
			else if (over) break;
			else await new Promise<void>((more) => (wake = more));
		}
		await pushing;
	} finally {
		left.abort();
	}
}
