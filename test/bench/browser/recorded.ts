// The answers that every candidate of the browser bench renders: made once from a seed, the same in every run.

import type { CitationView } from '../../../server-kit/src/protocol/index.ts';

/** Stands at the end of each answer: who has rendered it has rendered the whole. */
export const LAST_WORDS = 'That was the last step.';

/** A model's token is about four characters of English. */
const TOKEN = /\s*\S{1,5}|\s+$/g;
const SOURCES = 6;

const NOUNS =
	'folder,upload,invoice,team,backup,invitation,password,device,calendar,report,workspace,link,filter,export,account'.split(
		',',
	);
const VERBS = 'open,share,move,rename,restore,check,archive,replace,compare,remove,copy,approve'.split(',');
const PLACES = 'in the settings,on the start page,behind the menu,at the top of the list,below your name'.split(',');
const REASONS =
	'because the older version is kept for thirty days,so that nobody loses their work,if your plan allows it,unless an administrator has locked it,while the synchronisation is still running'.split(
		',',
	);

type Random = () => number;
type Writer = (random: Random) => string;

/** The answer's tokens, `length` of them. The same length gives the same answer. */
export function recordedAnswer(length: number): string[] {
	const ending = `\n\n${LAST_WORDS}`.match(TOKEN) ?? [];
	const random = seeded(length);
	const tokens: string[] = [];
	for (let text = ''; tokens.length < length - ending.length; text = '\n\n') {
		tokens.push(...((text + block(random)).match(TOKEN) ?? []));
	}
	return [...tokens.slice(0, length - ending.length), ...ending];
}

/** A short answer of the past: a paragraph, and sometimes a list beneath it. */
export function pastAnswer(seed: number): string {
	const random = seeded(seed);
	return seed % 3 === 0 ? `${paragraph(random)}\n\n${list(random)}` : paragraph(random);
}

export function pastQuestion(seed: number): string {
	const random = seeded(seed);
	return `How do I ${pick(random, VERBS)} the ${pick(random, NOUNS)} ${pick(random, PLACES)}?`;
}

export const recordedSources: readonly CitationView[] = Array.from({ length: SOURCES }, (_, index) => ({
	number: index + 1,
	source_id: `article-${index + 1}`,
	title: `About the ${NOUNS[index]}`,
	heading: null,
	url: `/help/${NOUNS[index]}`,
	excerpt: `What to know about the ${NOUNS[index]}.`,
}));

/** As an assistant writes: mostly paragraphs and lists, here and there a heading, a table, code, a quotation. */
function block(random: Random): string {
	return pick(random, WRITERS)(random);
}

const WRITERS: readonly Writer[] = [
	...Array.from({ length: 8 }, () => paragraph),
	...[list, list, list, list, steps, steps, heading, heading],
	...[table, code, quotation],
];

function paragraph(random: Random): string {
	return times(random, 2, 5, sentence).join(' ');
}

function sentence(random: Random): string {
	const said = `You can ${decorated(random, pick(random, VERBS))} the ${decorated(random, pick(random, NOUNS))} ${pick(random, PLACES)}`;
	const why = random() < 0.5 ? ` ${pick(random, REASONS)}` : '';
	const source = random() < 0.25 ? ` [${1 + Math.floor(random() * SOURCES)}]` : '';
	return `${said}${why}${source}.`;
}

function decorated(random: Random, word: string): string {
	const chance = random();
	if (chance < 0.1) return `**${word}**`;
	if (chance < 0.15) return `*${word}*`;
	if (chance < 0.22) return `\`${word}\``;
	if (chance < 0.28) return `[${word}](/help/${word} "About it")`;
	return word;
}

function list(random: Random): string {
	return times(random, 3, 6, (at) => {
		const below = random() < 0.3 ? `\n${times(random, 1, 3, (deeper) => `  - ${sentence(deeper)}`).join('\n')}` : '';
		return `- ${sentence(at)}${below}`;
	}).join('\n');
}

function steps(random: Random): string {
	return times(random, 3, 6, sentence)
		.map((text, index) => `${index + 1}. ${text}`)
		.join('\n');
}

function heading(random: Random): string {
	return `## ${capital(pick(random, VERBS))} the ${pick(random, NOUNS)}\n\n${paragraph(random)}`;
}

function table(random: Random): string {
	const row = (at: Random) => `| ${pick(at, NOUNS)} | ${pick(at, PLACES)} | ${Math.floor(at() * 900)} MB |`;
	return ['| What | Where | Size |', '| --- | --- | ---: |', ...times(random, 3, 7, row)].join('\n');
}

function code(random: Random): string {
	const line = (at: Random) => `const ${pick(at, NOUNS)} = await ${pick(at, VERBS)}('${pick(at, NOUNS)}');`;
	return ['```js', ...times(random, 3, 9, line), '```'].join('\n');
}

function quotation(random: Random): string {
	return `> ${paragraph(random)}`;
}

function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}

function pick<One>(random: Random, among: readonly One[]): One {
	return among[Math.floor(random() * among.length)] as One;
}

function times(random: Random, least: number, most: number, write: Writer): string[] {
	return Array.from({ length: least + Math.floor(random() * (most - least + 1)) }, () => write(random));
}

/** Numbers from 0 up to 1 that a seed decides; the low bits of such a sequence repeat, and count for little here. */
function seeded(seed: number): Random {
	let state = seed;
	return () => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};
}
