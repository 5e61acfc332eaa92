// Articles that answer none of the questions, as many as wanted and the same every time: half of their sentences were
// said to desks of other trades, half are chains of the set's own words, each after one that it follows somewhere.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCsv } from './csv.ts';
import type { Document } from './documents.ts';

/** A word of every distractor's title, as the name of a product may be. */
export const IN_EVERY_TITLE = 'Nimbus';

const SAID: readonly (readonly [file: string, column: string])[] = [
	['intents/bitext_train.csv', 'utterance'],
	['intents/banking77_train.csv', 'text'],
];
const SENTENCES = { fewest: 3, most: 12 };
const WORDS = { fewest: 6, most: 22 };

type Random = (below: number) => number;

/** Null, and a line that says so, where the folder holds none of what was said elsewhere. */
export async function distractorsFrom(
	folder: string | undefined,
	own: readonly Document[],
): Promise<((count: number) => Document[]) | null> {
	const files = SAID.filter(([file]) => folder && existsSync(join(folder, file)));
	if (files.length === 0) {
		console.log('among many: skipped, no folder given by argument or DESKBELL_DATA holds intents/');
		return null;
	}
	const said: string[] = [];
	for (const [file, column] of files)
		for (const row of readCsv(await readFile(join(folder ?? '', file), 'utf8'))) said.push(row[column] ?? '');
	return (count) => made(count, said, chainsOf(own));
}

function made(count: number, said: readonly string[], chain: (random: Random, words: number) => string): Document[] {
	const random = seeded(4711);
	const between = ({ fewest, most }: { fewest: number; most: number }) => fewest + random(most - fewest + 1);
	const sentence = () => (random(2) === 0 ? (said[random(said.length)] as string) : chain(random, between(WORDS)));
	return Array.from({ length: count }, (_, at) => {
		const title = sentence().split(' ').slice(0, 8).join(' ');
		const text = Array.from({ length: between(SENTENCES) }, sentence).join('. ');
		return { name: `other/${at}.md`, text: `# ${title} – ${IN_EVERY_TITLE}\n\n${text}.\n` };
	});
}

function chainsOf(documents: readonly Document[]): (random: Random, words: number) => string {
	const words = documents.flatMap(({ text }) => text.match(/[\p{L}\p{N}'’-]+/gu) ?? []);
	const after = new Map<string, string[]>();
	for (const [at, word] of words.entries()) {
		const next = words[at + 1] ?? words[0] ?? '';
		const known = after.get(word);
		if (known) known.push(next);
		else after.set(word, [next]);
	}
	return (random, length) => {
		const chain = [words[random(words.length)] ?? ''];
		while (chain.length < length) {
			const follows = after.get(chain.at(-1) ?? '') ?? words;
			chain.push(follows[random(follows.length)] ?? '');
		}
		return chain.join(' ');
	};
}

/** The same numbers every time, so that figures can be compared. */
function seeded(seed: number): Random {
	let state = seed;
	return (below) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}
