// A scripted server for vectors over real HTTP. What a text means is a bag of concepts: words that mean the same have the
// same direction, so that a paraphrase without a common word is near, and everything else is not. The words are such as
// no list of synonyms holds.

import { type ReceivedRequest, type Script, startUpstream, type Upstream } from './server.ts';

const CONCEPTS: readonly (readonly string[])[] = [
	['invoice', 'invoices', 'tribute'],
	['password', 'shibboleth'],
	['forgotten', 'vanished'],
	['delete', 'deletes', 'deleting', 'vaporise'],
	['file', 'files', 'parchment'],
	['team', 'colleagues', 'comrades'],
];
/** Words without a concept fall on one of these, each with little weight. */
const OTHERS = 24;
const SLIGHT = 0.05;
const LENGTH = CONCEPTS.length + OTHERS;

export function meaningOf(text: string, length = LENGTH): number[] {
	const vector = Array.from({ length }, () => 0.001);
	for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
		const concept = CONCEPTS.findIndex((words) => words.includes(word));
		const place = concept >= 0 ? concept : CONCEPTS.length + (hash(word) % OTHERS);
		vector[place % length] = (vector[place % length] ?? 0) + (concept >= 0 ? 1 : SLIGHT);
	}
	return vector;
}

function hash(word: string): number {
	let sum = 7;
	for (const letter of word) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003;
	return sum;
}

/** The texts that a request asks vectors for. */
export function textsIn({ body }: Pick<ReceivedRequest, 'body'>): string[] {
	return (body as { input?: string[] }).input ?? [];
}

export function vectorsOf(vectors: readonly (readonly unknown[])[], tokens = 7): Script {
	const data = vectors.map((embedding, index) => ({ object: 'embedding', index, embedding }));
	return json({ object: 'list', data, model: 'meaning', usage: { prompt_tokens: tokens, total_tokens: tokens } });
}

export function json(answer: unknown): Script {
	return { headers: { 'content-type': 'application/json' }, pieces: [JSON.stringify(answer)] };
}

export interface EmbeddingUpstream extends Upstream {
	/** From now on so many more calls are answered, and those behind them are left in silence; null answers all. */
	hold(after: number | null): void;
}

/** @param lengthOf how many numbers the vectors have that it makes now */
export async function startEmbeddings(lengthOf: () => number = () => LENGTH): Promise<EmbeddingUpstream> {
	let left: number | null = null;
	const otherwise = (body: unknown): Script => {
		if (left === 0) return { ending: 'stall-before-headers' };
		if (left !== null) left -= 1;
		return vectorsOf(textsIn({ body }).map((text) => meaningOf(text, lengthOf())));
	};
	const upstream = await startUpstream({ otherwise });
	return {
		...upstream,
		hold(after) {
			left = after;
		},
	};
}
