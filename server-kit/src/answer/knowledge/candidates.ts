// The articles that may fit as the ranking sees them: a small index, weighed by the sums over all of the tenant's.

import { type PartOfEntry, SUMS } from './entry-text.ts';
import type { Lookups } from './lookups.ts';
import { buildPostings, type Corpus, type Entry, type Field, type FieldRule, type Postings } from './postings.ts';
import type { Holdings } from './ranking.ts';
import { inSlices } from './slices.ts';
import { ofArticle, ofPassage, ofWriting, priorOf } from './weights.ts';

export async function candidateHoldings(parts: readonly PartOfEntry[], lookups: Lookups): Promise<Holdings> {
	const { terms, written } = lookups.found();
	const articles = lookups.articles();
	const passages = lookups.sum(SUMS.passages);
	const mean = (sum: string, among: number) => lookups.sum(sum) / among || 1;
	const among = (size: number, averages: readonly number[], spread: Corpus['spread']): Corpus => {
		return { size, averages, spread };
	};
	const ofTerms = among(
		articles,
		ofArticle.map((_, field) => mean(SUMS.field(field), articles)),
		(term) => terms.get(term)?.articles ?? 0,
	);
	const ofWords = among(articles, [mean(SUMS.written, articles)], (word) => written.get(word)?.articles ?? 0);
	const ofPassages = among(
		passages,
		ofPassage.map((_, field) => mean(SUMS.ofPassage(field), passages)),
		(term) => terms.get(term)?.passages ?? 0,
	);
	const entries = parts.flatMap((part) => part.passages.map(({ fields }) => fields));
	return {
		size: entries.length,
		firsts: firstsOf(parts),
		languages: parts.map(({ language }) => language),
		priors: Float32Array.from(parts, ({ links }) => priorOf(links)),
		titles: parts.map(({ terms: [title] }) => new Set(title instanceof Int32Array ? title : title?.counts.keys())),
		terms: await built(
			parts.map(({ terms }) => terms),
			ofArticle,
			ofTerms,
			lookups.size(),
		),
		written: await built(
			parts.map(({ written }) => written),
			ofWriting,
			ofWords,
			lookups.size(),
		),
		ofPassages: await built(entries, ofPassage, ofPassages, lookups.size()),
	};
}

function built(
	entries: readonly Entry<Field>[],
	rules: readonly FieldRule[],
	corpus: Corpus,
	terms: number,
): Promise<Postings> {
	return inSlices(buildPostings(entries, rules, terms, corpus));
}

function firstsOf(parts: readonly PartOfEntry[]): Int32Array {
	let at = 0;
	return Int32Array.from([0, ...parts.map(({ passages }) => (at += passages.length))]);
}
