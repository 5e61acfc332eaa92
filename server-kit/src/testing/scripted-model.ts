// A model that says what a test tells it, and remembers what it was asked.

import type { Model, ModelEvent, ModelRequest } from '../core/model.ts';

/** Batches of one answer, or a function that makes them from the request; it may throw or wait. */
export type Script =
	| string
	| readonly (readonly ModelEvent[])[]
	| ((request: ModelRequest, signal: AbortSignal) => AsyncIterable<readonly ModelEvent[]>);

export interface ScriptedModel extends Model {
	/** The next answer. Without one the model says "OK." */
	says(script: Script): void;
	readonly asked: readonly ModelRequest[];
}

export function createScriptedModel(): ScriptedModel {
	const scripts: Script[] = [];
	const asked: ModelRequest[] = [];
	return {
		name: 'scripted',
		asked,
		says(script) {
			scripts.push(script);
		},
		async *answer(request, signal) {
			asked.push(structuredClone(request));
			const script = scripts.shift() ?? 'OK.';
			if (typeof script === 'function') yield* script(request, signal);
			else yield* typeof script === 'string' ? wordByWord(script) : script;
		},
	};
}

function wordByWord(text: string): ModelEvent[][] {
	const words = text.match(/\S+\s*|\s+/g) ?? [];
	return [
		...words.map((word): ModelEvent[] => [{ type: 'text', text: word }]),
		[{ type: 'usage', usage: { inputTokens: 10, outputTokens: words.length, estimated: false } }],
		[{ type: 'finish', reason: 'stop' }],
	];
}
