// The answer, sentence by sentence, with what each of them rests on; how sure it is; and what it suggests.

import { make } from '../parts/dom.ts';
import { articleOf, restsOn } from './holding.ts';
import type { Links } from './links.ts';
import { type Block, blocksOf, type Piece, type Sentence } from './sentences.ts';
import type { Answer, Citation, Evidence } from './told.ts';

export const evidenceKey = (at: number) => `evidence-${at}`;
const articleKey = (number: number) => `article-${number}`;
const letterOf = (at: number) => String.fromCharCode(65 + at);

export function answerPane(answer: Answer, links: Links): HTMLElement[] {
	const blocks = blocksOf(answer.content, answer.locale);
	const evidence = answer.grounds?.evidence ?? [];
	const resting = { evidence, citations: answer.citations, links };
	return [
		make('p', { class: 'asked', text: answer.question }),
		confidence(answer),
		make('div', { class: 'answer-text', attributes: { lang: answer.locale } }, ...textOf(blocks, resting)),
		...coverage(blocks, resting),
		...section(
			'Evidence, checked against the snapshot',
			evidence.map((piece, at) => chip(piece, at, links)),
		),
		...section(
			'Cited articles',
			answer.citations.map((citation) => article(citation, links)),
		),
		...section('Suggested next', (answer.grounds?.actions ?? []).map(suggestion)),
	];
}

interface Resting {
	evidence: readonly Evidence[];
	citations: readonly Citation[];
	links: Links;
}

function section(heading: string, rows: readonly HTMLElement[]): HTMLElement[] {
	if (rows.length === 0) return [];
	return [make('h3', { text: heading }), make('ul', { class: 'grounds' }, ...rows)];
}

function confidence({ grounds }: Answer): HTMLElement {
	if (!grounds) return make('p', { class: 'quiet-line', text: 'This answer says nothing of what it rests on.' });
	const percent = Math.round(grounds.confidence * 100);
	const meter = make('meter', {
		attributes: { min: 0, max: 100, low: 31, high: 70, optimum: 100, value: percent, 'aria-label': 'Confidence' },
	});
	const words = 'What the model said of itself, lowered for each claim that could not be verified.';
	const said = make('p', {}, make('b', { text: `${percent} % sure` }), make('span', { text: words }));
	return make('div', { class: 'confidence' }, said, meter);
}

const TAGS = { paragraph: 'p', heading: 'p', quote: 'blockquote', item: 'li' } as const;

function textOf(blocks: readonly Block[], resting: Resting): HTMLElement[] {
	const elements: HTMLElement[] = [];
	let list: HTMLElement | null = null;
	for (const { kind, sentences } of blocks) {
		const words = sentences.flatMap((each) => [kind === 'heading' ? plain(each) : spoken(each, resting), ' ']);
		const block = make(TAGS[kind], { class: kind }, ...words);
		if (kind !== 'item') list = null;
		else if (list) list.append(block);
		if (kind === 'item' && !list) list = make('ul', {}, block);
		if (kind !== 'item') elements.push(block);
		else if (list && !elements.includes(list)) elements.push(list);
	}
	return elements;
}

function groundsOf(sentence: Sentence, { evidence, citations }: Resting): { pieces: number[]; articles: number[] } {
	const known = new Set(citations.map(({ number }) => number));
	const pieces = evidence.flatMap((piece, at) => (restsOn(sentence, piece) ? at : []));
	return { pieces, articles: sentence.cites.filter((number) => known.has(number)) };
}

/** A heading claims nothing. */
function plain({ text }: Sentence): HTMLElement {
	return make('span', { text });
}

