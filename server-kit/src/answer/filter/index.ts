// Layer D: runs on the text as it grows and releases only what is cleared. However the text is cut, the same comes out.

import { MASK, mask, RUN } from './detectors.ts';

export interface Filter {
	/** Takes text that the model wrote; returns what may be shown now. */
	push(text: string): string;
	/** No more comes: returns the rest. */
	end(): string;
}

/** A longer unbroken run is no word: nobody reads it, and a secret in it could not be told from the rest. */
const LONGEST_RUN = 4_096;
const TOO_LONG = new RegExp(`[!-~]{${LONGEST_RUN + 1},}`, 'g');
const BREAK = /[^!-~]/;

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
	// Inside a run that is too long: it was masked when that showed, and the rest of it is dropped up to its break.
	let dropping = false;

	function release(until: number): string {
		let text = held.slice(0, until);
		held = held.slice(until);
		if (dropping) {
			const end = text.search(BREAK);
			if (end < 0) return '';
			dropping = false;
			text = text.slice(end);
		}
		return mask(text.replace(TOO_LONG, MASK), allowed, hit);
	}

	/** Up to the last break. A run that has grown too long is masked and no longer kept. */
	function releaseRuns(): string {
		const [start, end] = tailRun(held);
		const out = release(start);
		if (end - start <= LONGEST_RUN && !dropping) return out;
		const begun = !dropping;
		dropping = true;
		held = held.slice(end - start);
		return begun ? out + MASK : out;
	}

	function releaseWhatIsClear(): string {
		let out = '';
		for (;;) {
			const begin = KEY_BEGIN.exec(held);
			if (!begin) return out + releaseRuns();
			out += release(begin.index);
			dropping = false;
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
			if (!KEY_BEGIN.test(held)) return out + release(held.length);
			hit('private-key');
			held = '';
			return out + MASK;
		},
	};
}

/** Enough to recognise the end of a key that was cut in two. */
const KEY_TAIL = 80;

/** Where the unbroken run at the end begins and ends; what may become the head of a key comes after it. */
function tailRun(text: string): [start: number, end: number] {
	const end = KEY_HEAD.exec(text)?.index ?? text.length;
	let start = end;
	while (start > 0 && RUN.test(text[start - 1] as string)) start -= 1;
	return [start, end];
}

/** Masks a whole text: for what is kept for other people to read. */
export function redact(text: string): string {
	const filter = createFilter(new Set());
	return filter.push(text) + filter.end();
}
