// Blocks → shapes. A block that is finished is drawn once; of one that is open, only what is not finished.
import { type Block, forget, isTight } from './block.ts';
import { codeBlock } from './code.ts';
import { type InlineRules, readInline } from './inline.ts';
import { cellsOf } from './lines.ts';
import { type Attributes, type ElementShape, element, joined, type Shape, type Tag, textOf } from './shapes.ts';
import { type Target, withoutDefinitions } from './target.ts';

export interface DrawRules extends Omit<InlineRules, 'target'> {
	/** Label of the copy button of a code block; without it there is none. */
	readonly copyLabel: string | undefined;
	/** `finished`: the block to draw again if this label is defined further down. */
	target(key: string, finished: Block | undefined): Target | undefined;
}

export interface Draw {
	/** The children of an open block that are not finished, and of how many finished ones they come behind. */
	children(block: Block, final?: boolean): { shapes: Shape[]; skip: number };
}

/** A text without runs, like that of a cell, is read in parts no longer than this: the time would be quadratic. */
const PARTS = /[\s\S]{1,4000}/gu;
/** What may become anything with the next character waits for it: marks, the number of a source, a table's head. */
const UNDECIDED = /\\*(?<![*_~`])[*_~`]+$|!?\[\d{0,3}$|(?:^|\n)\|.*$/;
/** A row is filled up to so many columns: a wide table with empty rows would outgrow its text without a bound. */
const FILLED_COLUMNS = 16;

export function createDraw(rules: DrawRules): Draw {
	function children(block: Block, final = false): { shapes: Shape[]; skip: number } {
		const { done, skip } = block;
		const limit = final ? block.children.length : block.final;
		const shapes: Shape[] = [];
		block.children.slice(done).forEach((child, index) => {
			const finished = done + index < limit;
			if (isBare(child)) {
				// What is finished of the first open child is finished here.
				const before = skip + shapes.length;
				const runs = children(child, finished);
				for (const shape of runs.shapes) shapes.push(shape);
				if (done + index <= limit) block.skip = before + child.skip - runs.skip;
			}
			for (const shape of shapesOf(child, finished)) shapes.push(shape);
			if (finished) block.skip = skip + shapes.length;
		});
		block.done = Math.max(done, limit);
		return { shapes, skip };
	}

	function shapesOf(block: Block, final: boolean): Shape[] {
		const shapes = block.shapes ?? draw(block, final);
		if (final) block.shapes = shapes;
		return shapes;
	}

	function draw(block: Block, final: boolean): Shape[] {
		switch (block.kind) {
			case 'quote':
				return [container('blockquote', block, final)];
			case 'list':
				return [list(block, final)];
			case 'item':
				return [container('li', block, final)];
			case 'code':
				return [codeBlock(block, rules.copyLabel)];
			case 'table':
				return [table(block, final)];
			case 'row':
				return [row('td', block, block.parent as Block, final)];
			case 'run':
				return inline(block.text, block, final);
			case 'rule':
				return [element('hr')];
			default:
				return text(block, final);
		}
	}

	function container(
		tag: Tag,
		block: Block,
		final: boolean,
		attributes: Attributes = {},
		end: readonly Shape[] = [],
	): ElementShape {
		const { shapes, skip } = children(block, final);
		const whole = () => {
			forget(block);
			return container(tag, block, final, attributes, end);
		};
		return { ...element(tag, [...shapes, ...end], attributes), skip, block, ...(skip > 0 && { whole }) };
	}

	/** A list that turns loose is drawn again, once: its texts become paragraphs. */
	function list(block: Block, final: boolean): Shape {
		if (block.loose !== block.drawnLoose) {
			block.drawnLoose = block.loose;
			for (const part of [block, ...block.children, ...block.children.flatMap((item) => item.children)]) forget(part);
		}
		const { start } = block;
		const attributes = start === undefined || start === 1 ? {} : { start: String(start) };
		return container(start === undefined ? 'ul' : 'ol', block, final, attributes);
	}

	function text(block: Block, final: boolean): Shape[] {
		const source = block.raw || block.children.length > 0 ? block.text : withoutDefinitions(block.text);
		const end = inline(source.trimEnd(), block, final);
		if (block.kind === 'heading') return [container(`h${block.level as 1}`, block, final, {}, end)];
		if (end.length === 0) return [];
		if (isBare(block)) return end;
		if (block.task === '') return [container('p', block, final, {}, end)];
		forget(block);
		const shapes = boxed(block, [...children(block, final).shapes, ...end]);
		return isTight(block) ? shapes : [element('p', shapes)];
	}

	function inline(source: string, block: Block, final: boolean, partial = !final): Shape[] {
		if (block.raw) return source ? [source] : [];
		const target = (key: string) => rules.target(key, final ? block : undefined);
		const parts = (partial ? source.replace(UNDECIDED, '') : source).match(PARTS) ?? [];
		return parts.flatMap((part) => readInline(part, { ...rules, partial, target }).shapes);
	}

	/** Wide tables scroll inside a frame, by keyboard too. */
	function table(block: Block, final: boolean): Shape {
		const head = element('thead', [row('th', block, block, final)]);
		const rows = block.children.length > 0 ? [container('tbody', block, final)] : [];
		return element('div', [element('table', [head, ...rows])], { class: 'table', tabindex: '0' });
	}

	function row(tag: 'th' | 'td', block: Block, { aligns }: Block, final: boolean): Shape {
		const cells = cellsOf(block.text);
		const shapes = aligns
			.slice(0, Math.max(cells.length, FILLED_COLUMNS))
			.map((align, index) =>
				element(tag, inline(cells[index] ?? '', block, final, !final && tag === 'td'), align ? { align } : {}),
			);
		return element('tr', shapes);
	}

	return { children };
}

/** A text whose runs stand in the item itself. */
const isBare = (block: Block): boolean => block.kind === 'text' && block.task === '' && isTight(block);

/** The box of a task is disabled and has no label of its own: it is called like the text beside it. */
function boxed({ task }: Block, shapes: Shape[]): Shape[] {
	if (task === '') return shapes;
	const label = textOf(shapes.slice(0, 4)).trim().slice(0, 80);
	const box = element('input', [], {
		type: 'checkbox',
		disabled: '',
		...(task !== ' ' && { checked: '' }),
		'aria-label': label,
	});
	return [box, ...joined([' ', ...shapes])];
}
