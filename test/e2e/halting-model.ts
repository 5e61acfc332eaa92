// The extractive model, where a test wants to read the first words of an answer before there are more.

import { setTimeout as pause } from 'node:timers/promises';
import type { Model } from '@deskbell/server-kit';
import { createExtractiveModel } from '../../server-kit/src/answer/models/extractive.ts';

export interface HaltingModel extends Model {
	/** The answer to this stops after its first words. Returns what lets it go on. */
	halt(question: string): () => void;
}

/** The last words before the halt are held back until more is known of them. */
const FIRST_WORDS = 12;

export function createHaltingModel(): HaltingModel {
	const model = createExtractiveModel();
	const halted = new Set<string>();
	return {
		...model,
		async *answer(request, signal) {
			const question = request.messages.at(-1)?.content ?? '';
			let words = 0;
			for await (const events of model.answer(request, signal)) {
				while (words >= FIRST_WORDS && halted.has(question)) await pause(15, null, { signal });
				yield events;
				words += 1;
			}
		},
		halt(question) {
			halted.add(question);
			return () => void halted.delete(question);
		},
	};
}
