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
	| `h${1 | 2 | 3 | 4 | 5 | 6}`
	| 'hr'
	| 'img'
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

/** No handlers and no style: nothing here can run or paint. Only an allowed image has a source; see links.ts. */
export type AttributeName =
	| 'align'
	| 'alt'
	| 'aria-label'
	| 'checked'
	| 'class'
	| 'disabled'
	| 'href'
	| 'part'
	| 'referrerpolicy'
	| 'rel'
	| 'src'
	| 'start'
	| 'tabindex'
	| 'target'
	| 'title'
	| 'type';

export type Attributes = { readonly [name in AttributeName]?: string };

export interface ElementShape {
	readonly tag: Tag;
	readonly attributes: Attributes;
	readonly children: readonly Shape[];
	/** The text that is left of an image where only text may stand. */
	readonly alt?: string;
	/** So many children stand in the DOM already and are left out of `children`: they are finished. */
	readonly skip?: number;
	/** Whose children were left out … */
	readonly block?: object;
	/** … and how to draw all of them, where the element has to be made again. */
	readonly whole?: () => ElementShape;
}

export interface CitationShape {
	readonly citation: number;
}

/** The text of a code block: only its end, from the character `from` on, may differ from what has been drawn. */
export interface CodeShape {
	readonly from: number;
	readonly text: string;
	readonly code: { readonly text: string; readonly fresh: string };
}

export type Shape = string | ElementShape | CitationShape | CodeShape;

export function element(tag: Tag, children: readonly Shape[] = [], attributes: Attributes = {}): ElementShape {
	return { tag, attributes, children };
}

export const isElement = (shape: Shape): shape is ElementShape => typeof shape === 'object' && 'tag' in shape;
export const isCitation = (shape: Shape): shape is CitationShape => typeof shape === 'object' && 'citation' in shape;

/** Text next to text becomes one text. */
export function joined(shapes: readonly Shape[]): Shape[] {
	const list: Shape[] = [];
	for (const shape of shapes) {
		const last = list.at(-1);
		if (typeof shape === 'string' && typeof last === 'string') list[list.length - 1] = last + shape;
		else if (shape !== '') list.push(shape);
	}
	return list;
}

export function textOf(shapes: readonly Shape[]): string {
	return unlinked(shapes)
		.map((shape) => (isElement(shape) ? (shape.alt ?? textOf(shape.children)) : shape))
		.join('');
}

/** A link holds neither links nor citations: what is inside one gives up its own. */
export function unlinked(shapes: readonly Shape[]): Shape[] {
	return joined(
		shapes.flatMap((shape) => {
			if (isCitation(shape)) return `[${shape.citation}]`;
			if (!isElement(shape)) return shape;
			const children = unlinked(shape.children);
			return shape.tag === 'a' ? (shape.alt ?? children) : { ...shape, children };
		}),
	);
}
