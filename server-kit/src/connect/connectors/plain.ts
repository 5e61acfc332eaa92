// Text of strangers as it may stand in a ticket: characters that people see, and line ends of one kind.

import { beginningOf } from '../../core/beginning.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not stand in a ticket.
const UNSEEN = /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const LINE_ENDS = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;

/** Several lines; never more than one empty line in a row. */
export function plainText(text: string, most: number): string {
	const lines = text.toWellFormed().replace(LINE_ENDS, '\n').replace(UNSEEN, '').trim();
	return beginningOf(lines.replace(/\n\s*\n/g, '\n\n'), most);
}

/** Fit for a subject or a header: it cannot end the line that it stands in. */
export function plainLine(text: string, most: number): string {
	return plainText(text.replace(/\s+/g, ' '), most).replace(/\s+/g, ' ').trim();
}
