// Shapes → DOM: keeps what is the same, extends texts, replaces the rest. The only file that writes nodes.
import {
	type Attributes,
	type CodeShape,
	type ElementShape,
	element,
	isCitation,
	isElement,
	type Shape,
} from './shapes.ts';

/** A shape and its node. */
export interface Mounted {
	shape: Shape;
	node: ChildNode;
	readonly children: Mounted[];
}

export interface Patcher {
	/** Makes the children of a node after the first `skip` look like `shapes`. */
	patch(parent: Node, mounted: Mounted[], skip: number, shapes: readonly Shape[]): void;
	/** Asks once more for the citations that were not known when their number was written. */
	retryCitations(): void;
}

export function createPatcher(document: Document, citation?: (number: number) => Node | null): Patcher {
	const unknown = new Map<Mounted, number>();

	function patch(parent: Node, mounted: Mounted[], skip: number, shapes: readonly Shape[]): void {
		shapes.forEach((shape, index) => {
			let old = mounted[skip + index];
			if (old?.shape === shape) return;
			if (old && parent.nodeName === 'LI' && kindOf(shape) === 'p' && !isSame(old.shape, shape))
				old = wrap(mounted, skip + index, shape as ElementShape);
			const next = old && isSame(old.shape, shape) ? update(old, shape) : make(shape);
			if (!old) parent.appendChild(next.node);
			else if (old !== next) old.node.replaceWith(next.node);
			mounted[skip + index] = next;
		});
		for (const { node } of mounted.splice(skip + shapes.length)) node.remove();
	}

	function update(mounted: Mounted, shape: Shape): Mounted {
		const old = mounted.shape;
		mounted.shape = shape;
		if (typeof shape === 'string') change(mounted.node as Text, old as string, shape);
		else if (isElement(shape)) updateElement(mounted, old as ElementShape, shape);
		else if (!isCitation(shape)) updateCode(mounted.node as Text, old as CodeShape, shape);
		return mounted;
	}

	function updateElement(mounted: Mounted, old: ElementShape, shape: ElementShape): void {
		if (old.tag !== shape.tag) rename(mounted, shape);
		const { skip = 0, children } = shape.whole && old.block !== shape.block ? shape.whole() : shape;
		setAttributes(mounted.node as HTMLElement, old.attributes, shape.attributes);
		patch(mounted.node, mounted.children, skip, children);
	}

	/** A paragraph that became a heading keeps its children. */
	function rename(mounted: Mounted, { tag }: ElementShape): void {
		const { node } = mounted;
		mounted.node = document.createElement(tag);
		move(mounted.node, node, mounted.children);
		node.remove();
	}

	/** The text of an item that became a paragraph keeps its nodes. */
	function wrap(mounted: Mounted[], index: number, { tag, children }: ElementShape): Mounted {
		const inner = mounted.slice(index, index + children.length);
		const paragraph = { shape: element(tag), node: document.createElement(tag), children: inner };
		move(paragraph.node, (inner[0] as Mounted).node, inner);
		mounted.splice(index, inner.length, paragraph);
		return paragraph;
	}

	/** Nodes that move lose focus and selection, which are given back. */
	function move(into: ChildNode, place: ChildNode, children: readonly Mounted[]): void {
		const root = place.getRootNode() as Document;
		const focused = root.activeElement as HTMLElement | null;
		// Browsers that know no selection of a shadow root show it what is inside.
		const selection = root.getSelection ? root.getSelection() : document.getSelection();
		const { anchorNode, anchorOffset, focusNode, focusOffset } = selection ?? ({} as Partial<Selection>);
		place.before(into);
		(into as HTMLElement).append(...children.map(({ node }) => node));
		if (root.activeElement !== focused) focused?.focus({ preventScroll: true });
		if (anchorNode && focusNode && (into.contains(anchorNode) || into.contains(focusNode)))
			selection?.setBaseAndExtent(anchorNode, anchorOffset as number, focusNode, focusOffset as number);
	}

	function make(shape: Shape): Mounted {
		if (typeof shape === 'string') return { shape, node: document.createTextNode(shape), children: [] };
		if (isCitation(shape)) return makeCitation(shape, shape.citation);
		if (!isElement(shape)) return { shape, node: document.createTextNode(wholeOf(shape)), children: [] };
		const node = document.createElement(shape.tag);
		const mounted: Mounted = { shape, node, children: [] };
		setAttributes(node, {}, shape.attributes);
		patch(node, mounted.children, 0, (shape.whole?.() ?? shape).children);
		return mounted;
	}

	function makeCitation(shape: Shape, number: number): Mounted {
		const node = citation?.(number);
		const mounted: Mounted = {
			shape,
			node: (node as ChildNode | null) ?? document.createTextNode(`[${number}]`),
			children: [],
		};
		if (!node) unknown.set(mounted, number);
		return mounted;
	}

	function retryCitations(): void {
		for (const [mounted, number] of unknown) {
			const found = mounted.node.parentNode && citation?.(number);
			if (!found) continue;
			mounted.node.replaceWith(found);
			mounted.node = found as ChildNode;
			unknown.delete(mounted);
		}
	}

	return { patch, retryCitations };
}

const kindOf = (shape: Shape): string => {
	if (typeof shape === 'string') return '';
	if (isElement(shape)) return shape.tag.replace(/^h\d$/, 'p');
	return isCitation(shape) ? `${shape.citation}` : '#';
};

const isSame = (old: Shape, next: Shape): boolean => kindOf(old) === kindOf(next);

const wholeOf = ({ code }: CodeShape): string => code.text + code.fresh;

function updateCode(node: Text, old: CodeShape, next: CodeShape): void {
	if (old.code === next.code && old.from <= next.from) change(node, old.text.slice(next.from - old.from), next.text);
	else change(node, node.data, wholeOf(next));
}

/** `old` is what the end of the text node says. */
function change(node: Text, old: string, next: string): void {
	let same = 0;
	while (same < old.length && old[same] === next[same]) same += 1;
	const from = Math.max(0, node.length - old.length + same);
	if (same < old.length) node.replaceData(from, old.length - same, next.slice(same));
	else if (same < next.length) node.appendData(next.slice(same));
}

function setAttributes(target: HTMLElement, old: Attributes, next: Attributes): void {
	for (const name of Object.keys({ ...old, ...next }) as (keyof Attributes)[]) {
		const value = next[name];
		if (value === undefined) target.removeAttribute(name);
		else if (value !== old[name]) target.setAttribute(name, value);
	}
}
