// Pieces → DOM: finished ones are written once and let go; the open ones are patched until they are finished.
import type { Links } from 'marked';
import type { CodeWords } from './code.ts';
import { type Composition, createComposition, type ListMemory, type Placement, type Spine } from './compose.ts';
import type { Draw } from './draw.ts';
import { isLooseItem } from './lex.ts';
import type { Patcher } from './patch.ts';
import type { Group, ListGroup, Piece } from './pieces.ts';
import type { Mounted, Shape } from './shapes.ts';

export interface Canvas {
	/** Writes pieces that are complete, then those that are still open. */
	show(finished: readonly Piece[], open: readonly Piece[], group: Group | undefined): void;
	/** Children of the container that are finished. */
	finishedNodes(): number;
	/** Definitions known so far. */
	definitions(): number;
	/** Takes back everything after this many nodes. */
	keep(nodes: number): void;
}

/** Finished shapes with a label in brackets that nothing has defined yet. */
interface Waiting {
	readonly parent: ParentNode & Node;
	readonly again: () => Shape[];
	mounted: Mounted[];
}

const LABEL = /\[((?:\\[\s\S]|[^[\]\\]){1,999})\]/g;

export function createCanvas(container: ParentNode & Node, draw: Draw, words: CodeWords, patcher: Patcher): Canvas {
	const links: Links = Object.create(null);
	const waiting = new Map<string, Set<Waiting>>();
	const memories = new WeakMap<ListGroup, ListMemory>();
	const tools = { draw, words, memory };
	let mounted: Mounted[] = [];
	let spine: Spine | undefined;

	function memory(group: ListGroup): ListMemory {
		const known = memories.get(group) ?? { items: [], done: [], drawnLoose: group.loose };
		memories.set(group, known);
		return known;
	}

	function show(finished: readonly Piece[], open: readonly Piece[], group: Group | undefined): void {
		for (const piece of finished) if (piece.kind === 'item' && isLooseItem(piece.text)) piece.group.loose = true;
		reopenLoosened();
		const known = new Set(Object.keys(links));
		const composition = createComposition(tools, spine);
		for (const piece of finished) composition.add(piece, links, true);
		const mark = markOf(composition, group);
		for (const piece of open) composition.add(piece, linksFor(piece), false);
		mounted = patcher.patch(container, mounted, composition.top);
		for (const placement of mark.placements) remember(placement, known);
		settle(mark);
		resolve(Object.keys(links).filter((label) => !known.has(label)));
	}

	/** A list that turned loose is drawn again as a whole, once: its items get paragraphs. */
	function reopenLoosened(): void {
		const last = spine?.path.at(-1)?.mounted;
		if (spine?.group.kind !== 'list' || !last) return;
		const { done, drawnLoose } = memory(spine.group);
		if (spine.group.loose && !drawnLoose) last.children = [...done.splice(0), ...last.children];
	}

	/** What an open piece defines may still change, so it is known to that piece only. */
	function linksFor(piece: Piece): Links {
		return 'text' in piece && piece.text.includes(']:') ? Object.assign(Object.create(null), links) : links;
	}

	function remember({ text, parent, from, to, again }: Placement, known: ReadonlySet<string>): void {
		if (!text.includes('[')) return;
		const all = parent ? parent.mounted?.children : mounted;
		const entry: Waiting = {
			parent: (parent?.mounted?.node as HTMLElement | undefined) ?? container,
			again,
			mounted: all?.slice(from, to) ?? [],
		};
		for (const [, label = ''] of text.matchAll(LABEL)) {
			const key = keyOf(label);
			if (!known.has(key)) waiting.set(key, (waiting.get(key) ?? new Set()).add(entry));
		}
	}

	/** The one case in which finished nodes change: a label of theirs has been defined further down. */
	function resolve(labels: readonly string[]): void {
		const entries = new Set(labels.flatMap((label) => [...(waiting.get(label) ?? [])]));
		for (const entry of entries) {
			const inPlace = entry.mounted[0]?.node.parentNode === entry.parent;
			if (inPlace) entry.mounted = patcher.patch(entry.parent, entry.mounted, entry.again());
		}
		for (const label of labels) waiting.delete(label);
	}

	/** Lets go of what is finished: from here on only the open group and what follows it can be patched. */
	function settle({ top, spine: open, children, textLength }: Mark): void {
		if (spine?.group.kind === 'list' && spine.group !== open?.group) memories.delete(spine.group);
		spine = open;
		mounted = mounted.slice(open ? top - 1 : top);
		open?.path.forEach(({ mounted: element }, depth) => {
			const inner = open.path[depth + 1]?.mounted;
			if (!element) return;
			if (open.group.kind === 'list') memory(open.group).done.push(...element.children.slice(0, children));
			if (open.group.kind === 'list') memory(open.group).drawnLoose = open.group.loose;
			if (inner) element.children = element.children.slice(element.children.indexOf(inner));
			else if (open.group.kind === 'code') settleText(element.children[0], textLength);
			else element.children = element.children.slice(children);
		});
	}

	function keep(nodes: number): void {
		for (const node of [...container.childNodes].slice(nodes)) node.remove();
		mounted = [];
		spine = undefined;
	}

	return {
		show,
		finishedNodes: () => container.childNodes.length - mounted.length,
		definitions: () => Object.keys(links).length,
		keep,
	};
}

/** How far the composition was when the last finished piece had been added. */
interface Mark {
	readonly top: number;
	readonly spine: Spine | undefined;
	readonly children: number;
	readonly textLength: number;
	readonly placements: readonly Placement[];
}

function markOf(composition: Composition, group: Group | undefined): Mark {
	const reached = composition.spine();
	const open = reached && reached.group === group ? { group: reached.group, path: [...reached.path] } : undefined;
	const last = open?.path.at(-1);
	const text = last?.children[0];
	return {
		top: composition.top.length,
		spine: open,
		children: last?.children.length ?? 0,
		textLength: typeof text === 'string' ? text.length : 0,
		placements: [...composition.placements],
	};
}

/** Finished text leaves the shape and stays in the node. */
function settleText(text: Mounted | undefined, length: number): void {
	if (text) text.shape = (text.shape as string).slice(length);
}

/** As the lexer compares labels: case-folded, blanks collapsed. */
function keyOf(label: string): string {
	return label.trim().replace(/\s+/g, ' ').toLowerCase().toUpperCase().toLowerCase();
}
