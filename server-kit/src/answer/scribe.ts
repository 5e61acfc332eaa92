// Turns a model's text into stream parts: citations mapped, then filtered, then written as one text per step.

import { sourceParts } from '../core/sources.ts';
import type { StreamPart } from '../protocol/index.ts';
import type { Citations, Cited } from './citations.ts';
import type { Filter } from './filter/index.ts';

export interface Scribe {
	write(text: string): StreamPart[];
	/**
	 * Ends the text of a step: releases what was held back and closes the text part.
	 * @param cut the model was interrupted in the middle of it
	 */
	pause(cut: boolean): StreamPart[];
	/** The filter has ended the answer: the reader was told so, and nothing more is written. */
	blocked(): boolean;
}

/** @param apology what the reader is told where the filter ends the answer */
export function createScribe(citations: Citations, filter: Filter, apology: string): Scribe {
	let texts = 0;
	let open = false;
	let apologised = false;

	function opening(): StreamPart[] {
		if (open) return [];
		open = true;
		texts += 1;
		const start: StreamPart = { type: 'text-start', id: `t${texts}` };
		// Texts of several steps read as one: every reader may simply join the deltas.
		return texts === 1 ? [start] : [start, { type: 'text-delta', id: `t${texts}`, delta: '\n\n' }];
	}

	function parts({ fresh }: Cited, cleared: string): StreamPart[] {
		if (open && cleared && fresh.length === 0 && !filter.blocked()) return [delta(cleared)];
		const sources = fresh.flatMap(sourceParts);
		const said = cleared ? [...opening(), ...sources, delta(cleared)] : sources;
		return filter.blocked() && !apologised ? [...said, ...apologies()] : said;
	}

	function delta(text: string): StreamPart {
		return { type: 'text-delta', id: `t${texts}`, delta: text };
	}

	function apologies(): StreamPart[] {
		apologised = true;
		const apart = open ? '\n\n' : '';
		return [...opening(), delta(apart + apology)];
	}

	return {
		blocked: filter.blocked,
		write(text) {
			if (filter.blocked()) return [];
			const cited = citations.push(text);
			return parts(cited, filter.push(cited.text));
		},
		pause(cut) {
			const cited = citations.end();
			const last = parts(cited, filter.push(cited.text) + filter.end(cut));
			if (!open) return last;
			open = false;
			return [...last, { type: 'text-end', id: `t${texts}` }];
		},
	};
}