/** Marked with the letters of its evidence; the numbers of its articles stand in the text already. */
function spoken(sentence: Sentence, resting: Resting): HTMLElement {
	const { pieces, articles } = groundsOf(sentence, resting);
	const grounds = pieces.length > 0 ? 'evidence' : articles.length > 0 ? 'article' : undefined;
	const words = make('span', { class: 'sentence', attributes: { 'data-grounds': grounds } });
	const own = sentence.pieces.map((piece) => said(piece, resting));
	const letters = pieces.map((at) => marker(letterOf(at), evidenceKey(at), sayEvidence(at, resting), resting.links));
	words.append(...own, ...letters);
	resting.links.join(words, [...pieces.map(evidenceKey), ...articles.map(articleKey)]);
	return words;
}

function said(piece: Piece, { citations, links }: Resting): Node {
	if (piece.kind === 'text') return document.createTextNode(piece.text);
	if (piece.kind !== 'cite') return make(piece.kind, { text: piece.text });
	const citation = citations.find(({ number }) => number === piece.number);
	if (!citation) return document.createTextNode(`[${piece.number}]`);
	return marker(String(piece.number), articleKey(piece.number), `Article ${piece.number}: ${citation.title}`, links);
}

function sayEvidence(at: number, { evidence }: Resting): string {
	const { label = '', value = '', source = '' } = evidence[at] ?? {};
	return `Evidence ${letterOf(at)}: ${label}, ${value}, from ${source}`;
}

function marker(text: string, key: string, about: string, links: Links): HTMLButtonElement {
	const button = make('button', {
		class: `marker to-${key.split('-')[0]}`,
		text,
		attributes: { type: 'button', 'aria-label': about, title: about },
	});
	links.hold(button, key, about);
	return button;
}

function coverage(blocks: readonly Block[], resting: Resting): HTMLElement[] {
	const all = blocks.filter(({ kind }) => kind !== 'heading').flatMap(({ sentences }) => sentences);
	const grounded = all.filter((each) => {
		const { pieces, articles } = groundsOf(each, resting);
		return pieces.length + articles.length > 0;
	});
	const words = `${grounded.length} of ${all.length} sentences rest on something: they name it, or cite it.`;
	return [make('p', { class: 'quiet-line', text: words })];
}

function chip({ type, label, value, source }: Evidence, at: number, links: Links): HTMLElement {
	const from = articleOf({ type, label, value, source });
	const button = make(
		'button',
		{ class: 'ground', attributes: { type: 'button' } },
		make('i', { text: letterOf(at), attributes: { 'aria-hidden': 'true' } }),
		make('b', { text: label }),
		make('code', { text: value }),
		make('small', { text: `${type.replaceAll('_', ' ')} · from ${from === null ? source : `article ${from}`}` }),
	);
	const key = evidenceKey(at);
	links.hold(button, key, `Evidence ${letterOf(at)}: ${label}, ${value}, from ${source}`);
	links.join(button, [key, ...(from === null ? [] : [articleKey(from)])]);
	return make('li', {}, button);
}

function article({ number, title, heading, url, excerpt }: Citation, links: Links): HTMLElement {
	const words = heading && heading !== title ? `${title} · ${heading}` : title;
	const address = addressOf(url);
	const row = make(
		'li',
		{ class: 'article' },
		make('i', { text: String(number), attributes: { 'aria-hidden': 'true' } }),
		address ? make('a', { text: words, attributes: { href: address } }) : make('b', { text: words }),
		make('small', { text: excerpt }),
	);
	links.join(row, [articleKey(number)]);
	return row;
}

/** Only the web's own addresses: what a host wrote is not trusted to be one. */
function addressOf(url: string | null): string | null {
	const address = url === null ? null : URL.parse(url, location.href);
	return address && /^https?:$/.test(address.protocol) ? address.href : null;
}

type Action = NonNullable<Answer['grounds']>['actions'][number];

function suggestion({ type, label, payload }: Action): HTMLElement {
	const sent = Object.keys(payload).length ? JSON.stringify(payload) : 'no arguments';
	const small = make('small', {}, `${type.replaceAll('_', ' ')} · would be run with `, make('code', { text: sent }));
	return make('li', { class: 'suggestion' }, make('b', { text: label }), small);
}
