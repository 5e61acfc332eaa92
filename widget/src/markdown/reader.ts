// Text in any cuts → whole lines → pieces: the same pieces for the same text, whatever the cuts.
import type { Group, Piece } from './pieces.ts';
import { endBlock, openGroup, type Place, START, verbatim } from './place.ts';
import { takeLine } from './scan.ts';
import { breaksLine, cutLine, LINE_LIMIT, preview } from './tail.ts';

/**
 * Four times what the longest answers of today's models hold. What comes after it is shown as it is, not as Markdown:
 * dropping it would hide text, reading on would let one answer take the page's memory.
 */
const TEXT_LIMIT = 524_288;

export interface Reader {
	/** Pieces that are complete with this text, whose line breaks are single line feeds. */
	read(text: string): Piece[];
	/** What the rest would make if the text ended here. */
	preview(): Piece[];
	finish(): Piece[];
	/** The group that goes on after the complete pieces. */
	group(): Group | undefined;
	/** Characters read and not part of the unfinished line, when no block is open; else undefined. */
	idleAt(): number | undefined;
}

export function createReader(already = 0): Reader {
	let place: Place = START;
	let line = '';
	let length = already;
	let limited = false;

	function read(text: string): Piece[] {
		const out: Piece[] = [];
		const room = limited ? text.length : Math.max(0, TEXT_LIMIT - length);
		length += text.length;
		takeText(text.slice(0, room), out);
		if (text.length <= room) return out;
		if (line !== '') takeWhole(out);
		place = verbatim(place, out);
		limited = true;
		takeText(text.slice(room), out);
		return out;
	}

	function takeText(text: string, out: Piece[]): void {
		const lines = `${line}${text}`.split('\n');
		line = lines.pop() ?? '';
		for (const whole of lines) place = takeLine(place, breakLine(whole, out), out);
		line = breakLine(line, out);
		({ place, line } = cutLine(place, line, out));
	}

	function breakLine(long: string, out: Piece[]): string {
		let rest = long;
		while (rest.length > LINE_LIMIT && breaksLine(place, rest.slice(0, LINE_LIMIT))) {
			place = takeLine(place, rest.slice(0, LINE_LIMIT), out);
			rest = rest.slice(LINE_LIMIT);
		}
		return rest;
	}

	function takeWhole(out: Piece[]): void {
		place = takeLine(place, line, out);
		line = '';
	}

	function finish(): Piece[] {
		const out: Piece[] = [];
		if (line !== '') takeWhole(out);
		place = endBlock(place, out);
		return out;
	}

	return {
		read,
		preview: () => preview(place, line),
		finish,
		group: () => openGroup(place),
		idleAt: () => (place.open.kind === 'none' && !limited ? length - line.length : undefined),
	};
}
