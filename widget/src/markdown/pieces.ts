// Between scan.ts and canvas.ts: the pieces that an answer falls into, and the groups that pieces share.

/** Items of one list. A list turns loose once and for all its items; `loose` never goes back to false. */
export interface ListGroup {
	readonly kind: 'list';
	/** `-`, `+`, `*`, `.` or `)`: items of one list share it. */
	readonly marker: string;
	/** Number of the first item of an ordered list. */
	readonly start: number | undefined;
	loose: boolean;
}

/** Rows of one table; `head` is its header and delimiter line. */
export interface TableGroup {
	readonly kind: 'table';
	readonly head: string;
}

/** Chunks of one paragraph that is too long to be read again and again. */
export interface ParagraphGroup {
	readonly kind: 'paragraph';
}

/** Lines of one fenced code block. */
export interface CodeGroup {
	readonly kind: 'code';
	/** Information string after the opening fence. */
	readonly info: string;
}

export type Group = ListGroup | TableGroup | ParagraphGroup | CodeGroup;

export type Piece =
	/** Whole blocks, no part of a group. */
	| { readonly kind: 'blocks'; readonly text: string }
	| { readonly kind: 'item'; readonly text: string; readonly group: ListGroup }
	| { readonly kind: 'head'; readonly group: TableGroup }
	| { readonly kind: 'row'; readonly text: string; readonly group: TableGroup }
	| { readonly kind: 'chunk'; readonly text: string; readonly last: boolean; readonly group: ParagraphGroup }
	/** The paragraph turned out to be a heading. */
	| { readonly kind: 'underline'; readonly tag: 'h1' | 'h2'; readonly group: ParagraphGroup }
	| { readonly kind: 'code'; readonly text: string; readonly group: CodeGroup };
