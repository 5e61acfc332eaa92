// Lines → blocks: CommonMark's own way. Every line goes on with some of the open blocks, ends the others, starts new ones.
//
// Two things differ from the specification. Raw HTML ends at a blank line, always, because it is shown as text: a
// comment left open must not swallow the answer. And blocks are nested to a bound only.
import { addCode, type Block, createBlock } from './block.ts';
import { createCursor } from './cursor.ts';
import { alignsOf, cellsOf, closesFence, fenceOf, headingOf, isHtml, isRule, markerOf, underlineOf } from './lines.ts';
import { remember } from './memory.ts';
import { isDefinition, type Target, withoutDefinitions } from './target.ts';

export interface Tree {
	readonly root: Block;
	/** The open block that is the innermost. */
	tip(): Block;
	/** Takes one line; `whole` says whether its line break has come. */
	take(line: string, whole: boolean): void;
	/** Ends open blocks except for the outermost so many. */
	close(depth: number): void;
	/** The rest of the text is code that nothing ends. */
	verbatim(): void;
	/** Remembers the state; what is taken from here on can be taken back once, and defines nothing. */
	hold(): void;
	undo(): void;
}

/** Open blocks; each level of a list counts twice. */
const DEPTH = 18;

export function createTree(define: (key: string, target: Target) => void): Tree {
	const root = createBlock('root');
	let path = [root];
	let number = 0;
	let held: (() => void) | undefined;
	let cursor = createCursor('');
	/** How many of the open blocks this line goes on with … */
	let matched = 1;
	/** … and the text, code or table after those, if that may go on too. */
	let leaf: Block | undefined;

	const tip = () => path.at(-1) as Block;

	function take(line: string, whole: boolean): void {
		number += 1;
		cursor = createCursor(line);
		matched = 1;
		while (matched < path.length && goesOn(path[matched] as Block)) matched += 1;
		const next = path[matched];
		leaf = next && 'text code table'.includes(next.kind) ? next : undefined;
		if (leaf?.kind === 'code' && continueCode(leaf, whole)) return;
		if (cursor.isBlank()) {
			close(matched);
			// A blank line in a quote is marked as its own.
			reach(path.findLastIndex(({ kind }) => kind === 'quote') + 1);
			return;
		}
		while (startContainer());
		if (!startLeaf(whole)) addText(cursor.rest());
		reach(path.length);
	}

	/** Open blocks that this line belongs to. */
	function reach(depth: number): void {
		for (const block of path.slice(0, depth)) block.last = number;
	}

	function goesOn({ kind, indent, children }: Block): boolean {
		const columns = cursor.indent();
		if (kind === 'list') return true;
		if (kind === 'quote' && columns < 4 && cursor.rest().trimStart()[0] === '>') {
			startQuote(columns);
			return true;
		}
		if (kind !== 'item') return false;
		const isBlank = cursor.isBlank();
		if (isBlank || columns >= indent) cursor.skip(Math.min(columns, indent));
		return isBlank ? children.length > 0 : columns >= indent;
	}

	function startQuote(columns: number): void {
		cursor.skip(columns + 1);
		if (cursor.indent() > 0) cursor.skip(1);
	}

	function continueCode(code: Block, whole: boolean): boolean {
		const columns = cursor.indent();
		const isBlank = cursor.isBlank();
		if (!code.sign && !isBlank && columns < 4) return false;
		if (code.sign && columns < 4 && closesFence(cursor.rest().trim(), code.sign)) close(matched);
		else {
			cursor.skip(Math.min(columns, code.sign ? code.indent : 4));
			addCode(code, cursor.rest() + (whole ? '\n' : ''), isBlank);
		}
		if (code.sign || !isBlank) {
			code.last = number;
			reach(path.length);
		}
		return true;
	}

	function startContainer(): boolean {
		const columns = cursor.indent();
		if (columns > 3 || path.length > DEPTH) return false;
		const rest = cursor.rest().trimStart();
		if (rest[0] === '>') {
			add('quote');
			startQuote(columns);
			return true;
		}
		return startItem(rest, columns);
	}

	function startItem(rest: string, columns: number): boolean {
		const marker = markerOf(rest);
		if (!marker) return false;
		const isEmpty = rest.slice(marker.width).trim() === '';
		// Of lists, only one that is not empty and starts at 1 may interrupt a paragraph.
		if (leaf?.kind === 'text' && (isEmpty || (marker.start ?? 1) !== 1)) return false;
		const above = path[matched - 1] as Block;
		if (above.kind !== 'list' || above.sign !== marker.sign) {
			if (above.kind === 'list') matched -= 1;
			add('list', { sign: marker.sign, start: marker.start });
		}
		const item = add('item');
		cursor.skip(columns + marker.width);
		const gap = cursor.indent();
		const inner = isEmpty || gap > 4 ? 1 : gap;
		if (!isEmpty) cursor.skip(inner);
		item.indent = columns + marker.width + inner;
		return !isEmpty;
	}

	/** A block that holds no others; true if the line is used up. */
	function startLeaf(whole: boolean): boolean {
		if (cursor.isBlank()) return true;
		const columns = cursor.indent();
		if (columns > 3 && tip().kind === 'text') return false;
		if (columns > 3) {
			cursor.skip(4);
			addCode(add('code'), cursor.rest() + (whole ? '\n' : ''), false);
			return true;
		}
		const rest = cursor.rest().trim();
		const heading = headingOf(rest);
		const fence = fenceOf(rest);
		if (heading) add('heading', heading);
		else if (fence) add('code', { ...fence, indent: columns });
		else if (leaf?.kind === 'text' && (underline(leaf, underlineOf(rest)) || startTable(leaf, rest))) return true;
		else if (isRule(rest)) add('rule');
		else return false;
		return true;
	}

	function underline(text: Block, level: number): boolean {
		if (level === 0 || text.raw) return false;
		closeText(text);
		if (text.text === '') return false;
		text.kind = 'heading';
		text.level = level;
		path.length = matched;
		text.last = number;
		return true;
	}

	/** The last line of the paragraph is the header, unless a part of it has been cut off. */
	function startTable(text: Block, rest: string): boolean {
		const aligns = alignsOf(rest);
		const headAt = text.text.lastIndexOf('\n') + 1;
		const head = text.text.slice(headAt);
		if (!aligns || text.raw || cellsOf(head).length !== aligns.length || (headAt === 0 && text.children.length > 0))
			return false;
		if (headAt > 0) text.text = text.text.slice(0, headAt - 1);
		else {
			path.pop();
			text.parent?.children.pop();
		}
		add('table', { aligns, text: head }, number - 1);
		return true;
	}

	function addText(line: string): void {
		const text = line.trimStart();
		if (leaf?.kind === 'table') {
			leaf.children.push(createBlock('row', { parent: leaf, text }));
			return;
		}
		const open = tip();
		// After a whole definition, what looks like another one is another one.
		if (open.kind !== 'text' || (text[0] === '[' && isDefinition(open.text))) add('text', textParts(text));
		else open.text += open.text ? `\n${text}` : text;
	}

	function textParts(text: string): Partial<Block> {
		const above = path[matched - 1] as Block;
		const isFirst = above.kind === 'item' && above.children.length === 0;
		const [mark, task = ''] = (isFirst && /^\[([ x])\][ \t]+(?=\S)/i.exec(text)) || [''];
		return { text: text.slice(mark.length), task, raw: isHtml(text) };
	}

	function add(kind: Block['kind'], parts: Partial<Block> = {}, first = number): Block {
		if (path[matched - 1]?.kind === 'list' && kind !== 'item') matched -= 1;
		close(matched);
		const parent = tip();
		const previous = parent.children.at(-1);
		const list = parent.kind === 'item' ? parent.parent : parent;
		if (previous && previous.last < first - 1 && list) list.loose = true;
		const block = createBlock(kind, { ...parts, parent, last: number });
		parent.children.push(block);
		if (kind !== 'heading' && kind !== 'rule') path.push(block);
		matched = path.length;
		leaf = undefined;
		return block;
	}

	function close(depth: number): void {
		for (const block of path.slice(depth)) if (block.kind === 'text') closeText(block);
		path.length = Math.min(path.length, depth);
	}

	function closeText(block: Block): void {
		if (block.raw || block.children.length > 0) return;
		block.text = withoutDefinitions(block.text, held ? undefined : define);
	}

	function verbatim(): void {
		matched = 1;
		add('code', { sign: ' ' });
	}

	function hold(): void {
		const blocks = [...path];
		const line = number;
		const restore = remember(blocks);
		held = () => {
			restore();
			path = blocks;
			number = line;
		};
	}

	function undo(): void {
		held?.();
		held = undefined;
	}

	return { root, tip, take, close, verbatim, hold, undo };
}
