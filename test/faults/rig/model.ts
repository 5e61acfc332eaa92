// Models of our own for experiments in this process, where a test decides by the question and not by the turn's number.

import type { Model, ModelEvent, ModelRequest } from '../../../server-kit/src/core/model.ts';

export interface ObservedModel extends Model {
	readonly asked: readonly ModelRequest[];
	/** Tokens reported over all answers that came to their end. */
	readonly tokens: number;
}

/** Answers each request with the pieces that `speak` makes of it; reports ten tokens in and one per piece out. */
export function modelThat(speak: (request: ModelRequest) => readonly string[] | AsyncIterable<string>): ObservedModel {
	const asked: ModelRequest[] = [];
	let tokens = 0;
	return {
		name: 'observed',
		asked,
		get tokens() {
			return tokens;
		},
		async *answer(request, signal): AsyncGenerator<readonly ModelEvent[]> {
			asked.push(structuredClone(request));
			let pieces = 0;
			for await (const text of speak(request)) {
				if (signal.aborted) return;
				pieces += 1;
				yield [{ type: 'text', text }];
			}
			tokens += 10 + pieces;
			yield [
				{ type: 'usage', usage: { inputTokens: 10, outputTokens: pieces, estimated: false } },
				{ type: 'finish', reason: 'stop' },
			];
		},
	};
}
