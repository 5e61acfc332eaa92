// Several models as one: where one cannot answer before its first word, the next is asked.

import { type Model, type ModelEvent, ModelFault, type ModelRequest } from '../../core/model.ts';

/** A model that failed is asked last for so long: nobody waits again for what did not answer a moment ago. */
const REST_MS = 30_000;

interface Candidate {
	model: Model;
	/** As `performance.now()` tells it. */
	restsUntil: number;
}

/** @param models the one to prefer first; at least one */
export function withFallback(models: readonly [Model, ...Model[]]): Model {
	const candidates = models.map((model): Candidate => ({ model, restsUntil: 0 }));
	const { name } = models[0];
	return { name, answer: (request, signal) => answer(candidates, name, request, signal) };
}

async function* answer(
	candidates: readonly Candidate[],
	asked: string,
	request: ModelRequest,
	signal: AbortSignal,
): AsyncGenerator<readonly ModelEvent[]> {
	const now = performance.now();
	const rested = ({ restsUntil }: Candidate) => restsUntil <= now;
	const order = [...candidates.filter(rested), ...candidates.filter((each) => !rested(each))];
	for (const candidate of order) {
		const begun = await begin(candidate, request, signal);
		if (signal.aborted) return;
		if ('fault' in begun) {
			if (candidate === order.at(-1)) throw begun.fault;
			continue;
		}
		if (candidate.model.name !== asked) yield [{ type: 'model', name: candidate.model.name }];
		yield* begun.events;
		return;
	}
}

type Begun = { events: AsyncIterable<readonly ModelEvent[]> } | { fault: unknown };

/** Up to the first event: what has been heard of a model is never told by another. */
async function begin(candidate: Candidate, request: ModelRequest, signal: AbortSignal): Promise<Begun> {
	const events = candidate.model.answer(request, signal)[Symbol.asyncIterator]();
	try {
		const first = await events.next();
		if (first.done) throw new ModelFault('vendor_outage', new Error('the model ended before its first word'));
		candidate.restsUntil = 0;
		return { events: from(first.value, events) };
	} catch (fault) {
		const wait = fault instanceof ModelFault && fault.retryAfterSeconds ? fault.retryAfterSeconds * 1000 : REST_MS;
		if (!signal.aborted) candidate.restsUntil = performance.now() + Math.min(wait, REST_MS);
		return { fault };
	}
}

async function* from(first: readonly ModelEvent[], rest: AsyncIterator<readonly ModelEvent[]>) {
	try {
		yield first;
		for (;;) {
			const next = await rest.next();
			if (next.done) return;
			yield next.value;
		}
	} finally {
		// A reader that leaves ends the model's call too.
		await rest.return?.();
	}
}
