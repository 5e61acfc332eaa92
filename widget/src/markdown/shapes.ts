// What the DOM should look like: plain values from an allow-list of elements and attributes; patch.ts writes them.

export type Tag =
	| 'a'
	| 'blockquote'
	| 'br'
	| 'button'
	| 'code'
	| 'del'
	| 'div'
	| 'em'
	| 'h1'
	| 'h2'
	| 'h3'
	| 'h4'
	| 'h5'
	| 'h6'
	| 'hr'
	| 'input'
	| 'li'
	| 'ol'
	| 'p'
	| 'pre'
	| 'strong'
	| 'table'
	| 'tbody'
	| 'td'
	| 'th'
	| 'thead'
	| 'tr'
	| 'ul';

/** No handlers, no style, no source: nothing here can run, paint or fetch by itself. */
export type AttributeName =
	| 'align'
	| 'aria-label'
	| 'aria-live'
	| 'checked'
	| 'class'
	| 'disabled'
	| 'href'
	| 'rel'
	| 'start'
	| 'tabindex'
	| 'target'
	| 'title'
	| 'type';

export type Attributes = { readonly [name in AttributeName]?: string };

export interface ElementShape {
	readonly tag: Tag;
	readonly attributes: Attributes;
	readonly children: Shape[];
	/** Runs once, when the element is made. */
	readonly onMade?: (element: HTMLElement) => void;
	/** Takes the children of the element that stood here, finished ones too: a paragraph that became a heading. */
	readonly renames?: boolean;
	/** Set by patch.ts: what stands in the DOM for this shape. */
	mounted?: Mounted;
}

export interface CitationShape {
	readonly citation: number;
}

export type Shape = string | ElementShape | CitationShape;

/**
 * A shape and its node. What is finished is taken out of `children` (and from the front of a text): it stays in the
 * DOM, but no patch can reach it any more.
 */
export interface Mounted {
	shape: Shape;
	node: ChildNode;
	children: Mounted[];
}

export function element(tag: Tag, children: Shape[] = [], attributes: Attributes = {}): ElementShape {
	return { tag, attributes, children };
}

export const isElement = (shape: Shape | undefined): shape is ElementShape =>
	typeof shape === 'object' && 'tag' in shape;

/** Adds shapes to a list so that text next to text becomes one text. */
export function join(list: Shape[], more: readonly Shape[]): Shape[] {
	for (const shape of more) {
		const last = list.at(-1);
		if (typeof shape === 'string' && typeof last === 'string') list[list.length - 1] = last + shape;
		else if (shape !== '') list.push(shape);
	}
	return list;
}

export function textOf(shapes: readonly Shape[]): string {
	return shapes
		.map((shape) => (typeof shape === 'string' ? shape : isElement(shape) ? textOf(shape.children) : ''))
		.join('');
}
