// A vocabulary that stands in the database: what a question needs to know of it is noted while it is read, and looked
// up before it is read again. A stem that has not been looked up counts as known, a word as written as unknown.

import type { Alike, Looked, Spread } from '../../core/knowledge-index.ts';
import type { KnownWords } from './asking.ts';
import { languageSum, SUMS } from './entry-text.ts';
import { type Language, languages } from './language.ts';
import { createVocabulary, errorsAllowed, type Vocabulary } from './vocabulary.ts';
import { aboutKey, isWritten, sumKey, termKey, wordIn, writtenKey } from './vocabulary-keys.ts';
import { ofArticle, ofPassage } from './weights.ts';

export interface Wanted {
	words: readonly string[];
	alike: readonly Alike[];
}

export type Found = ReadonlyMap<number, Spread & { word: string }>;

export interface Lookups extends KnownWords {
	/** What has been noted since the last look. */
	wanted(): Wanted;
	tell(looked: Looked['words']): void;
	/** The stems, and the words as written, that stand in articles, by their numbers. */
	found(): { terms: Found; written: Found };
	/** Above every number of a word. */
	size(): number;
	/** How many articles the tenant has. */
	articles(): number;
	/** How many of them are about a stem that was found. */
	about(term: string): number;
	sum(name: string): number;
	/** Those that the articles are written in, the commonest first. */
	languages(): Language[];
}

/** A question of a hundred unknown words is not meant to be understood. */
const MOST_GUESSED = 6;
const MOST_LOOKED_UP = 2000;
const MOST_NEAR = 1000;
const MOST_BEGINNING = 6;
const SHORTEST_BEGINNING = 4;
const LONGEST_WORD = 64;

export function createLookups(): Lookups {
	const asked = new Set<string>();
	const there = new Map<string, Spread>();
	const guessed = new Set<string>();
	const terms = createVocabulary();
	const written = createVocabulary();
	/** Words that were found to be like others. */
	const met = createVocabulary();
	let words = new Set<string>(ALL_SUMS);
	let alike: Alike[] = [];

	const sum = (name: string) => there.get(sumKey(name))?.articles ?? 0;
	const spread = (language: Language) => sum(languageSum(language));

	function foundOf(vocabulary: Vocabulary, keyOf: (word: string) => string): Found {
		const found = new Map<number, Spread & { word: string }>();
		for (const [number, word] of [...vocabulary.words()].entries()) {
			const spread = there.get(keyOf(word));
			if (spread) found.set(number, { ...spread, word });
		}
		return found;
	}

	function isThere(key: string, unsure: boolean): boolean {
		if (asked.has(key)) return there.has(key);
		words.add(key);
		return unsure;
	}

	function guess(word: string, among: readonly Alike[]): void {
		if (guessed.has(word) || guessed.size >= MOST_GUESSED) return;
		guessed.add(word);
		alike.push(...among);
	}

	return {
		terms: {
			find(term) {
				// Before the stem: where too much is asked for, no stem goes without.
				isThere(aboutKey(term), false);
				return isThere(termKey(term), true) ? terms.add(term) : undefined;
			},
		},
		written: {
			find: (word) => (isThere(writtenKey(word), false) ? written.add(word) : undefined),
			near(word) {
				if (asked.has(writtenKey(word))) guess(word, [...nearTo(word), ...begunBy(word)]);
				return met.near(word);
			},
			beginning: (start) => met.beginning(start),
		},
		wanted() {
			const wanted = { words: [...words].slice(0, MOST_LOOKED_UP), alike };
			for (const key of words) asked.add(key);
			words = new Set();
			alike = [];
			return wanted;
		},
		tell(looked) {
			for (const [key, spread] of looked) {
				there.set(key, spread);
				asked.add(key);
				if (isWritten(key)) met.add(wordIn(key));
			}
		},
		found: () => ({ terms: foundOf(terms, termKey), written: foundOf(written, writtenKey) }),
		size: () => Math.max(terms.size, written.size),
		articles: () => sum(SUMS.articles),
		about: (term) => there.get(aboutKey(term))?.articles ?? 0,
		sum,
		languages: () => languages.filter(spread).toSorted((a, b) => spread(b) - spread(a)),
	};
}

const ALL_SUMS: readonly string[] = [
	SUMS.articles,
	SUMS.passages,
	SUMS.written,
	...ofArticle.map((_, field) => SUMS.field(field)),
	...ofPassage.map((_, field) => SUMS.ofPassage(field)),
	...languages.map(languageSum),
].map(sumKey);

/** Whoever makes one error leaves the beginning or the end of the word as it is; two, one of both mostly. */
function nearTo(word: string): Alike[] {
	const errors = errorsAllowed(word);
	if (errors === 0) return [];
	const rest = word.length - 1;
	const ends = errors === 1 ? Math.floor(rest / 2) : Math.floor(word.length / 3);
	const begins = errors === 1 ? rest - ends : ends;
	const how = { shortest: word.length - errors, longest: word.length + errors, limit: MOST_NEAR };
	return [
		{ ...how, letters: word.slice(0, begins), at: 'start' },
		{ ...how, letters: word.slice(-ends), at: 'end' },
	];
}

function begunBy(start: string): Alike[] {
	if (start.length < SHORTEST_BEGINNING) return [];
	return [{ letters: start, at: 'start', shortest: start.length, longest: LONGEST_WORD, limit: MOST_BEGINNING }];
}
