// A model, and a search, whose calls are told to whoever measures. Made only where somebody does.

import type { Search } from '../../core/knowledge.ts';
import type { Model, ModelEvent, TakeEvents } from '../../core/model.ts';
import type { ModelCallWatch, Observer } from '../../core/observer.ts';
import { hear } from '../hear.ts';
import { iterated } from './push.ts';

/** @param remote asked over the network */
export function watchedModel(model: Model, remote: boolean, observer: Observer): Model {
	const { name, quotes } = model;
	const push: NonNullable<Model['push']> = (request, signal, take) => {
		const { maxOutputTokens, messages } = request;
		const begun = { model: name, remote, maxOutputTokens, messages };
		return observer.modelCall(begun, (watch) => hear(model, request, signal, overheard(take, watch)));
	};
	return { name, ...(quotes && { quotes }), push, answer: (request, signal) => iterated(push, request, signal) };
}

function overheard(take: TakeEvents, watch: ModelCallWatch): TakeEvents {
	let begun = false;
	return (batch) => {
		if (!begun && batch.length > 0) {
			begun = true;
			watch.began();
		}
		for (const event of batch) note(event, watch);
		return take(batch);
	};
}

function note(event: ModelEvent, { said, used, finished }: ModelCallWatch): void {
	if (event.type === 'text') said?.(event.text);
	else if (event.type === 'usage') used(event.usage);
	else if (event.type === 'finish') finished(event.reason);
}

export function watchedSearch(search: Search, observer: Observer): Search {
	return { find: (request) => observer.search(() => search.find(request)) };
}
