// Most frames of an answer differ in one word alone: what stands around it is read once, and recognised from then on,
// without taking the frame apart.

export interface WordFrames {
	/**
	 * Tells the words of the frames that stand in the text from a place on and are like the one learned.
	 * @returns the place behind them
	 */
	tell(text: string, from: number, say: (words: string) => void): number;
	/**
	 * @param frame with the blank line that ends it, and all that stands before it
	 * @param words the content of this frame, which says nothing else
	 */
	learn(frame: string, words: string): void;
}

/** Some upstreams give every frame another id or padding: there is nothing to learn then. */
const MOST_LESSONS = 16;
/** What JSON would have to decode, or must not hold. */
const ENCODED = /["\\\p{Cc}]/u;
const KEY = '"content"';

export function createWordFrames(): WordFrames {
	let before = '';
	let after = '';
	let lessons = 0;
	return {
		tell(text, from, say) {
			let at = from;
			while (before !== '' && text.startsWith(before, at)) {
				const start = at + before.length;
				const end = text.indexOf('"', start);
				if (end < 0 || !text.startsWith(after, end)) break;
				const words = text.slice(start, end);
				if (ENCODED.test(words)) break;
				say(words);
				at = end + after.length;
			}
			return at;
		},
		learn(frame, words) {
			if (lessons === MOST_LESSONS) return;
			lessons += 1;
			const at = startOfValue(frame);
			if (at < 0 || words === '' || ENCODED.test(words) || !frame.startsWith(`${words}"`, at)) return;
			before = frame.slice(0, at);
			after = frame.slice(at + words.length);
		},
	};
}

/** The place behind the next blank line; null where there is none. */
export function frameEnd(text: string, from: number): number | null {
	const blankLine = /\n\r?\n/g;
	blankLine.lastIndex = from;
	return blankLine.test(text) ? blankLine.lastIndex : null;
}

/** Behind the quote that opens the value of the only such key; -1 where it is not the only one. */
function startOfValue(frame: string): number {
	const key = frame.indexOf(KEY);
	if (key < 0 || key !== frame.lastIndexOf(KEY)) return -1;
	const opening = /[ \t]*:[ \t]*"/y;
	opening.lastIndex = key + KEY.length;
	return opening.test(frame) ? opening.lastIndex : -1;
}
