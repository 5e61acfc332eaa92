// Most frames of an answer differ in one word alone: what stands around it is read once, and recognised from then on.

export interface WordFrames {
	/** The words of a frame that is like the one learned; null where it must be read as JSON. */
	wordsOf(data: string): string | null;
	/** @param words the content of this frame, which says nothing else */
	learn(data: string, words: string): void;
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
		wordsOf(data) {
			const end = data.length - after.length;
			if (before === '' || end < before.length || !data.startsWith(before) || !data.endsWith(after)) return null;
			const words = data.slice(before.length, end);
			return ENCODED.test(words) ? null : words;
		},
		learn(data, words) {
			if (lessons === MOST_LESSONS) return;
			lessons += 1;
			const at = startOfValue(data);
			if (at < 0 || words === '' || ENCODED.test(words) || !data.startsWith(`${words}"`, at)) return;
			before = data.slice(0, at);
			after = data.slice(at + words.length);
		},
	};
}

/** Behind the quote that opens the value of the only such key; -1 where it is not the only one. */
function startOfValue(data: string): number {
	const key = data.indexOf(KEY);
	if (key < 0 || key !== data.lastIndexOf(KEY)) return -1;
	const opening = /[ \t]*:[ \t]*"/y;
	opening.lastIndex = key + KEY.length;
	return opening.test(data) ? opening.lastIndex : -1;
}
