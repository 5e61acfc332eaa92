// An answer's Markdown as it is said aloud: without marks, addresses and source numbers.

export function spoken(markdown: string): string {
	return markdown
		.replace(/```[^\n]*\n?/g, '')
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
		.replace(/\[\d+\]/g, '')
		.replace(/^\s{0,3}(?:#{1,6}|>|[-*+]|\d+[.)])\s+/gm, '')
		.replace(/[*_`~|]+/g, '')
		.replace(/\s+/g, ' ')
		.trim();
}
