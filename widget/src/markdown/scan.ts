// Text as it arrives → pieces: decides line by line where the text may be parted for good.
//
// Whatever way a text is cut into appends, the pieces must come out the same; so every decision is a function of the
// text alone, taken on whole lines (or, in a long paragraph, at fixed distances), and what is still undecided stays in
// the open piece. That makes two choices necessary, both different from reading the whole text at once:
// - raw HTML ends at a blank line, always: it is shown as text, so a comment left open must not swallow the answer;
// - a definition stays in its piece; pieces before it that use its label are drawn again (see canvas.ts).
import { cutOf, endsList, isTable, isTableRow } from './lex.ts';
import {
	closesFence,
	type Fence,
	fenceOf,
	indentOf,
	isBlank,
	isDelimiterRow,
	isHeading,
	isHtml,
	isQuote,
	isRule,
	markerOf,
	maybeDefinition,
	underlineOf,
} from './lines.ts';
import type { CodeGroup, ListGroup, ParagraphGroup, Piece, TableGroup } from './pieces.ts';
import { bare, endBlock, longer, type Open, openGroup, type Place, START } from './place.ts';

/**
 * A piece longer than this ends at the next line, because the open piece is read again with every append. An item may
 * be longer than other pieces: cutting it ends its list.
 */
const PIECE_LIMIT = 8_192;
const ITEM_LIMIT = 32_768;
/** Takes one whole line (without its line break); pieces that are now complete go to `out`. */
export function takeLine(place: Place, line: string, out: Piece[]): Place {
	const next = continueBlock(place, line, out);
	const bounded = next.open.kind !== 'paragraph' || next.open.definition;
	const limit = next.open.kind === 'list' ? ITEM_LIMIT : PIECE_LIMIT;
	if (bounded && next.text.length > limit) return endBlock(next, out);
	return next.open.kind === 'paragraph' ? cutParagraph(next, '', out).place : next;
}

/** Parts the open paragraph as often as it is long enough; `line` is the unfinished one after its whole lines. */
export function cutParagraph(place: Place, line: string, out: Piece[]): { place: Place; line: string } {
	let { text } = place;
	let { open } = place;
	let rest = line;
	while (open.kind === 'paragraph' && !open.definition) {
		const cut = cutOf(text + rest);
		if (cut === 0) break;
		const group: ParagraphGroup = open.group ?? { kind: 'paragraph' };
		out.push({ kind: 'chunk', text: (text + rest).slice(0, cut), last: false, group });
		const fromLine = Math.max(0, cut - text.length);
		text = text.slice(cut);
		rest = rest.slice(fromLine);
		open = { kind: 'paragraph', group, midLine: fromLine > 0, definition: false };
	}
	return { place: { open, text }, line: rest };
}

export function continueBlock(place: Place, line: string, out: Piece[]): Place {
	switch (place.open.kind) {
		case 'none':
			return startBlock(line, out);
		case 'paragraph':
			return continueParagraph(place, place.open, line, out);
		case 'code':
			return continueCode(place.open, line, out);
		case 'list':
			return continueList(place, place.open, line, out);
		case 'table':
			return continueTable(place.open, line, out);
		case 'indented':
			return indentOf(line) >= 4 || isBlank(line) ? longer(place, line) : restart(place, line, out);
		case 'quote':
			return isQuote(line) || !endsLazyText(line) ? longer(place, line) : restart(place, line, out);
		case 'html':
			return isBlank(line) || fenceOf(line) || isHeading(line) ? restart(place, line, out) : longer(place, line);
	}
}

function startBlock(line: string, out: Piece[]): Place {
	if (isBlank(line)) return START;
	const text = `${line}\n`;
	if (indentOf(line) >= 4) return { open: { kind: 'indented' }, text };
	const fence = fenceOf(line);
	if (fence) return startCode(fence, out);
	if (isHeading(line) || isRule(line)) return endBlock({ ...START, text }, out);
	const marker = markerOf(line);
	if (marker) {
		const group: ListGroup = { kind: 'list', marker: marker.sign, start: marker.number, loose: false };
		return { open: { kind: 'list', group, content: marker.content, blank: false, lazy: marker.empty }, text };
	}
	if (isQuote(line)) return { open: { kind: 'quote' }, text };
	if (isHtml(line)) return { open: { kind: 'html' }, text };
	return { open: { kind: 'paragraph', group: undefined, midLine: false, definition: maybeDefinition(line) }, text };
}

