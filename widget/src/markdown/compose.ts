// Pieces → shapes: puts each piece into its list, table, paragraph or code block, and remembers which shapes are whose.
import type { Links, Token, Tokens } from 'marked';
import { type CodeWords, codeBlock, codePath } from './code.ts';
import { type Draw, listAttributes, tableFrame } from './draw.ts';
import { lexBlocks, lexInline } from './lex.ts';
import type { Group, ListGroup, Piece } from './pieces.ts';
import { type ElementShape, element, type Mounted, type Shape, type Tag } from './shapes.ts';

/** The shapes of one piece within one parent; `again` draws them with the definitions known by then. */
export interface Placement {
	readonly text: string;
	/** Undefined at the top. */
	readonly parent: ElementShape | undefined;
	readonly from: number;
	readonly to: number;
	readonly again: () => Shape[];
}

/** A group and the elements from its outermost down to the one that new pieces are added to. */
export interface Spine {
	readonly group: Group;
	readonly path: ElementShape[];
}

/** What is kept of an open list, so that it can turn loose. */
export interface ListMemory {
	readonly items: (() => Shape[])[];
	readonly done: Mounted[];
	drawnLoose: boolean;
}

export interface Composition {
	readonly top: Shape[];
	readonly placements: Placement[];
	spine(): Spine | undefined;
	add(piece: Piece, links: Links, final: boolean): void;
}

export interface Tools {
	readonly draw: Draw;
	readonly words: CodeWords;
	memory(group: ListGroup): ListMemory;
}

export function createComposition(tools: Tools, open: Spine | undefined): Composition {
	const { draw } = tools;
	const top: Shape[] = [];
	const placements: Placement[] = [];
	let spine: Spine | undefined;
	if (open) resume(open);

	function start(group: Group, path: ElementShape[]): ElementShape {
		spine = { group, path };
		top.push(path[0] as ElementShape);
		return path.at(-1) as ElementShape;
	}

	/** An open group goes on: its finished children are left out, unless the list has turned loose meanwhile. */
	function resume({ group, path }: Spine): void {
		const shells = shellsOf(path);
		const last = start(group, shells);
		if (group.kind === 'code' && path.at(-1)?.mounted?.children.length) last.children.push('');
		if (group.kind !== 'list' || !group.loose || tools.memory(group).drawnLoose) return;
		for (const items of tools.memory(group).items) last.children.push(...items());
	}

	/** The element that takes the pieces of a group; made when its first piece comes. */
	function target(group: Group): ElementShape {
		if (spine?.group === group) return spine.path.at(-1) as ElementShape;
		return start(group, firstPath(group, tools.words));
	}

	function place(parent: ElementShape | undefined, text: string, again: () => Shape[], shapes = again()): void {
		const list = parent ? parent.children : top;
		const from = list.length;
		list.push(...shapes);
		placements.push({ text, parent, from, to: list.length, again });
	}

	function addBlocks(text: string, links: Links): void {
		spine = undefined;
		place(undefined, text, () => draw.blocks(lexBlocks(text, links)));
	}

	function addItem({ text, group }: Extract<Piece, { kind: 'item' }>, links: Links, final: boolean): void {
		const tokens = lexBlocks(text, links);
		if (tokens[0]?.type !== 'list') {
			addBlocks(text, links);
			return;
		}
		const itemsOf = ([list]: Token[]) =>
			(list as Tokens.List).items.map((item) => draw.item(item, group.loose || (list as Tokens.List).loose));
		const again = () => itemsOf(lexBlocks(text, links));
		const parent = target(group);
		if (final) tools.memory(group).items.push(again);
		place(parent, text, again, itemsOf(tokens));
		const rest = tokens.slice(1);
		if (rest.every((token) => token.type === 'space')) return;
		spine = undefined;
		place(undefined, text, () => draw.blocks(lexBlocks(text, links).slice(1)), draw.blocks(rest));
	}

	function addRow({ text, group }: Extract<Piece, { kind: 'row' }>, links: Links): void {
		let body = target(group);
		if (body.tag === 'table') {
			body = element('tbody');
			spine?.path.at(-1)?.children.push(body);
			spine?.path.push(body);
		}
		place(body, text, () => {
			const [table] = lexBlocks(`${group.head}\n${text}`, links);
			return ((table as Tokens.Table).rows ?? []).map((cells) => draw.tableRow(cells));
		});
	}

	function addHead({ group }: Extract<Piece, { kind: 'head' }>, links: Links): void {
		const parent = target(group);
		place(parent, group.head, () => [draw.tableHead(lexBlocks(group.head, links)[0] as Tokens.Table)]);
	}

	function addChunk({ text, last, group }: Extract<Piece, { kind: 'chunk' }>, links: Links): void {
		const source = last ? text.trimEnd() : text;
		place(target(group), text, () => draw.inline(lexInline(source, links)));
	}

	function addCode({ text, group }: Extract<Piece, { kind: 'code' }>): void {
		const { children } = target(group);
		if (text !== '') children[0] = `${children[0] ?? ''}${text}`;
	}

	function underline(group: Group, tag: Tag): void {
		const [old] = spine?.group === group ? spine.path : [];
		if (!old) return;
		const heading: ElementShape = { ...old, tag, renames: true };
		top[top.indexOf(old)] = heading;
		spine = { group, path: [heading] };
	}

	function add(piece: Piece, links: Links, final: boolean): void {
		if (piece.kind === 'blocks') addBlocks(piece.text, links);
		else if (piece.kind === 'item') addItem(piece, links, final);
		else if (piece.kind === 'head') addHead(piece, links);
		else if (piece.kind === 'row') addRow(piece, links);
		else if (piece.kind === 'chunk') addChunk(piece, links);
		else if (piece.kind === 'underline') underline(piece.group, piece.tag);
		else addCode(piece);
	}

	return { top, placements, spine: () => spine, add };
}

/** The same elements with nothing in them but each other. */
function shellsOf(path: readonly ElementShape[]): ElementShape[] {
	const shells = path.map(({ tag, attributes }) => element(tag, [], attributes));
	shells.slice(1).forEach((shell, depth) => {
		shells[depth]?.children.push(shell);
	});
	return shells;
}

function firstPath(group: Group, words: CodeWords): ElementShape[] {
	switch (group.kind) {
		case 'list':
			return [element(group.start === undefined ? 'ul' : 'ol', [], listAttributes(group.start))];
		case 'table': {
			const table = element('table');
			return [tableFrame(table), table];
		}
		case 'paragraph':
			return [element('p')];
		case 'code':
			return codePath(codeBlock(words, group.info, ''));
	}
}
