// Text in any cuts → lines → blocks: the same blocks for the same text, whatever the cuts.
import { settleCode } from './block.ts';
import { cut, mayDefine } from './cut.ts';
import { isUndecided, mayClose } from './lines.ts';
import type { Tree } from './tree.ts';

export interface Reader {
	/** Adds text, whose line breaks are single line feeds, to the tree. The unfinished last line can be undone. */
	read(text: string): void;
	/** No more text comes. */
	finish(): void;
}

/**
 * Four times what the longest answers of today's models hold. What comes after it is shown as it is, not as Markdown:
 * dropping it would hide text, reading on would let one answer take the page's memory.
 */
const TEXT_LIMIT = 524_288;
/** A line of a paragraph or of code that is as long as this goes on as such: the rest needs no second look. */
const LONG_LINE = 1_000;
/** Any other line as long as this is broken. */
const LINE_LIMIT = 4_096;

export function createReader(tree: Tree): Reader {
	/** The unfinished line, unless it is so long that what there is of it is in the tree already. */
	let line = '';
	let midLine = false;
	let length = 0;
	let limited = false;

	function read(text: string): void {
		tree.undo();
		settleCode(tree.tip());
		const room = limited ? 0 : Math.max(0, TEXT_LIMIT - length);
		length += text.length;
		takeText(text.slice(0, room));
		if (text.length > room) takeVerbatim(text.slice(room));
		tree.hold();
		if (line !== '' && !isHeldBack()) take(line, false);
	}

	function takeVerbatim(text: string): void {
		if (!limited) {
			endLine();
			tree.verbatim();
		}
		limited = true;
		say(text);
	}

	function takeText(text: string): void {
		const [first = '', ...rest] = text.split('\n');
		takeLine(first);
		for (const next of rest) {
			endLine(true);
			takeLine(next);
		}
	}

	/** Takes what there is of a line, up to its end if that is known. */
	function takeLine(text: string): void {
		line += text;
		while (!midLine && line.length >= LONG_LINE && breakLine());
		if (midLine) {
			say(line);
			line = '';
		}
	}

	/** The decision is taken on the beginning of the line alone. */
	function breakLine(): boolean {
		tree.hold();
		const isLong = goesOn(LONG_LINE);
		tree.undo();
		if (!isLong && line.length < LINE_LIMIT) return false;
		midLine = goesOn(isLong ? LONG_LINE : LINE_LIMIT);
		line = line.slice(isLong ? LONG_LINE : LINE_LIMIT);
		return true;
	}

	/** Takes the beginning of the line; can the rest simply be added to the open text or code? */
	function goesOn(size: number): boolean {
		take(line.slice(0, size), false);
		const tip = tree.tip();
		return tip.kind === 'text' ? !(size === LONG_LINE && mayDefine(tip)) : tip.kind === 'code' && tip.fresh !== '';
	}

	function endLine(isBroken = false): void {
		if (!midLine && (isBroken || line !== '')) take(line, true);
		if (midLine && tree.tip().kind === 'code') say('\n');
		midLine = false;
		line = '';
	}

	function take(text: string, whole: boolean): void {
		tree.take(text, whole);
		const tip = tree.tip();
		if (tip.kind === 'text') cut(tip);
	}

	function say(text: string): void {
		const tip = tree.tip();
		if (tip.kind === 'code') tip.fresh += text;
		else tip.text += text;
		if (tip.kind === 'text') cut(tip);
	}

	/**
	 * A line that consists of bare marks waits, because `-` may become an item, a rule or the underline of a heading;
	 * in code, one that may become the closing fence.
	 */
	function isHeldBack(): boolean {
		return tree.tip().kind === 'code' ? mayClose(line) : isUndecided(line);
	}

	function finish(): void {
		tree.undo();
		settleCode(tree.tip());
		if (!limited) endLine();
		tree.close(1);
		tree.hold();
	}

	return { read, finish };
}
