// Collected attacks from the folder that DESKBELL_DATA names; without it the tests run with our own.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface MarkdownExample {
	markdown: string;
	html: string;
}

/** By name; null where there is no such folder, which is said in one line. */
export function publicSets(): Readonly<Record<string, readonly string[]>> | null {
	const folder = process.env.DESKBELL_DATA;
	if (!folder) {
		console.info('Not run, since DESKBELL_DATA names no folder: the public sets of hostile texts.');
		return null;
	}
	const read = <Value>(path: string) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as Value;
	const both = (path: string) => read<MarkdownExample[]>(path).flatMap(({ markdown, html }) => [markdown, html]);
	return {
		'xss/owasp_filter_evasion': read<{ block: string }[]>('xss/owasp_filter_evasion.json').map(({ block }) => block),
		'xss/markdown_it_xss': both('xss/markdown_it_xss.json'),
		'misc/blns': read<string[]>('misc/blns.json'),
		'markdown/commonmark_spec': both('markdown/commonmark_spec.json').filter(isMarkup),
		'markdown/gfm_spec': both('markdown/gfm_spec.json').filter(isMarkup),
	};
}

/** Of the examples, those that could do anything: markup, images and links. */
const isMarkup = (text: string): boolean => /[<&]|!\[|\]\(|\]:/.test(text);
