// What of a passage to quote: the sentences, steps and rows that speak of the question, word for word.

import { lexer, type Token, type Tokens } from 'marked';
import type { NumberedPassage } from '../../core/model.ts';
import type { Language } from '../knowledge/language.ts';
import { indexTerms, languageIn, type QuestionWord } from '../knowledge/terms.ts';

interface Unit {
	kind: 'sentence' | 'step' | 'code';
	text: string;
	/** Units of one block stay together. */
	block: number;
	hits: number;
}

const sentencesQuoted = 3;
const stepsQuoted = 8;
const longestCode = 800;

/** Markdown quotes and lists, each ending with the passage's `[n]`; empty where the passage holds no words. */
export function quote(passage: NumberedPassage, asked: readonly QuestionWord[], language: Language): string {
	const units = score(unitsOf(passage.text, language), asked, languageIn(passage.text) ?? language);
	const chosen = choose(units);
	const blocks = [...new Set(chosen.map((unit) => unit.block))].map((at) => chosen.filter((unit) => unit.block === at));
	return blocks.map((block) => render(block, `[${passage.number}]`)).join('\n\n');
}

function score(units: readonly Unit[], asked: readonly QuestionWord[], language: Language): Unit[] {
	return units.map((unit) => {
		const terms = new Set(indexTerms(unit.text, language));
		const holds = (forms: readonly string[]) => forms.some((form) => terms.has(form));
		const hits = asked.filter(({ whole, parts }) => holds(whole) || (parts.length > 0 && parts.every(holds))).length;
		return { ...unit, hits };
	});
}

// The block that speaks most of the question, and the block before it when that leads in to a list of steps.
function choose(units: readonly Unit[]): Unit[] {
	const most = Math.max(...units.map((unit) => unit.hits), 0);
	const strongest = units.find((unit) => unit.hits === most);
	if (!strongest) return [];
	const sentences = units
		.filter((unit) => unit.kind === 'sentence')
		.toSorted((a, b) => b.hits - a.hits)
		.slice(0, sentencesQuoted)
		.filter((unit) => unit.hits > 0 && unit.hits >= most / 2);
	const list = strongest.kind === 'step' ? strongest.block : listNear(units, [...sentences, strongest]);
	const chosen = new Set([strongest, ...sentences]);
	const steps = units.filter((unit) => unit.block === list && unit.kind !== 'sentence');
	for (const step of pickSteps(steps)) chosen.add(step);
	return units.filter((unit) => chosen.has(unit));
}

// Instructions usually stand in the list right under the sentence that names the problem.
function listNear(units: readonly Unit[], sentences: readonly Unit[]): number | undefined {
	const blocks = new Set(sentences.map((sentence) => sentence.block));
	return units.find((unit) => unit.kind !== 'sentence' && blocks.has(unit.block - 1))?.block;
}

function pickSteps(steps: readonly Unit[]): readonly Unit[] {
	if (steps.length <= stepsQuoted) return steps;
	const best = new Set(steps.toSorted((a, b) => b.hits - a.hits).slice(0, stepsQuoted));
	return steps.filter((step) => best.has(step));
}

function render(block: readonly Unit[], marker: string): string {
	const texts = block.map((unit) => unit.text);
	if (block[0]?.kind === 'code') return `${texts.join('\n')}\n\n${marker}`;
	if (block[0]?.kind === 'step') return `${texts.join('\n')} ${marker}`;
	return `> ${texts.join(' ')} ${marker}`;
}

function unitsOf(markdown: string, language: Language): Unit[] {
	return lexer(markdown)
		.filter((token) => token.type !== 'space')
		.flatMap(flat)
		.flatMap((token, block) => blockUnits(token, language).map((unit) => ({ ...unit, block, hits: 0 })))
		.map((unit) => (unit.kind === 'code' ? unit : { ...unit, text: withoutMarkers(unit.text) }));
}

function flat(token: Token): Token[] {
	return token.type === 'blockquote' ? (token as Tokens.Blockquote).tokens.flatMap(flat) : [token];
}

function blockUnits(token: Token, language: Language): Pick<Unit, 'kind' | 'text'>[] {
	if (token.type === 'paragraph' || token.type === 'text') {
		return sentencesOf(oneLine(token.raw), language).map((text) => ({ kind: 'sentence', text }));
	}
	if (token.type === 'list') return steps(token as Tokens.List).map((text) => ({ kind: 'step', text }));
	if (token.type === 'table') return rows(token as Tokens.Table).map((text) => ({ kind: 'step', text }));
	if (token.type === 'code' && token.raw.length <= longestCode)
		return [{ kind: 'code', text: fenced(token as Tokens.Code) }];
	return [];
}

function steps(list: Tokens.List): string[] {
	const first = typeof list.start === 'number' ? list.start : 1;
	return list.items.map((item, at) => `${list.ordered ? `${first + at}.` : '-'} ${oneLine(item.text)}`);
}

function rows(table: Tokens.Table): string[] {
	return table.rows.map((row) => {
		const cells = row.map((cell, at) => {
			const name = table.header[at]?.text;
			return at > 0 && name ? `${name}: ${cell.text}` : cell.text;
		});
		return `- ${oneLine(cells.filter(Boolean).join(', '))}`;
	});
}

function fenced(code: Tokens.Code): string {
	const fence = '`'.repeat(Math.max(3, ...(code.text.match(/`+/g) ?? []).map((run) => run.length + 1)));
	return `${fence}\n${code.text}\n${fence}`;
}

function oneLine(text: string): string {
	return text.replace(/\s*\n\s*(?:[-*+]\s+|\d+[.)]\s+)?/g, ' ').trim();
}

// A sentence that ends inside bold, code or a link is not whole yet.
function sentencesOf(text: string, language: Language): string[] {
	const sentences: string[] = [];
	let open = '';
	for (const { segment } of new Intl.Segmenter(language, { granularity: 'sentence' }).segment(text)) {
		open += segment;
		if (!isBalanced(open)) continue;
		sentences.push(open.trim());
		open = '';
	}
	return [...sentences, open.trim()].filter(Boolean);
}

function isBalanced(text: string): boolean {
	const count = (part: string) => text.split(part).length - 1;
	return count('**') % 2 === 0 && count('`') % 2 === 0 && count('[') === count(']');
}

// `[2]` in an article is a footnote of its own; in an answer it would cite a source.
function withoutMarkers(text: string): string {
	return text.replace(/\[(\d+)\](?!\()/g, '($1)');
}
