// An article into passages: one section each, cut at block boundaries where a section is long.

import { Lexer, lexer, type Token, type Tokens } from 'marked';
import type { PassageInput } from '../../core/knowledge.ts';
import { anchorMaker } from './anchors.ts';
import { cutBlock } from './cut.ts';
import { withoutTags } from './html.ts';
import { oneLine } from './plain-text.ts';
import { quotable } from './quotable.ts';

/** Characters of Markdown in one passage, about. */
export const passageLimit = 1200;

interface Section {
	headings: readonly string[];
	anchor: string | null;
	blocks: string[];
}

/** The text of the first heading, preferring the first of level 1; null where there is none. */
export function firstHeading(markdown: string): string | null {
	const headings = lexer(markdown).filter(isHeading);
	const first = headings.find((heading) => heading.depth === 1) ?? headings[0];
	return first ? headingText(first).text || null : null;
}

/** `title` is left out of the headings path, whatever level it stands on. */
export function splitPassages(markdown: string, title: string): PassageInput[] {
	return sections(markdown, title).flatMap(({ headings, anchor, blocks }) =>
		fill(blocks).map((text) => ({ headings, anchor, text })),
	);
}

function sections(markdown: string, title: string): Section[] {
	const anchorOf = anchorMaker();
	const found: Section[] = [{ headings: [], anchor: null, blocks: [] }];
	let path: { depth: number; text: string }[] = [];
	for (const token of blocksOf(markdown)) {
		if (isHeading(token)) {
			const { text, id } = headingText(token);
			const anchor = id ?? anchorOf(text);
			path = [...path.filter((above) => above.depth < token.depth), { depth: token.depth, text }];
			const headings = path.map((above) => above.text).filter((words) => words && words !== title);
			found.push({ headings, anchor: anchor || null, blocks: [] });
		} else if (token.type !== 'space' && token.type !== 'def' && token.type !== 'hr') {
			found.at(-1)?.blocks.push(...cutBlock(token, quotable(token), passageLimit));
		}
	}
	return found;
}

// Fifty quotes or lists within each other: the lexer reads the rest again at each level.
const deep = /^(?:(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])(?=[ \t]))){50}|[ \t]{200,}(?:[-*+]|\d{1,9}[.)])[ \t])/m;

/**
 * The lexer pairs the stars and underscores of a block in time that grows with the square of their number: a single
 * hostile megabyte would hold up the process for hours.
 */
export function isReadable(markdown: string): boolean {
	if (deep.test(markdown)) return false;
	const blocks = new Lexer();
	blocks.blockTokens(markdown.replace(/\r\n?/g, '\n'), blocks.tokens);
	const delimiters = blocks.inlineQueue.map(({ src }) => src.match(/[*_~]/g)?.length ?? 0);
	return delimiters.reduce((cost, count) => cost + count * count, 0) <= 10_000_000;
}

// What an HTML block holds is read as Markdown again: many documentation tools write the two mixed.
function blocksOf(markdown: string): Token[] {
	return lexer(markdown).flatMap((token) => (token.type === 'html' ? lexer(withoutTags(token.raw)) : [token]));
}

function fill(blocks: readonly string[]): string[] {
	const texts: string[] = [];
	let text = '';
	for (const block of blocks.filter(Boolean)) {
		const joined = text ? `${text}\n\n${block}` : block;
		if (text && joined.length > passageLimit) {
			texts.push(text);
			text = block;
		} else text = joined;
	}
	return text ? [...texts, text] : texts;
}

function isHeading(token: Token): token is Tokens.Heading {
	return token.type === 'heading';
}

// `## Limits {#upload-limits}`, as several site generators write it, names the anchor itself.
function headingText(heading: Tokens.Heading): { text: string; id: string | null } {
	const words = oneLine(plainWords(heading.tokens), 200);
	const named = /^(.*?)\s*\{#([\w-]{1,100})\}$/.exec(words);
	return { text: named?.[1] ?? words, id: named?.[2] ?? null };
}

function plainWords(tokens: readonly Token[]): string {
	return tokens
		.map((token) => {
			if (token.type === 'html' || token.type === 'image') return '';
			if (token.type === 'br') return ' ';
			if ('tokens' in token && token.tokens) return plainWords(token.tokens);
			return 'text' in token && typeof token.text === 'string' ? token.text : token.raw;
		})
		.join('');
}