function startCode(fence: Fence, out: Piece[]): Place {
	const group: CodeGroup = { kind: 'code', info: fence.info };
	out.push({ kind: 'code', text: '', group });
	return { open: { kind: 'code', group, fence }, text: '' };
}

function restart(place: Place, line: string, out: Piece[]): Place {
	endBlock(place, out);
	return startBlock(line, out);
}

/** Starts a block that text without its marker cannot continue. */
function endsLazyText(line: string): boolean {
	return (
		isBlank(line) || (indentOf(line) < 4 && (!!fenceOf(line) || isHeading(line) || isRule(line) || !!markerOf(line)))
	);
}

function continueParagraph(
	place: Place,
	open: Extract<Open, { kind: 'paragraph' }>,
	line: string,
	out: Piece[],
): Place {
	if (open.midLine) return longer({ open: { ...open, midLine: false }, text: place.text }, line);
	if (isBlank(line)) return endBlock(place, out);
	const tag = underlineOf(line);
	// What looks like a paragraph may be definitions only, and then there is nothing to underline: the lexer knows.
	if (tag && !open.definition) return underlined(place, line, tag, out);
	if (interrupts(line)) return restart(place, line, out);
	return (isDelimiterRow(line) && startTable(place, line, out)) || longer(place, line);
}

/** Of lists, only one that is not empty and starts at 1 may interrupt a paragraph. */
function interrupts(line: string): boolean {
	if (indentOf(line) >= 4) return false;
	const marker = markerOf(line);
	const list = marker && !marker.empty && (marker.number ?? 1) === 1;
	return isHeading(line) || isQuote(line) || isRule(line) || !!fenceOf(line) || !!list;
}

function underlined(place: Place, line: string, tag: 'h1' | 'h2', out: Piece[]): Place {
	if (!openGroup(place)) return endBlock(longer(place, line), out);
	const group = openGroup(place) as ParagraphGroup;
	endBlock(place, out);
	out.push({ kind: 'underline', tag, group });
	return START;
}

/** The last line of the paragraph is the header, unless a part of it has been cut off. */
function startTable({ open, text }: Place, line: string, out: Piece[]): Place | undefined {
	const headAt = text.lastIndexOf('\n', text.length - 2) + 1;
	const head = `${text.slice(headAt)}${line}`;
	const cut = open.kind === 'paragraph' && open.group && headAt === 0;
	if (cut || !isTable(head)) return undefined;
	if (headAt > 0) endBlock({ open, text: text.slice(0, headAt) }, out);
	const group: TableGroup = { kind: 'table', head };
	out.push({ kind: 'head', group });
	return { open: { kind: 'table', group }, text: '' };
}

function continueTable(open: Extract<Open, { kind: 'table' }>, line: string, out: Piece[]): Place {
	if (isBlank(line) || !isTableRow(open.group.head, line)) return startBlock(line, out);
	out.push({ kind: 'row', text: line, group: open.group });
	return { open, text: '' };
}

function continueCode(open: Extract<Open, { kind: 'code' }>, line: string, out: Piece[]): Place {
	if (open.fence && closesFence(line, open.fence)) return START;
	out.push({ kind: 'code', text: `${bare(line, open.fence)}\n`, group: open.group });
	return { open, text: '' };
}

function continueList(place: Place, open: Extract<Open, { kind: 'list' }>, line: string, out: Piece[]): Place {
	const { group } = open;
	if (isBlank(line)) return longer({ open: { ...open, blank: true }, text: place.text }, line);
	if (indentOf(line) >= open.content) return longer({ open: { ...open, blank: false }, text: place.text }, line);
	const marker = markerOf(line);
	if (marker?.sign === group.marker) {
		if (open.lazy && endsList(place.text)) return restart(place, line, out);
		endBlock(place, out);
		if (open.blank) group.loose = true;
		const next: Open = { kind: 'list', group, content: marker.content, blank: false, lazy: marker.empty };
		return { open: next, text: `${line}\n` };
	}
	if (open.blank || endsLazyText(line) || isQuote(line)) return restart(place, line, out);
	return longer({ open: { ...open, lazy: true }, text: place.text }, line);
}
