// How alike two answers are, from 0 to 1: the share of words and of pairs of neighbouring words that both have.

/** `[1]`, `[2, 3]`: the numbers of sources differ between answers that say the same. */
const CITATIONS = /\[\d{1,3}(?: ?, ?\d{1,3})*\]/g;

/**
 * Dice's coefficient over words and pairs of words, each counted as often as it stands there. Case, punctuation, Markdown
 * and citations do not count; the order of words does, through the pairs. Two empty texts are alike.
 * @param locale BCP 47 tag: says where words end in languages that write no spaces
 */
export function similarity(one: string, other: string, locale: string): number {
	const words = wordsIn(locale);
	const [ours, theirs] = [countsOf(words(one)), countsOf(words(other))];
	const total = sizeOf(ours) + sizeOf(theirs);
	if (total === 0) return 1;
	let shared = 0;
	for (const [word, count] of ours) shared += Math.min(count, theirs.get(word) ?? 0);
	return (2 * shared) / total;
}

function wordsIn(locale: string): (text: string) => string[] {
	const segmenter = new Intl.Segmenter(locale, { granularity: 'word' });
	return (text) => {
		const plain = text.replace(CITATIONS, ' ').normalize('NFKC').toLowerCase();
		return [...segmenter.segment(plain)].flatMap(({ segment, isWordLike }) => (isWordLike ? [segment] : []));
	};
}

function countsOf(words: readonly string[]): Map<string, number> {
	const counts = new Map<string, number>();
	const count = (word: string) => counts.set(word, (counts.get(word) ?? 0) + 1);
	for (const [at, word] of words.entries()) {
		count(word);
		if (at > 0) count(`${words[at - 1]} ${word}`);
	}
	return counts;
}

function sizeOf(counts: ReadonlyMap<string, number>): number {
	return [...counts.values()].reduce((sum, count) => sum + count, 0);
}
