// Turns a model's text into stream parts: citations mapped, then filtered, then written as one text per step.

import { sourceParts } from '../core/sources.ts';
import type { StreamPart } from '../protocol/index.ts';
import type { Citations, Cited } from './citations.ts';
import type { Filter } from './filter/index.ts';

export interface Scribe {
	write(text: string): StreamPart[];
	/** Ends the text of a step: releases what was held back and closes the text part. */
	pause(): StreamPart[];
}

export function createScribe(citations: Citations, filter: Filter): Scribe {
	let texts = 0;
	let open = false;

	function opening(): StreamPart[] {
		if (open) return [];
		open = true;
		texts += 1;
		const start: StreamPart = { type: 'text-start', id: `t${texts}` };
		// Texts of several steps read as one: every reader may simply join the deltas.
		return texts === 1 ? [start] : [start, { type: 'text-delta', id: `t${texts}`, delta: '\n\n' }];
	}

	function parts({ fresh }: Cited, cleared: string): StreamPart[] {
		const sources = fresh.flatMap(sourceParts);
		if (!cleared) return sources;
		const start = opening();
		return [...start, ...sources, { type: 'text-delta', id: `t${texts}`, delta: cleared }];
	}

	return {
		write(text) {
			const cited = citations.push(text);
			return parts(cited, filter.push(cited.text));
		},
		pause() {
			const cited = citations.end();
			const last = parts(cited, filter.push(cited.text) + filter.end());
			if (!open) return last;
			open = false;
			return [...last, { type: 'text-end', id: `t${texts}` }];
		},
	};
}
