// Where the scan of an answer stands: which block is open, and what of its text is not a finished piece yet.
import type { Fence } from './lines.ts';
import type { CodeGroup, Group, ListGroup, ParagraphGroup, Piece, TableGroup } from './pieces.ts';

export type Open =
	| { readonly kind: 'none' }
	| { readonly kind: 'quote' | 'indented' | 'html' }
	| {
			readonly kind: 'paragraph';
			/** Set once the paragraph has been cut. */
			readonly group: ParagraphGroup | undefined;
			/** The next line is the rest of one that has been cut. */
			readonly midLine: boolean;
			readonly definition: boolean;
	  }
	| { readonly kind: 'code'; readonly group: CodeGroup; readonly fence: Fence | undefined }
	| { readonly kind: 'table'; readonly group: TableGroup }
	| {
			readonly kind: 'list';
			readonly group: ListGroup;
			readonly content: number;
			readonly blank: boolean;
			/** Holds a line that is not indented like the item's content: the list may end inside the piece. */
			readonly lazy: boolean;
	  };

/** Where the scan stands: the open block, and the text of its open piece, whole lines only. */
export interface Place {
	readonly open: Open;
	readonly text: string;
}

export const START: Place = { open: { kind: 'none' }, text: '' };

/** One more line in the open piece. */
export const longer = ({ open, text }: Place, line: string): Place => ({ open, text: `${text}${line}\n` });

/** Ends the open block, as a blank line or the end of the text does. */
export function endBlock({ open, text }: Place, out: Piece[]): Place {
	if (open.kind === 'list') out.push({ kind: 'item', text, group: open.group });
	else if (open.kind === 'paragraph' && open.group) out.push({ kind: 'chunk', text, last: true, group: open.group });
	else if (text !== '') out.push({ kind: 'blocks', text });
	return START;
}

/** The group that goes on after the pieces taken so far. */
export function openGroup({ open }: Place): Group | undefined {
	return 'group' in open ? open.group : undefined;
}

/** A code block that nothing ends: the rest of a text that is too long to be read as Markdown. */
export function verbatim(place: Place, out: Piece[]): Place {
	endBlock(place, out);
	return { open: { kind: 'code', group: { kind: 'code', info: '' }, fence: undefined }, text: '' };
}

/** A line of code without the indentation that its fence has. */
export function bare(line: string, fence: Fence | undefined): string {
	let from = 0;
	while (fence && from < fence.indent && line[from] === ' ') from += 1;
	return line.slice(from);
}
