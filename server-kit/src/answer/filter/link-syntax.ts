// How Markdown and HTML write links: reads one form at a position, or says that more text is needed to tell.

/** `null`: not this form. `more`: the text ends before it can be told. */
export type Reading<T> = T | null | 'more';

export interface Target {
	address: string;
	/** Behind the whole form. */
	end: number;
}

const MOST_SPACE = 20;
const MOST_ADDRESS = 2_048;
const MOST_TITLE = 512;
const MOST_TAG = 512;
const SPACE = /\s/;

function skipSpace(text: string, from: number): Reading<number> {
	for (let at = from; at < from + MOST_SPACE; at += 1) {
		const character = text[at];
		if (character === undefined) return 'more';
		if (!SPACE.test(character)) return at;
	}
	return null;
}

/** `(address "title")` from its bracket on. */
export function inlineTarget(text: string, at: number): Reading<Target> {
	const start = skipSpace(text, at + 1);
	if (typeof start !== 'number') return start;
	const address = addressAt(text, start, ')');
	if (address === null || address === 'more') return address;
	const behind = skipSpace(text, address.end);
	if (typeof behind !== 'number') return behind;
	if (text[behind] === ')') return { address: address.address, end: behind + 1 };
	const closed = titleEnd(text, behind);
	if (typeof closed !== 'number') return closed;
	const last = skipSpace(text, closed);
	if (typeof last !== 'number') return last;
	return text[last] === ')' ? { address: address.address, end: last + 1 } : null;
}

/** `: address` of a definition, from its colon on; the end of all text ends it too. */
export function definedTarget(text: string, at: number, ended: boolean): Reading<Target> {
	const start = skipSpace(text, at + 1);
	if (typeof start !== 'number') return start;
	const target = addressAt(text, start, '');
	return target === 'more' && ended ? { address: text.slice(start), end: text.length } : target;
}

/** `<any thing>`, or up to the next space; brackets in it are balanced. */
function addressAt(text: string, start: number, closing: string): Reading<Target> {
	if (text[start] === '<') {
		const end = indexWithin(text, start + 1, MOST_ADDRESS, (character) => character === '>' || character === '\n');
		if (typeof end !== 'number') return end;
		return text[end] === '>' ? { address: text.slice(start + 1, end), end: end + 1 } : null;
	}
	let depth = 0;
	const end = indexWithin(text, start, MOST_ADDRESS, (character) => {
		if (character === '(') depth += 1;
		if (character === ')') depth -= 1;
		return SPACE.test(character) || (closing === ')' && depth < 0);
	});
	return typeof end === 'number' ? { address: text.slice(start, end), end } : end;
}

function titleEnd(text: string, at: number): Reading<number> {
	const close = { '"': '"', "'": "'", '(': ')' }[text[at] as string];
	if (!close) return null;
	const end = indexWithin(text, at + 1, MOST_TITLE, (character) => character === close);
	return typeof end === 'number' ? end + 1 : end;
}

function indexWithin(text: string, from: number, most: number, test: (character: string) => boolean): Reading<number> {
	for (let at = from; at < from + most; at += 1) {
		const character = text[at];
		if (character === undefined) return 'more';
		if (test(character)) return at;
	}
	return null;
}

export interface Image {
	/** The bracket behind what is shown instead of the picture. */
	bracket: number;
}

/** `![any words]`, from its exclamation mark on. */
export function imageAt(text: string, at: number): Reading<Image> {
	const stop = indexWithin(text, at + 2, MOST_TITLE, (character) => character === ']' || character === '[');
	if (typeof stop !== 'number') return stop;
	return text[stop] === ']' ? { bracket: stop } : null;
}

export interface Tag {
	/** Between the angle brackets. */
	inner: string;
	end: number;
}

/** `<a href=…>` or `<https://…>`, from its bracket on. */
export function tagAt(text: string, at: number): Reading<Tag> {
	const first = text[at + 1];
	if (first === undefined) return 'more';
	if (!/[A-Za-z/!]/.test(first)) return null;
	let blank = false;
	const stop = indexWithin(text, at + 1, MOST_TAG, (character) => {
		const paragraph = blank && character === '\n';
		blank = character === '\n';
		return character === '>' || character === '<' || paragraph;
	});
	if (typeof stop !== 'number') return stop;
	return text[stop] === '>' ? { inner: text.slice(at + 1, stop), end: stop + 1 } : null;
}

const ATTRIBUTE = /([^\s"'<>/=]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))/g;
const LEADING =
	/^(?:src|srcset|href|xlink:href|poster|data|action|formaction|background|ping|cite|content|manifest|longdesc|usemap|codebase)$/i;

/** What a tag would fetch or lead to; `null` among them is something that cannot be read, such as a style. */
export function addressesOfTag(inner: string): (string | null)[] {
	return [...inner.matchAll(ATTRIBUTE)].flatMap(([, name = '', double, single, bare]) => {
		const value = double ?? single ?? bare ?? '';
		if (/^on/i.test(name)) return [null];
		if (/^style$/i.test(name)) return /url|import|\\|&/i.test(value) ? [null] : [];
		if (!LEADING.test(name)) return [];
		return /srcset|ping/i.test(name)
			? value.split(/[\s,]+/).filter((part) => part && !/^[\d.]+[wx]$/.test(part))
			: [value];
	});
}
