// The blocks that a text falls into: what tree.ts grows line by line and draw.ts turns into shapes.
import type { Shape } from './shapes.ts';

export type Kind =
	| 'root'
	| 'quote'
	| 'list'
	| 'item'
	| 'text'
	| 'heading'
	| 'rule'
	| 'code'
	| 'table'
	| 'row'
	/** A part of a long text that is complete: see cut.ts. */
	| 'run';

export interface Block {
	kind: Kind;
	readonly parent: Block | undefined;
	readonly children: Block[];
	/** Of a text: what is in none of its runs. Of code: what has been drawn and will not change. Of a table: its head. */
	text: string;
	/** Of code: what comes after `text`. */
	fresh: string;
	/** Of indented code: blank lines that belong to it only if another line of code follows. */
	blanks: string;
	/** Number of the last line that belongs to this block. */
	last: number;
	/** Of a heading. */
	level: number;
	/** Of a list: `-`, `+`, `*`, `.` or `)`. Of code: its fence, or nothing where it is indented. */
	sign: string;
	/** Of an ordered list: its first number. */
	start: number | undefined;
	/** Of an item: columns before its content. Of fenced code: columns before the fence. */
	indent: number;
	/** Of code: what stands after the fence. */
	info: string;
	/** Of a list: its texts are paragraphs. */
	loose: boolean;
	/** Of a list: what `loose` was when it was drawn. */
	drawnLoose: boolean;
	/** Of a text: HTML, which is shown as it is. */
	raw: boolean;
	/** Of a text at the start of a task: `x` or a blank. */
	task: string;
	/** Of a table: one per column. */
	aligns: readonly string[];
	/** Of a text: where the next cut may be; see cut.ts. */
	mark: number;
	/** Children that no further line can change, how many of them have been drawn, and how many shapes those made. */
	final: number;
	done: number;
	skip: number;
	/** Shapes of a block that is finished. */
	shapes: Shape[] | undefined;
}

export function createBlock(kind: Kind, parts: Partial<Block> = {}): Block {
	return {
		kind,
		parent: undefined,
		children: [],
		text: '',
		fresh: '',
		blanks: '',
		last: 0,
		level: 0,
		sign: '',
		start: undefined,
		indent: 0,
		info: '',
		loose: false,
		drawnLoose: false,
		raw: false,
		task: '',
		aligns: [],
		mark: 0,
		final: 0,
		done: 0,
		skip: 0,
		shapes: undefined,
		...parts,
	};
}

/** The next time, this block is drawn as if for the first time. */
export function forget(block: Block): void {
	block.done = 0;
	block.skip = 0;
	block.shapes = undefined;
	for (const child of block.children) {
		// What a tight text has drawn is in its item.
		if (child.kind === 'text') child.done = 0;
		if (child.kind === 'text') child.skip = 0;
	}
}

/** Is this text shown without a paragraph of its own? */
export const isTight = ({ parent }: Block): boolean => parent?.kind === 'item' && !parent.parent?.loose;

export function addCode(code: Block, line: string, isBlank: boolean): void {
	if (isBlank && code.sign === '') code.blanks += line;
	else {
		code.fresh += code.blanks + line;
		code.blanks = '';
	}
}

/** What the code has got is drawn. */
export function settleCode(code: Block): void {
	code.text += code.fresh;
	code.fresh = '';
}
