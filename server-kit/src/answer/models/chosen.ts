// The model that a host has chosen, whichever way it named it.

import type { Model } from '../../core/model.ts';
import type { Observer } from '../../core/observer.ts';
import { createExtractiveModel } from './extractive.ts';
import { withFallback } from './fallback.ts';
import { createOpenAiModel, type OpenAiOptions } from './openai.ts';
import { watchedModel } from './watched.ts';

export type Chosen = 'extractive' | Model | (OpenAiOptions & { tools?: boolean; fallback?: OpenAiOptions | undefined });

/** @param observer told of every call; null where nobody measures */
export function chosenModel(chosen: Chosen, observer: Observer | null): Model {
	const watched = (model: Model, remote: boolean) => (observer ? watchedModel(model, remote, observer) : model);
	if (chosen === 'extractive') return watched(createExtractiveModel({}), false);
	if ('answer' in chosen) return watched(chosen, false);
	const { fallback, ...first } = chosen;
	const asked = (each: OpenAiOptions) =>
		watched(createOpenAiModel({ ...each, ...(observer && { outgoing: observer.outgoing }) }), true);
	return fallback ? withFallback([asked(first), asked(fallback)]) : asked(first);
}
