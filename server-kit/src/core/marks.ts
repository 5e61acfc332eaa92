// Marks that join a letter. A text made to be slow piles thousands of them on one: to bring them into order, as every
// normal form must, then costs their number squared.

/** More than any script puts on a letter; the limit of Unicode's own stream-safe texts (UAX #15). */
const PILED = /(\p{M}{30})\p{M}+/gu;

/** For a text that is compared, never for one that is shown. */
export function fewMarks(text: string): string {
	return text.replace(PILED, '$1');
}
