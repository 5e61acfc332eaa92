// Marks of emphasis in a run → elements, by the rules of CommonMark; a strikethrough has both its runs equally long.
import { type ElementShape, element, isElement, joined, type Shape } from './shapes.ts';

/** A run of `*`, `_` or `~` that may open or close. */
export interface Mark {
	readonly sign: string;
	readonly length: number;
	readonly opens: boolean;
	readonly closes: boolean;
	/** Characters that are not used yet. */
	left: number;
}

export type Item = Shape | Mark;

export interface Emphasized {
	readonly shapes: Shape[];
	/** Some mark might find its partner in the text that follows. */
	readonly open: boolean;
}

/** Deeper marks are shown as text. */
const DEPTH = 8;
/** How many opening marks are tried for a closing one: without a bound the time would be quadratic. */
const REACH = 100;

const isMark = (item: Item | undefined): item is Mark => typeof item === 'object' && 'sign' in item;

/** `partial`: the text goes on, so a mark that can only open is drawn as if its partner had come. */
export function emphasize(items: readonly Item[], partial = false): Emphasized {
	const out: Item[] = [];
	/** Places of marks in `out` that may still find a partner. */
	let openers: number[] = [];

	function closeWith(mark: Mark): void {
		while (mark.left > 0) {
			const place = openers.slice(-REACH).findLast((at) => isPair(out[at] as Mark, mark));
			if (place === undefined) return;
			const used = wrap(place, mark.left);
			if (!used) return;
			mark.left -= used;
		}
	}

	/** Puts what stands behind the opener into an element; how many of its characters that took. */
	function wrap(place: number, left: number): number {
		const opener = out[place] as Mark;
		const content = shapesOf(out.slice(place + 1));
		if (depthOf(content) >= DEPTH) return 0;
		const isStruck = opener.sign === '~';
		const used = isStruck ? left : Math.min(2, opener.left, left);
		opener.left -= used;
		out.length = opener.left > 0 ? place + 1 : place;
		openers = openers.filter((at) => at < out.length);
		out.push(element(isStruck ? 'del' : used > 1 ? 'strong' : 'em', content));
		return used;
	}

	function closeAll(): void {
		for (const place of openers.toReversed()) {
			const mark = out[place] as Mark;
			// A lone tilde is rather an “about”.
			if (mark.closes || (mark.sign === '~' && mark.length < 2)) continue;
			while (mark.left > 0) if (!wrap(place, mark.left)) return;
		}
	}

	for (const item of items) {
		if (isMark(item) && item.closes) closeWith(item);
		if (isMark(item) && item.left === 0) continue;
		if (isMark(item) && item.opens) openers.push(out.length);
		out.push(item);
	}
	const open = openers.length > 0;
	if (partial) closeAll();
	return { shapes: shapesOf(out), open };
}

function isPair(opener: Mark, closer: Mark): boolean {
	if (opener.sign !== closer.sign) return false;
	if (opener.sign === '~') return opener.length === closer.length;
	const both = opener.closes || closer.opens;
	return !both || (opener.length + closer.length) % 3 > 0 || (opener.length % 3 === 0 && closer.length % 3 === 0);
}

function shapesOf(items: readonly Item[]): Shape[] {
	return joined(items.map((item) => (isMark(item) ? item.sign.repeat(item.left) : item)));
}

function depthOf(shapes: readonly Shape[]): number {
	const elements = shapes.filter((shape): shape is ElementShape => isElement(shape));
	return Math.max(0, ...elements.map(({ children }) => 1 + depthOf(children)));
}
