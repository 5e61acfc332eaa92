// What a file says of itself out of its readers' sight: descriptions, keywords, the questions of its structured data.
// It helps to find the article and goes no further: whoever reads the page cannot see what it says there.

const longest = 8000;
const told = /"(?:name|headline|alternateName|description|keywords|text)"\s{0,8}:\s{0,8}"((?:[^"\\]|\\.){1,2000})"/g;
const meta = /<meta\b[^<>]{0,200}\bname\s{0,4}=\s{0,4}["']?(?:description|keywords)["']?[^<>]{0,4000}>/gi;
const content = /\bcontent\s{0,4}=\s{0,4}(?:"([^"<>]*)"|'([^'<>]*)')/i;

/** From the file as it is written; `said` comes first and was found elsewhere, in its front matter. */
export function aboutIn(text: string, said: readonly string[]): string {
	const found = [...said, ...metaTags(text), ...structuredData(text)];
	return [...new Set(found.map((words) => words.replace(/\s+/g, ' ').trim()))]
		.filter(Boolean)
		.join('\n')
		.slice(0, longest);
}

function metaTags(text: string): string[] {
	return (text.match(meta) ?? []).flatMap((tag) => {
		const [, double, single] = content.exec(tag) ?? [];
		return double ?? single ?? [];
	});
}

function structuredData(text: string): string[] {
	const found: string[] = [];
	const opening = /<script\b[^<>]{0,200}ld\+json[^<>]{0,200}>/gi;
	for (let open = opening.exec(text); open; open = opening.exec(text)) {
		const end = text.indexOf('</script', opening.lastIndex);
		if (end < 0) break;
		for (const [, words = ''] of text.slice(opening.lastIndex, end).matchAll(told))
			found.push(words.replace(/\\u[\da-f]{4}|\\./gi, ' ').replace(/<[^<>]*>/g, ' '));
		opening.lastIndex = end;
	}
	return found;
}
