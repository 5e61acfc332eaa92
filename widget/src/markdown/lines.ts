// First look at a line of an answer: which block could it start? Containers and inline marks are left to the lexer.

import { Lexer } from 'marked';

export interface Fence {
	/** The run of backticks or tildes. */
	readonly run: string;
	readonly indent: number;
	readonly info: string;
}

export interface Marker {
	/** `-`, `+`, `*`, `.` or `)`. */
	readonly sign: string;
	readonly number: number | undefined;
	/** Column at which the content of the item starts. */
	readonly content: number;
	readonly empty: boolean;
}

const { fences, list, hr, heading, blockquote, html } = Lexer.rules.block.gfm;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const DELIMITERS = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;
const BARE_MARKS = /^[\s\-=*+_#>`~|:]*$|^\s*\d{1,9}[.)]?\s*$/;
/** A paragraph that opens like `[label]:` may hold reference definitions. */
const DEFINITION = /^ {0,3}\[(?![^[\]\\]*\](?!:))/;

export const isBlank = (line: string): boolean => line.trim() === '';
export const isRule = (line: string): boolean => hr.test(line);
export const isHeading = (line: string): boolean => heading.test(line);
export const isQuote = (line: string): boolean => blockquote.test(line);
export const isHtml = (line: string): boolean => html.test(line);
export const maybeDefinition = (line: string): boolean => DEFINITION.test(line);
/** Without a colon or a bar it is the underline of a heading. */
export const isDelimiterRow = (line: string): boolean => /[:|]/.test(line) && DELIMITERS.test(line);
/** Nothing but characters that may still turn into the start of some block. */
export const isUndecided = (line: string): boolean => BARE_MARKS.test(line);

/** Columns before the first character that is no blank; a tab runs to the next multiple of four. */
export function indentOf(line: string, column = 0): number {
	let at = column;
	for (const character of line) {
		if (character === ' ') at += 1;
		else if (character === '\t') at += 4 - (at % 4);
		else break;
	}
	return at - column;
}

export function underlineOf(line: string): 'h1' | 'h2' | undefined {
	const sign = UNDERLINE.exec(line)?.[1]?.[0];
	if (!sign) return undefined;
	return sign === '=' ? 'h1' : 'h2';
}

export function fenceOf(line: string): Fence | undefined {
	const [, run, info = ''] = fences.exec(line) ?? [];
	return run ? { run, indent: line.search(/\S/), info: info.trim().replace(/\\([!-/:-@[-`{-~])/g, '$1') } : undefined;
}

export function closesFence(line: string, fence: Fence): boolean {
	const text = line.trimEnd();
	if (indentOf(text) > 3) return false;
	const run = text.trimStart();
	return run.length >= fence.run.length && run === (fence.run[0] ?? '').repeat(run.length);
}

export function markerOf(line: string): Marker | undefined {
	const [, mark, rest = ''] = (hr.test(line) ? null : list.exec(line)) ?? [];
	if (!mark) return undefined;
	const width = indentOf(rest, mark.length);
	const empty = isBlank(rest);
	return {
		sign: mark.slice(-1),
		number: /\d/.test(mark) ? Number.parseInt(mark, 10) : undefined,
		content: mark.length + (empty || width > 4 ? 1 : width),
		empty,
	};
}
