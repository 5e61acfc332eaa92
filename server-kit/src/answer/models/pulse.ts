// Whether the model answers, by what its last call came to: a probe that asked it something would cost money.

import type { Model } from '../../core/model.ts';
import { hear } from '../hear.ts';
import { iterated } from './push.ts';

export interface Pulse {
	/** The same model; what its calls come to is noted. */
	of(model: Model): Model;
	/** Rejects where the last call failed within the last minute: nobody may have asked since. */
	feel(): Promise<void>;
}

const REMEMBERED_MS = 60_000;

export function createPulse(now: () => number = () => performance.now()): Pulse {
	let failedAt = Number.NEGATIVE_INFINITY;
	return {
		of(model) {
			const { name, quotes } = model;
			const push: NonNullable<Model['push']> = async (request, signal, take) => {
				try {
					await hear(model, request, signal, take);
					if (!signal.aborted) failedAt = Number.NEGATIVE_INFINITY;
				} catch (fault) {
					if (!signal.aborted) failedAt = now();
					throw fault;
				}
			};
			return { name, ...(quotes && { quotes }), push, answer: (request, signal) => iterated(push, request, signal) };
		},
		async feel() {
			if (now() - failedAt < REMEMBERED_MS) throw new Error('the last call of the model failed');
		},
	};
}
