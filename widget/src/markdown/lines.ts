// What a line, or the rest of one after the marks of its containers, could be.

export interface Marker {
	/** `-`, `+`, `*`, `.` or `)`. */
	readonly sign: string;
	readonly start: number | undefined;
	readonly width: number;
}

const RULE = /^(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const FENCE = /^(?:(`{3,})([^`]*)|(~{3,})(.*))$/;
const HEADING = /^(#{1,6})(?:[ \t]+(.*))?$/;
const UNDERLINE = /^(?:=+|-+)[ \t]*$/;
const MARKER = /^(?:[-+*]|(\d{1,9})[.)])(?=[ \t]|$)/;
/** A comment, or a line of nothing but tags. A line that has text too is a paragraph: its tags are text there as well. */
const HTML = /^(?:<[!?]|(?:<\/?[a-z][\w-]*(?:\s[^<>]{0,200})?>\s*)+$)/i;
const BARE_MARKS = /^[\s\-=*+_#>`~|:]*$|^\s*\d{1,9}[.)]?\s*$/;
const CLOSING_MARKS = /^[\s>]*(?:`+|~+)\s*$/;

export const isRule = (text: string): boolean => RULE.test(text);
export const isHtml = (text: string): boolean => HTML.test(text);
/** Nothing but characters that may still turn into the start of some block. */
export const isUndecided = (line: string): boolean => BARE_MARKS.test(line);
/** The same while code is open, where only a closing fence is of interest. */
export const mayClose = (line: string): boolean => CLOSING_MARKS.test(line);

export function headingOf(text: string): { level: number; text: string } | undefined {
	const [, marks, content = ''] = HEADING.exec(text.trimEnd()) ?? [];
	return marks ? { level: marks.length, text: content.replace(/(?:^|(?<![ \t])[ \t]+)#+$/, '').trim() } : undefined;
}

export function fenceOf(text: string): { sign: string; info: string } | undefined {
	const [, ticks, info, tildes, other] = FENCE.exec(text) ?? [];
	const sign = ticks ?? tildes;
	return sign ? { sign, info: (info ?? other ?? '').trim() } : undefined;
}

export function closesFence(text: string, fence: string): boolean {
	const run = text.trimEnd();
	return run.length >= fence.length && run === fence.charAt(0).repeat(run.length);
}

export function underlineOf(text: string): number {
	if (!UNDERLINE.test(text)) return 0;
	return text[0] === '=' ? 1 : 2;
}

export function markerOf(text: string): Marker | undefined {
	const [mark, digits] = (isRule(text) ? null : MARKER.exec(text)) ?? [];
	return mark ? { sign: mark.slice(-1), start: digits ? Number(digits) : undefined, width: mark.length } : undefined;
}

/** The alignment of each column, or undefined where this is no delimiter row. */
export function alignsOf(text: string): string[] | undefined {
	const cells = /[:|]/.test(text) && /^[-:| \t]+$/.test(text) ? cellsOf(text) : [];
	if (cells.length === 0 || !cells.every((cell) => /^:?-+:?$/.test(cell))) return undefined;
	return cells.map((cell) => {
		if (!cell.endsWith(':')) return cell.startsWith(':') ? 'left' : '';
		return cell.startsWith(':') ? 'center' : 'right';
	});
}

export function cellsOf(row: string): string[] {
	const inner = row.trim().replace(/^\||(?<!\\)\|$/g, '');
	return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}
