// The index of one tenant's articles: built once from what the store holds, then only read.

import type { FoundPassage, StoredArticle } from '../../core/knowledge.ts';
import { createAsking, type Question } from './asking.ts';
import { type ArticleEntry, readArticle, type Words, withParts } from './entries.ts';
import { incomingWords } from './links.ts';
import { buildPostings, type Entry, type FieldRule } from './postings.ts';
import { type Holdings, rank } from './ranking.ts';
import type { Synonyms } from './synonyms.ts';
import { createVocabulary } from './vocabulary.ts';

export interface PassageIndex {
	find(question: Question, limit: number): FoundPassage[];
	/** About what it holds in memory, the passages' texts with it. */
	readonly bytes: number;
}

// Measured by test/eval/search.ts and on other sites' help pages; the plateau is wide: half or double of each moves
// recall by a hundredth or two. Title, headings, text, about, links, slug:
const ofArticle: readonly FieldRule[] = [
	{ weight: 1.25, length: 0.3 },
	{ weight: 0.4, length: 0.4 },
	{ weight: 0.75, length: 0.4 },
	{ weight: 1, length: 0.3 },
	{ weight: 1, length: 0.3 },
	{ weight: 2, length: 0.3 },
];
// Words as written, small ones too: how a page speaks tells a guide from a reference.
const ofWriting: readonly FieldRule[] = [{ weight: 0.9, length: 0.25 }];
// Text, headings:
const ofPassage: readonly FieldRule[] = [
	{ weight: 1, length: 0.4 },
	{ weight: 1, length: 0.4 },
];
/** Yields often: see slices.ts. */
export function* buildIndex(articles: readonly StoredArticle[], synonyms: Synonyms): Generator<void, PassageIndex> {
	const words: Words = { terms: createVocabulary(), written: createVocabulary() };
	const incoming = incomingWords(articles);
	const read: ArticleEntry[] = [];
	for (const article of articles) read.push(yield* readArticle(article, incoming.get(article.id) ?? '', words));
	const entries = yield* withParts(read, words);
	const fields = (of: (entry: ArticleEntry) => readonly Entry[]) => entries.flatMap(of);
	const holdings: Holdings = {
		passages: articles.flatMap((article) => article.passages),
		firsts: firstsOf(entries),
		languages: entries.map(({ language }) => language),
		priors: Float32Array.from(articles, ({ id }) => priorOf(incoming.get(id)?.split('\n').length ?? 0)),
		titles: entries.map(({ terms: [title] }) => new Set(title)),
		terms: yield* buildPostings(
			fields(({ terms }) => [terms]),
			ofArticle,
			words.terms.size,
		),
		written: yield* buildPostings(
			fields(({ written }) => [written]),
			ofWriting,
			words.written.size,
		),
		ofPassages: yield* buildPostings(
			fields(({ passages }) => passages),
			ofPassage,
			words.terms.size,
		),
	};
	const ask = createAsking(words, [...new Set(holdings.languages)], synonyms);
	return { find: (question, limit) => rank(ask(question), holdings, limit), bytes: bytesOf(holdings, words) };
}

// What many articles point to is what many questions are about.
const priorOf = (links: number) => 1 + 0.04 * Math.log1p(links);

function firstsOf(entries: readonly ArticleEntry[]): Int32Array {
	const firsts = new Int32Array(entries.length + 1);
	for (const [at, { passages }] of entries.entries()) firsts[at + 1] = (firsts[at] ?? 0) + passages.length;
	return firsts;
}

const bytesOfWord = 100;

function bytesOf({ passages, terms, written, ofPassages }: Holdings, words: Words): number {
	const texts = passages.reduce((sum, { text }) => sum + 2 * text.length + 300, 0);
	const vocabulary = bytesOfWord * (words.terms.size + words.written.size);
	return texts + vocabulary + terms.bytes + written.bytes + ofPassages.bytes;
}
