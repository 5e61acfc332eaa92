// What a stage says: handed on at once, or held back until it is its turn, with its last lines kept.

import { stripVTControlCharacters } from 'node:util';

export type Say = (text: string | Uint8Array) => void;

export interface Held {
	say: Say;
	/** Says what was held back, and from here on everything at once. */
	release(): void;
}

export function heldBack(say: Say): Held {
	const held: (string | Uint8Array)[] = [];
	let free = false;
	return {
		say(text) {
			if (free) say(text);
			else held.push(text);
		},
		release() {
			free = true;
			for (const text of held.splice(0)) say(text);
		},
	};
}

const MOST_KEPT = 20_000;

/** The last lines of what is said, without colours. */
export function lastLines(say: Say): { say: Say; lines(most: number): string[] } {
	let kept = '';
	return {
		say(text) {
			kept = (kept + (typeof text === 'string' ? text : Buffer.from(text).toString())).slice(-MOST_KEPT);
			say(text);
		},
		lines: (most) =>
			stripVTControlCharacters(kept)
				.split('\n')
				.filter((line) => line.trim())
				.slice(-most),
	};
}
