// The words of an index, each with its number; and which of them a mistyped, cut off or compound word may mean.

export interface Vocabulary {
	/** The number of a word; a new one for a new word. */
	add(word: string): number;
	/** Undefined for a word that the index does not hold. */
	find(word: string): number | undefined;
	readonly size: number;
	words(): Iterable<string>;
	/** Words that are a typing error away, or two for long words, and as few as any; the first letter is right. */
	near(word: string): string[];
	/** Words that begin so. */
	beginning(start: string): string[];
}

const mostNear = 4;
const mostBeginning = 6;

interface Known {
	word: string;
	letters: number;
}

export function createVocabulary(): Vocabulary {
	const numbers = new Map<string, number>();
	const byFirstLetter = new Map<string, Known[]>();
	const alike = (word: string): readonly Known[] => byFirstLetter.get(word.charAt(0)) ?? [];
	return {
		add(word) {
			const known = numbers.get(word);
			if (known !== undefined) return known;
			const neighbours = byFirstLetter.get(word.charAt(0));
			const made = { word, letters: lettersOf(word) };
			if (neighbours) neighbours.push(made);
			else byFirstLetter.set(word.charAt(0), [made]);
			numbers.set(word, numbers.size);
			return numbers.size - 1;
		},
		find: (word) => numbers.get(word),
		get size() {
			return numbers.size;
		},
		words: () => numbers.keys(),
		near(word) {
			const errors = errorsAllowed(word);
			if (errors === 0) return [];
			const own = lettersOf(word);
			const found: { known: string; distance: number }[] = [];
			for (const { word: known, letters } of alike(word)) {
				// Most words fall out here: each error changes at most two of the letters that a word is made of.
				if (Math.abs(known.length - word.length) > errors || bits(own ^ letters) > 2 * errors) continue;
				const distance = typingErrors(word, known, errors);
				if (distance <= errors) found.push({ known, distance });
			}
			const nearest = Math.min(...found.map(({ distance }) => distance));
			return found.flatMap(({ known, distance }) => (distance === nearest ? known : [])).slice(0, mostNear);
		},
		beginning(start) {
			const found = alike(start).flatMap(({ word }) => (word.startsWith(start) ? word : []));
			return found.toSorted((a, b) => a.length - b.length).slice(0, mostBeginning);
		},
	};
}

export function errorsAllowed(word: string): number {
	if (word.length < 5 || /\d/.test(word)) return 0;
	return word.length < 9 ? 1 : 2;
}

function lettersOf(word: string): number {
	let set = 0;
	for (let at = 0; at < word.length; at += 1) set |= 1 << (word.charCodeAt(at) & 31);
	return set;
}

function bits(set: number): number {
	let count = 0;
	for (let rest = set; rest !== 0; rest &= rest - 1) count += 1;
	return count;
}

/** Letters wrong, missing, too many, or two neighbours swapped; anything above `most` where there are more. */
export function typingErrors(typed: string, meant: string, most: number): number {
	let before: number[] = [];
	let last = Array.from({ length: meant.length + 1 }, (_, at) => at);
	for (let row = 1; row <= typed.length; row += 1) {
		const now = [row];
		for (let at = 1; at <= meant.length; at += 1) {
			const same = typed[row - 1] === meant[at - 1];
			let least = Math.min((last[at] ?? 0) + 1, (now[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + (same ? 0 : 1));
			const swapped = typed[row - 1] === meant[at - 2] && typed[row - 2] === meant[at - 1];
			if (row > 1 && at > 1 && swapped) least = Math.min(least, (before[at - 2] ?? 0) + 1);
			now.push(least);
		}
		if (Math.min(...now) > most) return most + 1;
		before = last;
		last = now;
	}
	return last[meant.length] ?? most + 1;
}
