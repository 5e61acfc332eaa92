// Old answers against new ones: what changed with each question, and what that comes to.

import type { Rehearsed, RehearsedAnswer } from '../../core/rehearsal.ts';
import { similarity } from './similarity.ts';

export interface Comparison {
	result: Rehearsed;
	/** The recorded answer, or that of an earlier replay. */
	before: RehearsedAnswer;
	/** Of the two answers, 0 to 1; 0 where the new one is not whole. */
	similarity: number;
	/** To what the reviewer would have answered; null where they wrote nothing. */
	better: { before: number; now: number } | null;
	/** By name. */
	sources: { kept: string[]; lost: string[]; fresh: string[] };
	/** What counts for `--fail-below`: see docs/replay.md. */
	score: number;
}

export interface Report {
	/** Largest change first. */
	comparisons: readonly Comparison[];
	/** The average of all scores; 1 where there is nothing to compare. */
	score: number;
}

/** @param earlier answers of an earlier replay, by candidate, in place of the recorded ones */
export function compareAll(results: readonly Rehearsed[], earlier: ReadonlyMap<number, Rehearsed> | null): Report {
	const comparisons = results
		.map((result) => compare(result, earlier?.get(result.recorded.id)?.replayed ?? result.recorded.answer))
		.sort((one, other) => one.similarity - other.similarity || one.score - other.score);
	return { comparisons, score: average(comparisons.map(({ score }) => score)) ?? 1 };
}

function compare(result: Rehearsed, before: RehearsedAnswer): Comparison {
	const { recorded, replayed } = result;
	const alike = (text: string, other: string) => similarity(text, other, recorded.locale);
	const whole = replayed.status === 'complete';
	const same = whole ? alike(before.text, replayed.text) : 0;
	const expected = recorded.betterAnswer;
	const better =
		expected === null ? null : { before: alike(before.text, expected), now: alike(replayed.text, expected) };
	const score = whole ? (better?.now ?? same) : 0;
	return { result, before, similarity: same, better, sources: sourcesOf(before, replayed), score };
}

function sourcesOf(before: RehearsedAnswer, now: RehearsedAnswer): Comparison['sources'] {
	const [old, fresh] = [namesOf(before), namesOf(now)];
	const split = (from: Map<string, string>, keep: (key: string) => boolean) =>
		[...from].filter(([key]) => keep(key)).map(([, name]) => name);
	return {
		kept: split(fresh, (key) => old.has(key)),
		lost: split(old, (key) => !fresh.has(key)),
		fresh: split(fresh, (key) => !old.has(key)),
	};
}

/** An article is known by its address, whichever of its passages was cited; by its title where it has none. */
function namesOf({ sources }: RehearsedAnswer): Map<string, string> {
	return new Map(sources.map(({ title, url }) => [url?.replace(/#.*/, '') ?? `title ${title}`, title]));
}

/** Null of nothing. */
export function average(numbers: readonly number[]): number | null {
	return numbers.length === 0 ? null : numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** A likeness as it is read: two digits; a dash where there is none. */
export function shown(share: number | null): string {
	return share === null ? '–' : share.toFixed(2);
}
