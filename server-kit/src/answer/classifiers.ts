// Who judges what a customer wants, as the host has chosen: the local classifier or the host's own, and a model beside it.

import { guarded } from '../core/classifier/guarded.ts';
import type { HostIntent } from '../core/classifier/host-intent.ts';
import { createLocalClassifier } from '../core/classifier/index.ts';
import type { Model } from '../core/model.ts';
import type { Log } from '../core/ports.ts';
import type { Classifier, SecondClassifier } from '../core/turn-state.ts';
import { createModelClassifier } from './model-classifier.ts';
import { modelLabels } from './model-labels.ts';

interface Local {
	classifier: Parameters<typeof modelLabels>[0] & { own?: Classifier | undefined };
}

interface Beside<Chosen> {
	classifier: Parameters<typeof modelLabels>[0] & {
		/** True: the model that answers. */
		model: boolean | Chosen;
		modelTimeoutMs: number;
	};
	model: Chosen | null;
}

/** @param more intents of a tenant's, beside the host's */
export function classifierOf(
	{ classifier: { own, intents, refuse } }: Local,
	log: Log,
	more: readonly HostIntent[] = [],
): Classifier {
	const local = createLocalClassifier({ intents: [...intents, ...more], refuse });
	return own ? guarded(own, local, log) : local;
}

/** A model beside the local classifier, where the host wants one. */
export function secondClassifierOf<Chosen>(
	{ classifier, model: answering }: Beside<Chosen>,
	modelOf: (chosen: Chosen) => Model,
): SecondClassifier | null {
	const { model: chosen, modelTimeoutMs: timeoutMs } = classifier;
	if (chosen === false || answering === null) return null;
	const model = modelOf(chosen === true ? answering : (chosen as Chosen));
	return createModelClassifier({ model, labels: modelLabels(classifier), timeoutMs });
}
