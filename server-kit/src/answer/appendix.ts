// Behind its words a model says what they rest on. That part is cut off the stream, wherever the text is cut.

import type { StreamPart } from '../protocol/index.ts';
import type { Scribe } from './scribe.ts';

/** Stands before the appendix, on a line of its own. */
export const APPENDIX = '===GROUNDS===';

/** Of a longer appendix the rest is not read. */
const MOST = 8_000;

export interface Appendix {
	/** A scribe that is handed the words alone. */
	around(scribe: Scribe): Scribe;
	/** What stood behind the mark, in the last text that had one. */
	text(): string;
}

export function createAppendix(): Appendix {
	let held = '';
	let found = '';
	let within = false;

	function visible(text: string): string {
		if (within) {
			found = (found + text).slice(0, MOST);
			return '';
		}
		const whole = held + text;
		const mark = whole.indexOf(APPENDIX);
		if (mark < 0) {
			const open = openEnd(whole);
			held = whole.slice(whole.length - open);
			return whole.slice(0, whole.length - open);
		}
		within = true;
		held = '';
		found = whole.slice(mark + APPENDIX.length).slice(0, MOST);
		return whole.slice(0, mark).trimEnd();
	}

	/** The end of a text was no mark after all; the next text has one of its own. */
	function rest(): string {
		const last = held;
		held = '';
		within = false;
		return last;
	}

	return {
		text: () => found,
		around: (scribe) => ({
			blocked: scribe.blocked,
			write(text) {
				const shown = visible(text);
				return shown ? scribe.write(shown) : [];
			},
			pause(cut): StreamPart[] {
				const last = rest();
				return [...(last ? scribe.write(last) : []), ...scribe.pause(cut)];
			},
		}),
	};
}

/** How much of the end may be the beginning of the mark, with the white space before it. */
function openEnd(text: string): number {
	for (let length = Math.min(text.length, APPENDIX.length - 1); length > 0; length -= 1)
		if (APPENDIX.startsWith(text.slice(text.length - length))) return length + spaceBefore(text, length);
	return spaceBefore(text, 0);
}

function spaceBefore(text: string, length: number): number {
	const before = text.slice(0, text.length - length);
	return before.length - before.trimEnd().length;
}
