// Two ways to hear a model: told as it comes, or read as an iterable. Either is made from the other.

import type { Model, ModelEvent, ModelRequest, TakeEvents } from '../../core/model.ts';

/** Hears any model to its end, or until no more is wanted. */
export async function hear(model: Model, request: ModelRequest, signal: AbortSignal, take: TakeEvents): Promise<void> {
	if (model.push) return model.push(request, signal, take);
	// Leaving the loop ends the call: nobody pays for words that nobody wants.
	for await (const batch of model.answer(request, signal)) if (!take(batch)) return;
}

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
