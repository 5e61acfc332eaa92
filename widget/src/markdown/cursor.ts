// Reading position in one line, in columns: a tab is as wide as the blanks up to the next multiple of four.

export interface Cursor {
	/** Columns of blanks from here on. */
	indent(): number;
	/** Goes on by so many columns. */
	skip(columns: number): void;
	rest(): string;
	/** Is there nothing but blanks? */
	isBlank(): boolean;
}

export function createCursor(line: string): Cursor {
	let text = line;
	let at = 0;

	function indent(): number {
		let column = at;
		for (let index = at; index < text.length; index += 1) {
			if (text[index] === ' ') column += 1;
			else if (text[index] === '\t') column += 4 - (column % 4);
			else break;
		}
		return column - at;
	}

	/** A tab becomes blanks when the position comes to it, so that columns and characters are the same up to there. */
	function skip(columns: number): void {
		for (const end = at + columns; at < end; at += 1) {
			if (text[at] === '\t') text = text.slice(0, at) + ' '.repeat(4 - (at % 4)) + text.slice(at + 1);
		}
	}

	const rest = () => text.slice(at);
	return { indent, skip, rest, isBlank: () => rest().trim() === '' };
}
