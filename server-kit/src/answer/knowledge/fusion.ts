// Two rankings of passages into one, by reciprocal ranks: scores of words and likenesses cannot be compared, places can.

import type { FoundPassage, Passage } from '../../core/knowledge.ts';
import type { Near } from './vectors.ts';

/** The usual constant: the first places of either ranking lie close together, and what both found comes first. */
const FLATTENS = 60;
const MOST_OF_ONE_ARTICLE = 3;

/** @param more the passages that were found by meaning alone, those that still stand */
export function fuse(
	byWords: readonly FoundPassage[],
	byMeaning: readonly Near[],
	more: readonly Passage[],
	limit: number,
): FoundPassage[] {
	const likeness = new Map(byMeaning.map((near) => [near.passageId, near.likeness]));
	// Who judges by words alone trusts them least.
	const least = byWords.reduce((score, found) => Math.min(score, found.score), Number.POSITIVE_INFINITY);
	const score = Number.isFinite(least) ? least : 1;
	const all = [...byWords, ...more.map((passage): FoundPassage => ({ passage, score, coverage: 0 }))];
	const places = [byWords.map(({ passage }) => passage.id), byMeaning.map(({ passageId }) => passageId)].map(
		(ids) => new Map(ids.map((id, place) => [id, place])),
	);
	const worth = ({ passage: { id } }: FoundPassage) =>
		places.reduce((sum, place) => sum + 1 / (FLATTENS + (place.get(id) ?? Number.POSITIVE_INFINITY)), 0);
	const ranked = all.toSorted((a, b) => worth(b) - worth(a));
	return severalArticles(ranked)
		.slice(0, limit)
		.map((found) => withLikeness(found, likeness.get(found.passage.id)));
}

function withLikeness(found: FoundPassage, likeness: number | undefined): FoundPassage {
	return likeness === undefined ? found : { ...found, likeness };
}

function severalArticles(ranked: readonly FoundPassage[]): FoundPassage[] {
	const counts = new Map<number, number>();
	return ranked.filter(({ passage: { articleId } }) => {
		const count = (counts.get(articleId) ?? 0) + 1;
		counts.set(articleId, count);
		return count <= MOST_OF_ONE_ARTICLE;
	});
}
