// Which intent a message is most like: the cosine of its words and letter groups with those of example sentences.
// Nothing is trained: an example that is added counts from the next start on, and a verdict can name the one it is like.

import { memo } from '../memo.ts';
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
	labels: readonly string[];
	/** Of each example, its label's place in the list. */
	labelOf: Uint16Array;
	features: ReadonlyMap<string, Feature>;
	/** Weight of a feature that no example has: it makes a message less like any of them. */
	unseen: number;
}

interface Feature {
	/** The rarer, the more it says. */
	weight: number;
	/** The last message that was found to have it. */
	message: number;
	/** Which examples have it, and what it adds to the likeness with each. */
	examples: Uint32Array;
	adds: Float64Array;
}

let builtIn: IntentModel | undefined;

/** @param own examples of the host, beside the built-in ones */
export function createIntentModel(own: readonly Example[] = []): IntentModel {
	if (own.length > 0) return modelOf(indexOf([...EXAMPLES, ...own]));
	builtIn ??= modelOf(indexOf(EXAMPLES));
	return builtIn;
}

function modelOf(index: Index): IntentModel {
	const likenesses = likenessesIn(index);
	return (folded) => {
		const [first, ...others] = votes(likenesses(folded), index).sort((a, b) => b.sum - a.sum);
		if (!first) return null;
		const { label, sum, nearest } = first;
		const share = sum / (sum + (others[0]?.sum ?? 0));
		const next = others.reduce((most, vote) => Math.max(most, vote.nearest), 0);
		return { label, confidence: share * Math.min(1, nearest / CLEARLY_LIKE), nearest, next };
	};
}

/** A cosine from which on it is the share alone that decides; found on the training part of public data. */
const CLEARLY_LIKE = 0.35;

/** The cosine with each example; 0 for those that have nothing in common with the message. */
function likenessesIn({ labelOf, features, unseen }: Index): (folded: string) => Float64Array {
	const found = (name: string) => features.get(name) ?? name;
	const ofWord = memo((word) => featuresOfWord(word).map(found), WORDS);
	let message = 0;
	return (folded) => {
		message += 1;
		const sums = new Float64Array(labelOf.length);
		const strange = new Set<string>();
		let squares = 0;
		const count = (each: Feature | string) => {
			if (typeof each === 'string') {
				if (strange.size < strange.add(each).size) squares += unseen ** 2;
			} else if (each.message !== message) {
				each.message = message;
				squares += each.weight ** 2;
				add(each, sums);
			}
		};
		for (const { word, pair } of wordsIn(folded)) {
			count(found(pair));
			if (word !== END) for (const each of ofWord(word)) count(each);
		}
		const length = Math.sqrt(squares) || 1;
		for (let at = 0; at < sums.length; at += 1) sums[at] = (sums[at] as number) / length;
		return sums;
	};
}

function add({ examples, adds }: Feature, sums: Float64Array): void {
	for (let at = 0; at < examples.length; at += 1) {
		const example = examples[at] as number;
		sums[example] = (sums[example] as number) + (adds[at] as number);
	}
}

interface Vote {
	label: string;
	sum: number;
	nearest: number;
}

/** Of each label that has anything in common with the message. */
function votes(cosines: Float64Array, { labels, labelOf }: Index): Vote[] {
	const voices = new Float64Array(labels.length * VOICES);
	for (let example = 0; example < cosines.length; example += 1)
		raise(voices, (labelOf[example] as number) * VOICES, cosines[example] as number);
	return labels.flatMap((label, at): Vote[] => {
		const own = voices.subarray(at * VOICES, (at + 1) * VOICES);
		const nearest = own[0] as number;
		if (nearest === 0) return [];
		return [{ label, nearest, sum: own.reduce((total, cosine, rank) => total + cosine / (rank + 1), 0) }];
	});
}

/** Among the voices of a label, which stand in order from a place on. */
function raise(voices: Float64Array, from: number, cosine: number): void {
	let at = from + VOICES - 1;
	if (cosine <= (voices[at] as number)) return;
	for (; at > from && (voices[at - 1] as number) < cosine; at -= 1) voices[at] = voices[at - 1] as number;
	voices[at] = cosine;
}

function indexOf(examples: readonly Example[]): Index {
	const read = examples.map(({ text }) => [...featuresOf(fold(text))]);
	const holders = new Map<string, number[]>();
	for (const [example, names] of read.entries())
		for (const name of names) {
			const known = holders.get(name);
			if (known) known.push(example);
			else holders.set(name, [example]);
		}
	const weightOf = (count: number) => Math.log(1 + examples.length / count);
	const squares = new Float64Array(examples.length);
	for (const held of holders.values())
		for (const example of held) squares[example] = (squares[example] as number) + weightOf(held.length) ** 2;
	const features = new Map<string, Feature>();
	for (const [name, held] of holders) {
		const weight = weightOf(held.length);
		const adds = Float64Array.from(held, (example) => weight * (weight / Math.sqrt(squares[example] as number)));
		features.set(name, { weight, message: 0, examples: Uint32Array.from(held), adds });
	}
	const labels = [...new Set(examples.map(({ label }) => label))];
	const labelOf = Uint16Array.from(examples, ({ label }) => labels.indexOf(label));
	return { labels, labelOf, features, unseen: weightOf(0.5) };
}

/** Words, pairs of words, and groups of letters, which forgive typing errors and endings. */
function featuresOf(folded: string): Set<string> {
	return new Set(wordsIn(folded).flatMap(({ word, pair }) => [pair, ...(word === END ? [] : featuresOfWord(word))]));
}

const END = '$';

/** Each with the one before it. */
function wordsIn(folded: string): { word: string; pair: string }[] {
	const long = folded.length > FIRST_LETTERS + LAST_LETTERS;
	const read = long ? `${folded.slice(0, FIRST_LETTERS)} ${folded.slice(-LAST_LETTERS)}` : folded;
	const words = [...(read.match(/[\p{L}\p{N}]+/gu) ?? []), END];
	return words.map((word, at) => ({ word, pair: `${at === 0 ? '^' : words[at - 1]} ${word}` }));
}

const WORDS = { most: 10_000, longest: LONGEST_WORD };
const featuresOfWord = memo(lettersAndWord, WORDS);

function lettersAndWord(word: string): string[] {
	const framed = `<${word.slice(0, LONGEST_WORD)}>`;
	const groups = LETTER_GROUPS.flatMap((size) =>
		Array.from({ length: Math.max(0, framed.length - size + 1) }, (_, at) => framed.slice(at, at + size)),
	);
	return [word, ...groups];
}
