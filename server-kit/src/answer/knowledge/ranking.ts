// Which passages answer best: articles are ranked first, as a whole and by their best passage, then passages chosen.

import type { Asked, AskedWord } from './asking.ts';
import type { Language } from './language.ts';
import type { Postings } from './postings.ts';

/** What an index holds, by the places of articles and passages in it. */
export interface Holdings {
	/** How many passages. */
	size: number;
	/** For each article the place of its first passage, and one more for the end. */
	firsts: Int32Array;
	languages: readonly Language[];
	titles: readonly ReadonlySet<number>[];
	/** Factors on the scores of articles, a little above 1. */
	priors: Float32Array;
	/** Stemmed terms of articles. */
	terms: Postings;
	/** Words of articles as written. */
	written: Postings;
	/** Stemmed terms of passages. */
	ofPassages: Postings;
}

/** A passage that fits, by its place. */
export interface Ranked {
	place: number;
	score: number;
	/** See `FoundPassage`. */
	coverage: number;
}

interface Candidate {
	place: number;
	article: number;
	score: number;
}

const passageShare = 0.5;
const ownLanguageShare = 1.2;
// Below this share of the best score a passage only adds noise to a prompt.
const tailShare = 0.1;
const leastArticles = 5;
const mostOfOneArticle = 3;

export function rank(asked: Asked, held: Holdings, limit: number): Ranked[] {
	const articles = scored(held.terms, asked.words, held.languages.length);
	const passages = scored(held.ofPassages, asked.words, held.size);
	addWriting(articles, asked, held);
	const several = held.languages.some((language) => language !== held.languages[0]);
	const ranked = articles.touched
		.map((article) => {
			const prior = held.priors[article] ?? 1;
			const own = several && held.languages[article] === asked.language ? ownLanguageShare : 1;
			const score =
				prior * own * ((articles.scores[article] ?? 0) + passageShare * bestIn(article, passages.scores, held));
			return { article, score };
		})
		.toSorted((a, b) => b.score - a.score || a.article - b.article);
	const least = (ranked[0]?.score ?? 0) * tailShare;
	const fitting = ranked.slice(0, limit).filter(({ score }) => score >= least);
	const chosen = choose(
		fitting.map(({ article, score }) => passagesOf(article, score, passages.scores, held)),
		limit,
	);
	return chosen.map((candidate) => found(candidate, asked.words, held));
}

interface Scores {
	scores: Float32Array;
	/** The places with a score. */
	touched: number[];
}

/** For each word the best of what may be meant, and the words added up. */
function scored(postings: Postings, words: readonly AskedWord[], size: number): Scores {
	const scores = new Float32Array(size);
	const all: number[] = [];
	const best = new Float32Array(size);
	const groups = words.flatMap(({ weight, groups: each }) => each.map((meanings) => ({ weight, meanings })));
	for (const { weight, meanings } of groups) {
		const touched: number[] = [];
		for (const meaning of meanings) postings.raise(meaning.term, weight * meaning.weight, best, touched);
		for (const place of touched) {
			if (scores[place] === 0) all.push(place);
			scores[place] = (scores[place] as number) + (best[place] as number);
			best[place] = 0;
		}
	}
	return { scores, touched: all };
}

/** Small words tell articles apart that the others have found; by themselves they find none. */
function addWriting({ scores, touched }: Scores, { written }: Asked, held: Holdings): void {
	const writing = new Float32Array(scores.length);
	const one = new Float32Array(scores.length);
	for (const word of written) {
		const holders: number[] = [];
		held.written.raise(word, 1, one, holders);
		for (const place of holders) {
			writing[place] = (writing[place] as number) + (one[place] as number);
			one[place] = 0;
		}
	}
	for (const place of touched) scores[place] = (scores[place] as number) + (writing[place] as number);
}

function bestIn(article: number, scores: Float32Array, { firsts }: Holdings): number {
	let best = 0;
	for (let place = firsts[article] ?? 0; place < (firsts[article + 1] ?? 0); place += 1)
		best = Math.max(best, scores[place] ?? 0);
	return best;
}

/** The article's best passages; its first where its title or others speak of the question, and no passage does. */
function passagesOf(article: number, whole: number, scores: Float32Array, held: Holdings): Candidate[] {
	const first = held.firsts[article] ?? 0;
	const best = bestIn(article, scores, held);
	return Array.from({ length: (held.firsts[article + 1] ?? 0) - first }, (_, at) => first + at)
		.filter((place) => (scores[place] ?? 0) > 0 || (best === 0 && place === first))
		.map((place) => ({ place, article, score: whole - passageShare * (best - (scores[place] ?? 0)) }))
		.toSorted((a, b) => b.score - a.score || a.place - b.place)
		.slice(0, mostOfOneArticle);
}

/** The best passage of each of the first few articles, then whatever is best. */
function choose(articles: readonly (readonly Candidate[])[], limit: number): Candidate[] {
	const better = (a: Candidate, b: Candidate) => b.score - a.score || a.place - b.place;
	const heads = articles.flatMap(([best]) => best ?? []).slice(0, leastArticles);
	const rest = articles.flat().filter((candidate) => !heads.includes(candidate));
	return [...heads, ...rest.toSorted(better)].slice(0, limit).toSorted(better);
}

function found({ place, article, score }: Candidate, words: readonly AskedWord[], held: Holdings): Ranked {
	const holds = (term: number) => held.ofPassages.holds(term, place) || held.titles[article]?.has(term) === true;
	const covered = words.filter(({ whole, parts }) => {
		return whole.some(holds) || (parts.length > 0 && parts.every((part) => part.some(holds)));
	});
	const total = (some: readonly AskedWord[]) => some.reduce((sum, { weight }) => sum + weight, 0);
	return { place, score, coverage: total(covered) / total(words) };
}
