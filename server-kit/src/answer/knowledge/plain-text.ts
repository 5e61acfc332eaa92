// At the door of the knowledge base: text as a reader sees it, without what no reader sees.

// Hidden characters can carry instructions to a model past the eyes of whoever reviewed the article.
const invisible = new RegExp(
	[
		'[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F]', // controls except tab and line feed
		'[\\u00AD\\u034F\\u061C\\u115F\\u1160\\u17B4\\u17B5\\u180E\\u3164\\uFFA0]', // soft hyphen, joiners, fillers
		'[\\u200B-\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF\\uFFF9-\\uFFFB]', // zero width, direction, annotation
		'[\\u{E0000}-\\u{E01EF}]', // tag characters and the variation selectors that can hold bytes
		'\\p{Cs}', // half a surrogate pair
	].join('|'),
	'gu',
);

/** Line ends become `\n`, letters their composed form; controls and invisible characters go. */
export function visibleText(text: string): string {
	return text
		.replace(/\r\n?|\u2028|\u2029/g, '\n')
		.replace(invisible, '')
		.normalize('NFC');
}

/** UTF-16 read as UTF-8, or a picture renamed to .md, is full of NUL; a stray one is not. */
export function looksBinary(text: string): boolean {
	const start = text.slice(0, 8192);
	const nulls = start.split('\0').length - 1;
	return nulls > 8 || start.split('\uFFFD').length - 1 > 64;
}

/** A single line of at most `limit` characters. */
export function oneLine(text: string, limit: number): string {
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length <= limit
		? line
		: `${line
				.slice(0, limit - 1)
				.replace(/\p{Cs}$/u, '')
				.trimEnd()}…`;
}
