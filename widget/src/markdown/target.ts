// Where a link leads, as it is written: destinations, titles, labels, and the definitions that labels refer to.
import { decode } from './entities.ts';

export interface Target {
	readonly destination: string;
	readonly title: string;
}

/** A piece of the text and the place after it. */
interface Found<T> {
	readonly value: T;
	readonly end: number;
}

/** Parentheses inside a destination; every `(` after a bracket is tried, so without a bound the time is quadratic. */
const DEPTH = 32;
const LABEL = /\[((?:[^\\[\]]|\\[\s\S]){0,999})\]/y;
const TITLE = /"(?:[^"\\]|\\[\s\S])*"|'(?:[^'\\]|\\[\s\S])*'|\((?:[^()\\]|\\[\s\S])*\)/y;
const POINTED = /<(?:[^<>\\\n]|\\.)*>/y;
const BREAK = /[ \t]*\n?[ \t]*/y;
const LINE_END = /[ \t]*(?:\n|$)/y;

/** The end of what the pattern finds at this place, or -1. */
export function endOf(pattern: RegExp, text: string, at: number): number {
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : -1;
}

/** As labels are compared: case folded, blanks collapsed. */
export const keyOf = (label: string): string => label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase();

export function labelAt(text: string, at: number): Found<string> | undefined {
	const end = endOf(LABEL, text, at);
	return end < 0 ? undefined : { value: keyOf(text.slice(at + 1, end - 1)), end };
}

function destinationAt(text: string, at: number): Found<string> | undefined {
	if (text[at] === '<') {
		const end = endOf(POINTED, text, at);
		return end < 0 ? undefined : { value: text.slice(at + 1, end - 1), end };
	}
	let end = at;
	for (let depth = 0; end < text.length && depth <= DEPTH; end += 1) {
		const character = text.charAt(end);
		if (character <= ' ' || (character === ')' && depth === 0)) break;
		if (character === '\\' && /[!-/:-@[-`{-~]/.test(text.charAt(end + 1))) end += 1;
		else if (character === '(') depth += 1;
		else if (character === ')') depth -= 1;
	}
	return { value: text.slice(at, end), end };
}

function titleAt(text: string, at: number): Found<string> | undefined {
	const from = endOf(BREAK, text, at);
	const end = from > at ? endOf(TITLE, text, from) : -1;
	return end < 0 ? undefined : { value: decode(text.slice(from + 1, end - 1)), end };
}

/** `(destination "title")` at this place. */
export function targetAt(text: string, at: number): Found<Target> | undefined {
	const destination = text[at] === '(' ? destinationAt(text, endOf(BREAK, text, at + 1)) : undefined;
	if (!destination) return undefined;
	const title = titleAt(text, destination.end);
	const end = endOf(BREAK, text, (title ?? destination).end);
	if (text[end] !== ')') return undefined;
	return { value: { destination: decode(destination.value), title: title?.value ?? '' }, end: end + 1 };
}

/** What is left of a paragraph without the definitions that it begins with; each of them goes to `define`. */
export function withoutDefinitions(text: string, define?: (key: string, target: Target) => void): string {
	let at = 0;
	while (text[at] === '[') {
		const label = labelAt(text, at);
		if (!label?.value || text[label.end] !== ':') break;
		const from = endOf(BREAK, text, label.end + 1);
		const destination = destinationAt(text, from);
		if (!destination || destination.end === from) break;
		const title = titleAt(text, destination.end);
		const withTitle = title ? endOf(LINE_END, text, title.end) : -1;
		const end = withTitle < 0 ? endOf(LINE_END, text, destination.end) : withTitle;
		if (end < 0) break;
		at = end;
		const value = withTitle < 0 ? '' : (title?.value ?? '');
		define?.(label.value, { destination: decode(destination.value), title: value });
	}
	return text.slice(at);
}

/** Is this text nothing but definitions? */
export const isDefinition = (text: string): boolean => text !== '' && withoutDefinitions(text) === '';
