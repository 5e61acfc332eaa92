// The last line while it is unfinished: what it shows already, and where it may be parted before it ends.
import { CUT_MINIMUM } from './lex.ts';
import { closesFence, isUndecided } from './lines.ts';
import type { Piece } from './pieces.ts';
import { bare, endBlock, type Place } from './place.ts';
import { continueBlock, cutParagraph } from './scan.ts';

/** A line longer than this is broken, except in code and paragraphs, where a line may be parted anyway. */
export const LINE_LIMIT = 16_384;

/**
 * Pieces that the open piece and the unfinished last line would make if the text ended here. A line that consists of
 * bare marks is held back, because `-` may become an item, a rule or the underline of a heading.
 */
export function preview(place: Place, line: string): Piece[] {
	const pieces: Piece[] = [];
	const { open } = place;
	if (open.kind === 'code') {
		const mayClose =
			open.fence && /^\s*(?:`+|~+)\s*$/.test(line) && closesFence(`${line}${open.fence.run}`, open.fence);
		if (line !== '' && !mayClose) pieces.push({ kind: 'code', text: bare(line, open.fence), group: open.group });
		return pieces;
	}
	const midLine = open.kind === 'paragraph' && open.midLine;
	const held = line === '' || (!midLine && isUndecided(line));
	endBlock(held ? place : continueBlock(place, line, pieces), pieces);
	return pieces;
}

/** Parts a long paragraph before its last line is complete; `line` comes back without what was taken from it. */
export function cutLine(place: Place, line: string, out: Piece[]): { place: Place; line: string } {
	const { open } = place;
	if (open.kind !== 'none' && open.kind !== 'paragraph') return { place, line };
	const midLine = open.kind === 'paragraph' && open.midLine;
	if (place.text.length + line.length < CUT_MINIMUM || (!midLine && !/[^\s\-=*+_#>`~|:.)\d]/.test(line)))
		return { place, line };
	const trial: Piece[] = [];
	const next = continueBlock(place, line, trial);
	if (next.open.kind !== 'paragraph' || trial.length > 0) return { place, line };
	const complete = out.length;
	const parted = cutParagraph({ open: next.open, text: place.text }, line, out);
	return out.length === complete ? { place, line } : parted;
}

/** Does a line that begins like this have to be broken at the limit? */
export function breaksLine(place: Place, head: string): boolean {
	const { open } = continueBlock(place, head, []);
	return open.kind !== 'code' && (open.kind !== 'paragraph' || open.definition);
}
