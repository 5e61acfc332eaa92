// Hears a model in whichever way it speaks: told as it comes, or read as an iterable.

import type { Model, ModelRequest, TakeEvents } from '../core/model.ts';

/** Hears any model to its end, or until no more is wanted. */
export async function hear(model: Model, request: ModelRequest, signal: AbortSignal, take: TakeEvents): Promise<void> {
	if (model.push) return model.push(request, signal, take);
	// Leaving the loop ends the call: nobody pays for words that nobody wants.
	for await (const batch of model.answer(request, signal)) if (!take(batch)) return;
}
