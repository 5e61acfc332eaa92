// BM25+ over the passages of one tenant: a passage is judged by its own words and by those of its whole article.

import MiniSearch, { type Options, type SearchOptions } from 'minisearch';
import type { FoundPassage, Passage } from '../../core/knowledge.ts';
import type { Language } from './language.ts';
import { guessLanguage, indexTerms, languageOf, type QuestionWord, questionWords, stemsOf } from './terms.ts';

export interface PassageIndex {
	find(question: string, locale: string, limit: number): FoundPassage[];
}

interface Entry {
	id: number;
	language: Language;
	title: string;
	headings: string;
	text: string;
}

// Measured by test/eval/search.ts; the plateau is wide: half or double of each moves recall by a hundredth or two.
const boost = { title: 2, headings: 1, text: 1 };
const bm25 = { k: 1.2, b: 0.4, d: 0.5 };
const articleShare = 0.5;
const ownLanguageShare = 1.2;
// Below this share of the best score a passage only adds noise to a prompt.
const tailShare = 0.1;

/** Yields to other work while it builds. */
export async function buildIndex(passages: readonly Passage[]): Promise<PassageIndex> {
	const vocabulary = new Set<string>();
	const articles = entriesOfArticles(passages);
	const languageOfPassage = (passage: Passage) => articles.get(passage.articleId)?.language ?? 'en';
	const ofArticles = indexOf(vocabulary);
	await ofArticles.addAllAsync([...articles.values()], { chunkSize: 20 });
	const ofPassages = indexOf(vocabulary);
	const entries = passages.map((passage) => entryOf(passage, languageOfPassage(passage)));
	await ofPassages.addAllAsync(entries, { chunkSize: 50 });

	const held = [...new Set([...articles.values()].map((article) => article.language))];
	const byId = new Map(passages.map((passage) => [passage.id, passage]));
	const options = searchOptions(vocabulary);

	return {
		find(question, locale, limit) {
			const language = guessLanguage(question) ?? languageOf(locale) ?? 'en';
			const words = questionWords(question, language, held).map((word) => mended(word, held, vocabulary));
			if (words.length === 0) return [];
			const query = [...new Set(words.flatMap((word) => [...word.whole, ...word.parts.flat()]))].join(' ');
			const articleScores = new Map(ofArticles.search(query, options).map(({ id, score }) => [id, score]));
			const found = ofPassages.search(query, options).flatMap(({ id, score, queryTerms }) => {
				const passage = byId.get(id);
				if (!passage) return [];
				const own = held.length > 1 && languageOfPassage(passage) === language ? ownLanguageShare : 1;
				const whole = score + articleShare * (articleScores.get(passage.articleId) ?? 0);
				return [{ passage, score: own * whole, coverage: coverageOf(words, queryTerms) }];
			});
			return best(found, limit);
		},
	};
}

function indexOf(vocabulary: Set<string>): MiniSearch<Entry> {
	const options: Options<Entry> = {
		fields: Object.keys(boost),
		// Terms are made while a chunk is added, so that a large knowledge base does not hold up other work.
		extractField: (entry, field) => {
			if (field === 'id') return entry.id;
			const terms = indexTerms(entry[field as 'title' | 'headings' | 'text'], entry.language);
			for (const term of terms) vocabulary.add(term);
			return terms.join(' ');
		},
		tokenize: (terms) => terms.split(' ').filter(Boolean),
		processTerm: (term) => term,
	};
	return new MiniSearch(options);
}

function entryOf(passage: Passage, language: Language): Entry {
	return { id: passage.id, language, title: passage.title, headings: passage.headings.join(' '), text: passage.text };
}

function entriesOfArticles(passages: readonly Passage[]): Map<number, Entry> {
	const articles = new Map<number, Passage[]>();
	for (const passage of passages) {
		const parts = articles.get(passage.articleId);
		if (parts) parts.push(passage);
		else articles.set(passage.articleId, [passage]);
	}
	const entries = [...articles].map(([id, parts]): [number, Entry] => {
		const text = parts.map((part) => part.text).join('\n');
		const language = languageOf(parts[0]?.locale ?? null) ?? guessLanguage(text) ?? 'en';
		const headings = [...new Set(parts.flatMap((part) => part.headings))].join(' ');
		return [id, { id, language, title: parts[0]?.title ?? '', headings, text }];
	});
	return new Map(entries);
}

// A word that the articles use is taken as typed; only an unknown one may be a typing error or the start of a word.
function searchOptions(vocabulary: ReadonlySet<string>): SearchOptions {
	return {
		boost,
		bm25,
		fuzzy: (term) => term.length >= 6 && !vocabulary.has(term) && !/\d/.test(term) && 1,
		prefix: (term) => term.length >= 4 && !vocabulary.has(term),
	};
}

// Two letters swapped are the commonest typing error, and two edits to the fuzzy search: too many to allow there.
function mended(word: QuestionWord, held: readonly Language[], vocabulary: ReadonlySet<string>): QuestionWord {
	if (word.typed.length < 5 || word.whole.some((form) => vocabulary.has(form))) return word;
	const stems = swaps(word.typed).flatMap((swapped) => stemsOf(swapped, held));
	return { ...word, whole: [...word.whole, ...stems.filter((stem) => vocabulary.has(stem))] };
}

function swaps(word: string): string[] {
	return [...word.slice(1)].map((letter, at) => word.slice(0, at) + letter + word.charAt(at) + word.slice(at + 2));
}

function coverageOf(words: readonly QuestionWord[], matched: readonly string[]): number {
	const holds = (forms: readonly string[]) => forms.some((form) => matched.includes(form));
	const covered = words.filter(({ whole, parts }) => holds(whole) || (parts.length > 0 && parts.every(holds)));
	return covered.length / words.length;
}

function best(found: readonly FoundPassage[], limit: number): FoundPassage[] {
	const ranked = found.toSorted((a, b) => b.score - a.score || a.passage.id - b.passage.id);
	const least = (ranked[0]?.score ?? 0) * tailShare;
	return ranked.filter((each) => each.score >= least).slice(0, limit);
}
