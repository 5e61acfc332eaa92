// One run of text → shapes: code, links, citations, line breaks and marks, from left to right in one pass.
import { bareAddressAt } from './addresses.ts';
import { emphasize, type Item } from './emphasis.ts';
import { decode } from './entities.ts';
import { type Attributes, element, type Shape, textOf, unlinked } from './shapes.ts';
import { endOf, keyOf, labelAt, type Target, targetAt } from './target.ts';

export interface InlineRules {
	/** Whether `[3]` asks for a citation. */
	readonly citations: boolean;
	/** More of this text is still to come: what is open is drawn as if it were closed where the text ends. */
	readonly partial?: boolean;
	/** What this label refers to. */
	target(key: string): Target | undefined;
	/** Attributes of a link, of an image where its host is allowed, or undefined where the address must not be followed. */
	attributes(target: Target, isImage?: boolean): Attributes | undefined;
}

export interface Inline {
	readonly shapes: Shape[];
	/** Some mark might find its partner in the text that follows. */
	readonly open: boolean;
}

interface Bracket {
	readonly isImage: boolean;
	/** Where its text begins, and which item it is. */
	readonly from: number;
	readonly item: number;
}

const ENTITY = /&(?:#\d{1,7}|#x[\da-f]{1,6}|\w+);/iy;
const TAG = /<\/?[a-z][\w-]*(?:\s[^<>]*)?>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>/iy;
const URI = /<[a-z][a-z\d+.-]{1,31}:[^\s<>]*>/iy;
const MAIL = /<[\w.!#$%&'*+/=?^`{|}~-]+@[a-z\d-]+(?:\.[a-z\d-]+)*>/iy;
const TICKS = /`+/y;
/** The beginning of an address in parentheses. */
const PENDING = /\(\S*(?:\s+["'][^"']*["']?)?$/y;
/** Where an open link will lead is not known before its address is whole. */
const NOWHERE: Target = { destination: '', title: '' };
const PLAIN = /[^\\`&<![\]*_~\n]+/y;
/** The same, one word or gap at a time: where a bare address could begin. */
const WORD = /[a-z\d.+-]+|[^\\`&<![\]*_~\na-z\d.+-]+/iy;
const BLANK = /^\s?$/;
const EDGE = /^[\s\p{P}\p{S}]?$/u;
const PUNCTUATION = /[\p{P}\p{S}]/u;

export function readInline(text: string, rules: InlineRules): Inline {
	const items: Item[] = [];
	const brackets: Bracket[] = [];
	const plain = /@|:\/\/|www\./i.test(text) ? WORD : PLAIN;
	let at = 0;
	let open = false;
	/** Brackets below this one stand outside of a link and can be no link themselves. */
	let floor = 0;

	function put(item: Item, length = 1): void {
		items.push(item);
		at += length;
	}

	/** What the pattern finds here, as it is written. */
	function found(pattern: RegExp): string {
		const end = endOf(pattern, text, at);
		return end < 0 ? '' : text.slice(at, end);
	}

	function escaped(): void {
		const next = text.charAt(at + 1);
		if (next === '\n') put(element('br'), 2);
		else if (/[!-/:-@[-`{-~]/.test(next)) put(next, 2);
		else put('\\');
	}

	function reference(): void {
		const entity = found(ENTITY) || '&';
		put(decode(entity), entity.length);
	}

	function code(): void {
		const run = found(TICKS);
		const from = at + run.length;
		const end = nextRun(text, run, from);
		const content = text.slice(from, end < 0 ? text.length : end).replaceAll('\n', ' ');
		const isPadded = content.startsWith(' ') && content.endsWith(' ') && /[^ ]/.test(content);
		if (end < 0 && !rules.partial) put(run, run.length);
		else put(element('code', [isPadded ? content.slice(1, -1) : content]), run.length * 2 + content.length);
		open ||= end < 0;
	}

	function angle(): void {
		const uri = found(URI);
		const address = uri || found(MAIL);
		const tag = address || found(TAG);
		const inner = address.slice(1, -1);
		if (address) put(link(uri ? inner : `mailto:${inner}`, inner), 0);
		else items.push(tag || '<');
		if (!tag && /[a-z/!?]/i.test(text.charAt(at + 1))) open = true;
		at += tag.length || 1;
	}

	function link(destination: string, content: string): Shape {
		const attributes = rules.attributes({ destination, title: '' });
		return attributes ? element('a', [content], attributes) : content;
	}

	function openBracket(): void {
		const sign = text.startsWith('![', at) ? '![' : text.charAt(at);
		put(sign, sign.length);
		if (sign !== '!') brackets.push({ isImage: sign === '![', from: at, item: items.length - 1 });
	}

	function closeBracket(): void {
		const bracket = brackets.pop();
		const end = at;
		put(']');
		if (!bracket) return;
		const closed = !bracket.isImage && brackets.length < floor;
		floor = Math.min(floor, brackets.length);
		const target = closed ? undefined : targetOf(bracket, end);
		if (!target) {
			cite(bracket, text.slice(bracket.from, end));
			return;
		}
		items.pop();
		const content = emphasize(items.splice(bracket.item).slice(1)).shapes;
		items.push(...linked(bracket, target, content));
		if (!bracket.isImage) floor = brackets.length;
	}

	/** Reads on behind the bracket: an address, a label, or nothing, when the text itself is the label. */
	function targetOf({ from }: Bracket, end: number): Target | undefined {
		const inline = targetAt(text, at);
		if (inline) {
			at = inline.end;
			return inline.value;
		}
		if (text[at] === '(') open = true;
		if (rules.partial && endOf(PENDING, text, at) >= 0) {
			at = text.length;
			return NOWHERE;
		}
		const after = labelAt(text, at);
		const key = after?.value || (labelAt(text, from - 1)?.end === end + 1 ? keyOf(text.slice(from, end)) : '');
		const target = key ? rules.target(key) : undefined;
		if (target && after) at = after.end;
		return target;
	}

	/** Fetching an image would tell its host who reads the answer, and when; so it is a link, unless the page allows. */
	function linked({ isImage }: Bracket, target: Target, content: readonly Shape[]): readonly Shape[] {
		const attributes = target === NOWHERE ? {} : rules.attributes(target, isImage);
		const alt = isImage ? textOf(content) : undefined;
		if (attributes?.src) return [{ ...element('img', [], { ...attributes, alt: `${alt}` }), alt: `${alt}` }];
		const inner = alt === undefined ? unlinked(content) : [alt || attributes?.href || ''];
		if (!attributes) return alt === undefined ? inner : [alt];
		return [{ ...element('a', inner, attributes), ...(alt !== undefined && { alt }) }];
	}

	function cite({ isImage, item }: Bracket, label: string): void {
		if (!rules.citations || !/^\d{1,3}$/.test(label)) return;
		items.length = item;
		if (isImage) items.push('!');
		items.push({ citation: Number(label) });
	}

	function mark(): void {
		const sign = text.charAt(at);
		let end = at;
		while (text[end] === sign) end += 1;
		const length = end - at;
		const before = at > 0 ? charBefore(text, at) : '';
		const after = String.fromCodePoint(text.codePointAt(end) ?? 32);
		const left = !BLANK.test(after) && (!PUNCTUATION.test(after) || EDGE.test(before));
		const right = !BLANK.test(before) && (!PUNCTUATION.test(before) || EDGE.test(after));
		const opens = left && (sign !== '_' || !right || PUNCTUATION.test(before));
		const closes = right && (sign !== '_' || !left || PUNCTUATION.test(after));
		put(sign === '~' && length > 2 ? '~'.repeat(length) : { sign, length, left: length, opens, closes }, length);
	}

	function lineBreak(): void {
		const last = items.at(-1);
		let isHard = false;
		if (typeof last === 'string') {
			const bare = last.replace(/ +$/, '');
			isHard = last.length - bare.length > 1;
			items[items.length - 1] = bare;
		}
		put(isHard ? element('br') : '\n');
	}

	function word(): void {
		const address = plain === WORD ? bareAddressAt(text, at) : undefined;
		const words = address?.text ?? found(plain);
		put(address ? link(address.destination, words) : words, words.length);
	}

	function readersByMark(): Record<string, () => void> {
		return {
			'\\': escaped,
			'&': reference,
			'`': code,
			'<': angle,
			'!': openBracket,
			'[': openBracket,
			']': closeBracket,
			'*': mark,
			_: mark,
			'~': mark,
			'\n': lineBreak,
		};
	}

	const readers = readersByMark();
	while (at < text.length) (readers[text.charAt(at)] ?? word)();
	const { shapes, open: waiting } = emphasize(items, rules.partial);
	return { shapes, open: open || waiting || brackets.length > 0 };
}

/** Where the next run of backticks is that is exactly as long as this one, or -1. */
function nextRun(text: string, run: string, from: number): number {
	for (let at = text.indexOf(run, from); at >= 0; ) {
		let end = at;
		while (text[end] === '`') end += 1;
		if (end - at === run.length) return at;
		at = text.indexOf(run, end);
	}
	return -1;
}

function charBefore(text: string, at: number): string {
	const low = text.charAt(at - 1);
	return /[\uDC00-\uDFFF]/.test(low) ? text.slice(Math.max(0, at - 2), at) : low;
}
