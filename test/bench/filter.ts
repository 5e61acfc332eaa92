// What the output filter costs per token, beside joining the tokens: one answer of plain words, one full of links and numbers.

import { createFilters } from '../../server-kit/src/answer/filter/index.ts';
import { rules } from '../../server-kit/src/answer/prompt.ts';
import type { Section } from './section.ts';

interface FilterCost {
	answer: string;
	/** Nanoseconds per token, the best of several rounds. */
	joined: number;
	filtered: number;
	/** Nanoseconds from the first token's arrival to its words, once the process is warm. */
	first: number;
}

const TOKENS = 20_000;
const ROUNDS = 7;
const CANARY = '0123456789abcdef01234567';

const filterFor = createFilters({
	settings: { trustedHosts: ['help.example.com'], nationalIds: [], banned: [], actions: {} },
	rules: rules('en', CANARY),
	canary: CANARY,
	failed: () => {},
});

const PLAIN =
	'Open the settings , choose the team that you want to change and invite your colleagues . They get a message with a button that brings them in .';
const DENSE =
	'See [the guide](https://help.example.com/guide#start) , [another one](https://elsewhere.example.org/?q=1) or https://help.example.com/a/b , call +49 30 1234567 before 12.05.2024 , order 4711-0815 , mail someone@example.org .';

/** Tokens as models write them: a space, then a word or a part of one. */
function tokensOf(text: string): string[] {
	const once = text.split(' ').flatMap((word) => ` ${word}`.match(/.{1,8}/g) ?? []);
	return Array.from({ length: TOKENS }, (_, at) => once[at % once.length] as string);
}

function measureFilter(): FilterCost[] {
	return [cost('plain words', tokensOf(PLAIN)), cost('links, numbers and addresses', tokensOf(DENSE))];
}

function cost(answer: string, tokens: readonly string[]): FilterCost {
	const rounds = Array.from({ length: ROUNDS }, () => ({
		joined: perToken(tokens, joined),
		filtered: perToken(tokens, filtered),
		first: firstWords(tokens),
	}));
	const best = (of: (round: (typeof rounds)[number]) => number) => Math.round(Math.min(...rounds.map(of)));
	return {
		answer,
		joined: best((round) => round.joined),
		filtered: best((round) => round.filtered),
		first: best((round) => round.first),
	};
}

function perToken(tokens: readonly string[], run: (tokens: readonly string[]) => number): number {
	const started = performance.now();
	const length = run(tokens);
	const nanoseconds = (performance.now() - started) * 1e6;
	if (length === 0) throw new Error('nothing came out');
	return nanoseconds / tokens.length;
}

function joined(tokens: readonly string[]): number {
	let text = '';
	for (const token of tokens) text += token;
	return text.length;
}

function filtered(tokens: readonly string[]): number {
	const filter = filterFor(['someone else']);
	let length = 0;
	for (const token of tokens) length += filter.push(token).length;
	return length + filter.end().length;
}

/** Making the filter of one answer, and pushing until something comes out. */
function firstWords(tokens: readonly string[]): number {
	const started = performance.now();
	const filter = filterFor(['someone else']);
	for (const token of tokens) if (filter.push(token).trim()) break;
	return (performance.now() - started) * 1e6;
}

export const layerD: Section = {
	title: 'Layer D',
	says: `What the output filter costs per token of an answer of ${TOKENS.toLocaleString('en')} tokens, beside joining them, and until it gives out its first words.`,
	head: ['answer', 'joined, ns per token', 'filtered, ns per token', 'to the first words, µs'],
	*rows() {
		for (const { answer, joined, filtered, first } of measureFilter())
			yield [answer, String(joined), String(filtered), (first / 1000).toFixed(1)];
	},
};
