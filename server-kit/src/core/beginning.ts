// The beginning of a long text, for lists and summaries: cut between characters, never within one.

/** @param most length in UTF-16 units, the ellipsis included */
export function beginningOf(text: string, most: number): string {
	if (text.length <= most) return text;
	const cut = text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '');
	return `${cut.trimEnd()}…`;
}
