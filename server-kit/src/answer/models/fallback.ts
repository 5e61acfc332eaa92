// Several models as one: where one cannot answer before its first word, the next is asked.

import { type Model, type ModelEvent, ModelFault, type ModelRequest, type TakeEvents } from '../../core/model.ts';
import { hear } from '../hear.ts';
import { iterated } from './push.ts';

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
	const push: NonNullable<Model['push']> = (request, signal, take) => answer(candidates, request, signal, take);
	return { name, push, answer: (request, signal) => iterated(push, request, signal) };
}

async function answer(
	candidates: readonly Candidate[],
	request: ModelRequest,
	signal: AbortSignal,
	take: TakeEvents,
): Promise<void> {
	const now = performance.now();
	const rested = ({ restsUntil }: Candidate) => restsUntil <= now;
	const order = [...candidates.filter(rested), ...candidates.filter((each) => !rested(each))];
	for (const candidate of order) {
		const first = candidate === candidates[0];
		const fault = await ask(candidate, request, signal, first ? take : named(candidate, take));
		if (fault === null || signal.aborted) return;
		if (candidate === order.at(-1)) throw fault;
	}
}

/** Says which model answers before its first word. */
function named({ model: { name } }: Candidate, take: TakeEvents): TakeEvents {
	let told = false;
	return (batch) => {
		const head: ModelEvent[] = told ? [] : [{ type: 'model', name }];
		told = true;
		return take([...head, ...batch]);
	};
}

/** Null where it answered; its fault where it failed before its first word: what has been heard is told by no other. */
async function ask(
	candidate: Candidate,
	request: ModelRequest,
	signal: AbortSignal,
	take: TakeEvents,
): Promise<unknown> {
	let begun = false;
	try {
		await hear(candidate.model, request, signal, (batch) => {
			if (!begun) candidate.restsUntil = 0;
			begun = true;
			return take(batch);
		});
		if (begun || signal.aborted) return null;
		throw new ModelFault('vendor_outage', new Error('the model ended before its first word'));
	} catch (fault) {
		if (signal.aborted) return null;
		if (begun) throw fault;
		const wait = fault instanceof ModelFault && fault.retryAfterSeconds ? fault.retryAfterSeconds * 1000 : REST_MS;
		candidate.restsUntil = performance.now() + Math.min(wait, REST_MS);
		return fault;
	}
}
