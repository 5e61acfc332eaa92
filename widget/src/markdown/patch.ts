// Shapes → DOM: keeps what is the same, extends texts, replaces the rest. The only file that writes nodes.
import { type Attributes, type ElementShape, isElement, type Mounted, type Shape } from './shapes.ts';

export interface Patcher {
	/** Makes the children of `parent` that `old` stands for look like `next`. */
	patch(parent: ParentNode & Node, old: readonly Mounted[], next: readonly Shape[]): Mounted[];
	/** Asks once more for the citations that were not known when their number was written. */
	retryCitations(): void;
}

export function createPatcher(document: Document, citation?: (number: number) => Node | null): Patcher {
	const unknown = new Map<ChildNode, { mounted: Mounted; number: number }>();

	function patch(parent: ParentNode & Node, old: readonly Mounted[], next: readonly Shape[]): Mounted[] {
		const after = old.at(-1)?.node.nextSibling ?? null;
		const kept = next.map((shape, index) => {
			const mounted = old[index];
			if (!mounted) return insert(parent, shape, after);
			return isSame(mounted.shape, shape) ? update(mounted, shape) : exchange(mounted, shape);
		});
		for (const mounted of old.slice(next.length)) mounted.node.remove();
		return kept;
	}

	function insert(parent: Node, shape: Shape, before: ChildNode | null): Mounted {
		const mounted = make(shape);
		// A page may have moved our nodes (a translator does): then the end is the best place there is.
		parent.insertBefore(mounted.node, before?.parentNode === parent ? before : null);
		return mounted;
	}

	function exchange(old: Mounted, shape: Shape): Mounted {
		unknown.delete(old.node);
		if (isElement(shape) && shape.renames) return rename(old, shape);
		const mounted = make(shape);
		old.node.replaceWith(mounted.node);
		return mounted;
	}

	function rename(mounted: Mounted, shape: ElementShape): Mounted {
		const node = document.createElement(shape.tag);
		node.append(...mounted.node.childNodes);
		mounted.node.replaceWith(node);
		mounted.node = node;
		mounted.shape = { ...shape, attributes: {} };
		return update(mounted, shape);
	}

	function update(mounted: Mounted, shape: Shape): Mounted {
		const old = mounted.shape;
		if (typeof shape === 'string') updateText(mounted.node as Text, old as string, shape);
		else if (isElement(shape)) {
			const target = mounted.node as HTMLElement;
			setAttributes(target, (old as ElementShape).attributes, shape.attributes);
			mounted.children = patch(target, mounted.children, shape.children);
			shape.mounted = mounted;
		}
		mounted.shape = shape;
		return mounted;
	}

	function make(shape: Shape): Mounted {
		if (typeof shape === 'string') return { shape, node: document.createTextNode(shape), children: [] };
		if (!isElement(shape)) return makeCitation(shape, shape.citation);
		const node = document.createElement(shape.tag);
		setAttributes(node, {}, shape.attributes);
		const mounted: Mounted = { shape, node, children: patch(node, [], shape.children) };
		shape.onMade?.(node);
		shape.mounted = mounted;
		return mounted;
	}

	function makeCitation(shape: Shape, number: number): Mounted {
		const node = citation?.(number);
		if (node) return { shape, node: node as ChildNode, children: [] };
		const mounted: Mounted = { shape, node: document.createTextNode(`[${number}]`), children: [] };
		unknown.set(mounted.node, { mounted, number });
		return mounted;
	}

	function retryCitations(): void {
		for (const [node, { mounted, number }] of unknown) {
			const found = citation?.(number);
			if (!found) continue;
			node.replaceWith(found);
			mounted.node = found as ChildNode;
			unknown.delete(node);
		}
	}

	return { patch, retryCitations };
}

function isSame(old: Shape, next: Shape): boolean {
	if (typeof old === 'string' || typeof next === 'string') return typeof old === typeof next;
	if (isElement(old) && isElement(next)) return old.tag === next.tag;
	return !isElement(old) && !isElement(next) && old.citation === next.citation;
}

/** `old` is what the end of the text node says; what comes before it is finished. */
function updateText(node: Text, old: string, next: string): void {
	if (old === next) return;
	if (next.startsWith(old)) {
		node.appendData(next.slice(old.length));
		return;
	}
	let same = 0;
	while (same < old.length && old[same] === next[same]) same += 1;
	const from = Math.max(0, node.length - old.length + same);
	node.replaceData(from, old.length - same, next.slice(same));
}

function setAttributes(target: HTMLElement, old: Attributes, next: Attributes): void {
	for (const name of Object.keys(old) as (keyof Attributes)[]) {
		if (next[name] === undefined) target.removeAttribute(name);
	}
	for (const [name, value] of Object.entries(next)) {
		if (value !== old[name as keyof Attributes]) target.setAttribute(name, value);
	}
}
