// The index of one tenant's articles: built once from what the store holds, then only read.

import type { FoundPassage, Passage, StoredArticle } from '../../core/knowledge.ts';
import { createAsking, type Question, synonymsIn } from './asking.ts';
import { type ArticleEntry, readArticle, type Words, withParts } from './entries.ts';
import { incomingWords, pointersOf } from './links.ts';
import { buildPostings, type Entry } from './postings.ts';
import { type Holdings, rank } from './ranking.ts';
import type { Synonyms } from './synonyms.ts';
import { createVocabulary } from './vocabulary.ts';
import { linksIn, ofArticle, ofPassage, ofWriting, priorOf } from './weights.ts';

export interface PassageIndex {
	find(question: Question, limit: number): FoundPassage[];
	/** About what it holds in memory, the passages' texts with it. */
	readonly bytes: number;
}

/** Yields often: see slices.ts. */
export function* buildIndex(articles: readonly StoredArticle[], synonyms: Synonyms): Generator<void, PassageIndex> {
	const words: Words = { terms: createVocabulary(), written: createVocabulary() };
	const incoming = incomingWords(articles.flatMap(pointersOf));
	const read: ArticleEntry[] = [];
	for (const article of articles) read.push(yield* readArticle(article, incoming.get(article.id) ?? '', words));
	const entries = yield* withParts(read, words);
	const fields = (of: (entry: ArticleEntry) => readonly Entry[]) => entries.flatMap(of);
	const passages = articles.flatMap((article) => article.passages);
	const holdings: Holdings = {
		size: passages.length,
		firsts: firstsOf(entries),
		languages: entries.map(({ language }) => language),
		priors: Float32Array.from(articles, ({ id }) => priorOf(linksIn(incoming.get(id)))),
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
	const languages = [...new Set(holdings.languages)];
	const ask = createAsking(words, languages, synonymsIn(languages, synonyms));
	return {
		find: (question, limit) =>
			rank(ask(question), holdings, limit).map(({ place, ...how }) => ({
				passage: passages[place] as Passage,
				...how,
			})),
		bytes: bytesOf(passages, holdings, words),
	};
}

function firstsOf(entries: readonly ArticleEntry[]): Int32Array {
	const firsts = new Int32Array(entries.length + 1);
	for (const [at, { passages }] of entries.entries()) firsts[at + 1] = (firsts[at] ?? 0) + passages.length;
	return firsts;
}

const bytesOfWord = 100;

function bytesOf(passages: readonly Passage[], { terms, written, ofPassages }: Holdings, words: Words): number {
	const texts = passages.reduce((sum, { text }) => sum + 2 * text.length + 300, 0);
	const vocabulary = bytesOfWord * (words.terms.size + words.written.size);
	return texts + vocabulary + terms.bytes + written.bytes + ofPassages.bytes;
}
