// Layer D: runs on the text as it grows and releases only what is cleared. However the text is cut, the same comes out.

import { MASK, mask, RUN } from './detectors.ts';

export interface Filter {
	/** Takes text that the model wrote; returns what may be shown now. */
	push(text: string): string;
	/** No more comes: returns the rest. */
	end(): string;
}

/** A longer unbroken run is no word and no known secret; it is released in blocks of this size. */
const LONGEST_RUN = 4_096;

const KEY_BEGIN = /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----/;
const KEY_END = /-----END [A-Z ]{0,30}PRIVATE KEY-----/;
/** A tail that may still become the head of a private key: its spaces would else count as breaks. */
const KEY_HEAD = /-{1,5}$|-----B[A-Z ]{0,50}-{0,4}$/;

/**
 * @param allowed addresses in lower case that the reader may see
 * @param hit called with a detector's name, never with what it found
 */
export function createFilter(allowed: ReadonlySet<string>, hit: (detector: string) => void = () => {}): Filter {
	let held = '';

	function release(until: number): string {
		const cleared = mask(held.slice(0, until), allowed, hit);
		held = held.slice(until);
		return cleared;
	}

	function releaseWhatIsClear(): string {
		let out = '';
		for (;;) {
			const begin = KEY_BEGIN.exec(held);
			if (!begin) return out + release(clearUntil(held));
			out += release(begin.index);
			const end = KEY_END.exec(held);
			// A key that never ends is never shown, and not kept either: only its head, to know that we are inside.
			if (!end) {
				held = begin[0] + held.slice(begin[0].length).slice(-KEY_TAIL);
				return out;
			}
			hit('private-key');
			out += MASK;
			held = held.slice(end.index + end[0].length);
		}
	}

	return {
		push(text) {
			held += text;
			return releaseWhatIsClear();
		},
		end() {
			const out = releaseWhatIsClear();
			if (KEY_BEGIN.test(held)) {
				hit('private-key');
				held = MASK;
			}
			return out + release(held.length);
		},
	};
}

/** Enough to recognise the end of a key that was cut in two. */
const KEY_TAIL = 80;

/** How far the text can be released: up to the last break, or a whole number of blocks into an endless run. */
function clearUntil(text: string): number {
	const head = KEY_HEAD.exec(text);
	let start = head ? head.index : text.length;
	while (start > 0 && RUN.test(text[start - 1] as string)) start -= 1;
	return start + Math.floor((text.length - start) / LONGEST_RUN) * LONGEST_RUN;
}

/** Masks a whole text: for what is kept for other people to read. */
export function redact(text: string): string {
	const filter = createFilter(new Set());
	return filter.push(text) + filter.end();
}
