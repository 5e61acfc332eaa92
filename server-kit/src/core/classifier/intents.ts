// Which intent a message is most like: the cosine of its words and letter groups with those of example sentences.
// Nothing is trained: an example that is added counts from the next start on, and a verdict can name the one it is like.

import type { Example } from './examples/example.ts';
import { EXAMPLES } from './examples/index.ts';
import { fold } from './readings.ts';

export interface Likeness {
	label: string;
	/** 0 to 1: how sure the label is. */
	confidence: number;
	/** 0 to 1: cosine with the nearest example of the label; 1 is the same sentence. */
	nearest: number;
	/** The same for the best label but this. */
	next: number;
}

/** Null where nothing of the message was ever seen. The text is a folded one. */
export type IntentModel = (folded: string) => Likeness | null;

/** An intent is told by how a message begins or how it ends; a log pasted in between says nothing. */
const FIRST_LETTERS = 500;
const LAST_LETTERS = 300;
const LONGEST_WORD = 24;
const LETTER_GROUPS = [3, 4] as const;
/** How many examples of a label speak for it; the nearest with the most weight. */
const VOICES = 6;

interface Index {
	/** Of each example. */
	labels: readonly string[];
	features: ReadonlyMap<string, Feature>;
	/** Weight of a feature that no example has: it makes a message less like any of them. */
	unseen: number;
}

interface Feature {
	/** The rarer, the more it says. */
	weight: number;
	/** Which examples have it, and with what share of their length. */
	examples: number[];
	shares: number[];
}

let builtIn: IntentModel | undefined;

/** @param own examples of the host, beside the built-in ones */
export function createIntentModel(own: readonly Example[] = []): IntentModel {
	if (own.length > 0) return modelOf(indexOf([...EXAMPLES, ...own]));
	builtIn ??= modelOf(indexOf(EXAMPLES));
	return builtIn;
}

function modelOf(index: Index): IntentModel {
	return (folded) => {
		const ranked = [...votes(likenesses(featuresOf(folded), index), index.labels)].sort(
			([, a], [, b]) => b.sum - a.sum,
		);
		const [first, second] = ranked;
		if (!first) return null;
		const [label, { sum, nearest }] = first;
		const share = sum / (sum + (second?.[1].sum ?? 0));
		const next = Math.max(0, ...ranked.slice(1).map(([, vote]) => vote.nearest));
		return { label, confidence: share * Math.min(1, nearest / CLEARLY_LIKE), nearest, next };
	};
}

/** A cosine from which on it is the share alone that decides; found on the training part of public data. */
const CLEARLY_LIKE = 0.35;

/** The cosine with each example; 0 for those that have nothing in common with the message. */
function likenesses(names: ReadonlySet<string>, { labels, features, unseen }: Index): Float64Array {
	const sums = new Float64Array(labels.length);
	let squares = 0;
	for (const name of names) {
		const feature = features.get(name);
		squares += (feature?.weight ?? unseen) ** 2;
		if (feature) add(feature, sums);
	}
	const length = Math.sqrt(squares) || 1;
	return sums.map((sum) => sum / length);
}

function add({ weight, examples, shares }: Feature, sums: Float64Array): void {
	for (let at = 0; at < examples.length; at += 1) {
		const example = examples[at] ?? 0;
		sums[example] = (sums[example] ?? 0) + weight * (shares[at] ?? 0);
	}
}

function votes(likeness: Float64Array, labels: readonly string[]): Map<string, { sum: number; nearest: number }> {
	const byLabel = new Map<string, number[]>();
	likeness.forEach((cosine, example) => {
		if (cosine === 0) return;
		const label = labels[example] ?? '';
		const cosines = byLabel.get(label);
		if (cosines) cosines.push(cosine);
		else byLabel.set(label, [cosine]);
	});
	const counted = new Map<string, { sum: number; nearest: number }>();
	for (const [label, cosines] of byLabel) {
		const best = cosines.sort((a, b) => b - a).slice(0, VOICES);
		const sum = best.reduce((total, cosine, rank) => total + cosine / (rank + 1), 0);
		counted.set(label, { sum, nearest: best[0] ?? 0 });
	}
	return counted;
}

function indexOf(examples: readonly Example[]): Index {
	const features = new Map<string, Feature>();
	const read = examples.map(({ text }) => [...featuresOf(fold(text))]);
	for (const [example, names] of read.entries())
		for (const name of names) {
			const feature = features.get(name) ?? { weight: 0, examples: [], shares: [] };
			feature.examples.push(example);
			features.set(name, feature);
		}
	const weightOf = (holders: number) => Math.log(1 + examples.length / holders);
	for (const feature of features.values()) feature.weight = weightOf(feature.examples.length);
	for (const names of read) {
		const held = names.flatMap((name) => features.get(name) ?? []);
		const length = Math.sqrt(held.reduce((sum, { weight }) => sum + weight * weight, 0));
		// Examples are taken in the same order as above, so that each share falls beside its example.
		for (const feature of held) feature.shares.push(feature.weight / length);
	}
	return { labels: examples.map(({ label }) => label), features, unseen: weightOf(0.5) };
}

/** Words, pairs of words, and groups of letters, which forgive typing errors and endings. */
function featuresOf(folded: string): Set<string> {
	const long = folded.length > FIRST_LETTERS + LAST_LETTERS;
	const read = long ? `${folded.slice(0, FIRST_LETTERS)} ${folded.slice(-LAST_LETTERS)}` : folded;
	const features = new Set<string>();
	let before = '^';
	for (const word of [...(read.match(/[\p{L}\p{N}]+/gu) ?? []), '$']) {
		features.add(`${before} ${word}`);
		if (word !== '$') for (const each of featuresOfWord(word)) features.add(each);
		before = word;
	}
	return features;
}

/** Customers use the same few thousand words; strange ones must not fill the memory. */
const MOST_KEPT = 10_000;
const kept = new Map<string, readonly string[]>();

function featuresOfWord(word: string): readonly string[] {
	const known = kept.get(word);
	if (known) return known;
	const made = lettersAndWord(word);
	if (kept.size >= MOST_KEPT) kept.clear();
	if (word.length <= LONGEST_WORD) kept.set(word, made);
	return made;
}

function lettersAndWord(word: string): string[] {
	const framed = `<${word.slice(0, LONGEST_WORD)}>`;
	const groups = LETTER_GROUPS.flatMap((size) =>
		Array.from({ length: Math.max(0, framed.length - size + 1) }, (_, at) => framed.slice(at, at + size)),
	);
	return [word, ...groups];
}
