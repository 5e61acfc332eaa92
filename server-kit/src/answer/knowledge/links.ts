// What other articles call an article: the words of their links to it say it better than it does itself.

import { posix } from 'node:path';
import type { ArticleLink, StoredArticle } from '../../core/knowledge.ts';
import type { Pointer } from '../../core/knowledge-index.ts';

const link = /(?<!!)\[([^[\]\n]{1,200})\]\(\s{0,4}<?([^()<>\s]{1,500})/g;
const mostLinks = 500;
const mostWords = 20_000;
const longestTail = 200;

/** The links of an article's Markdown. `path` is the article's file: relative links start from it. */
export function linksIn(markdown: string, path: string): ArticleLink[] {
	const links: ArticleLink[] = [];
	for (const [, words = '', href = ''] of markdown.matchAll(link)) {
		if (links.length === mostLinks) break;
		const to = targetOf(href, path);
		if (to) links.push({ words: words.replace(/[*_`]/g, '').trim(), to });
	}
	return links;
}

/** One name for the ways in which a file, a page and a link write the same place. */
export function articleName(path: string): string {
	return path
		.toLowerCase()
		.replace(/^\/+|\/+$/g, '')
		.replace(/\.(?:mdx?|markdown|html?)$/, '')
		.replace(/\.[a-z]{2}$/, '')
		.replace(/\/(?:readme|index|_index)$/, '')
		.replace(/(^|\/)\d+[-_.]+(?=[^/])/g, '$1');
}

function targetOf(href: string, path: string): string | null {
	const [place = '', fragment = ''] = href.split('#');
	if (!place) return null;
	const heading = fragment && `#${fragment}`;
	if (/^https?:\/\//i.test(place)) return place.replace(/\?.*$/, '') + heading;
	if (/^[a-z][a-z0-9+.-]*:/i.test(place) || place.startsWith('//')) return null;
	const bare = place.replace(/\?.*$/, '');
	return articleName(bare.startsWith('/') ? bare : posix.join(posix.dirname(path), bare)) + heading;
}

/** What an article is called, and what it calls others. */
export function pointersOf({ id: articleId, slug, url, hints }: StoredArticle): Pointer[] {
	const names = new Set([articleName(slug), ...(hints?.names ?? []), ...addressesOf(url)]);
	return [
		...[...names].map((name) => ({ articleId, tail: tailOf(name), name, to: null, words: null })),
		...(hints?.links ?? []).map(({ words, to }) => ({ articleId, tail: tailOf(placeOf(to)), name: null, to, words })),
	].map((pointer) => ({ ...pointer, tail: pointer.tail.slice(0, longestTail) }));
}

/**
 * For each article the words of the links that lead to it, by the article's id, a line for each link.
 * @param pointers all of those with the same tails, in the order of their articles
 */
export function incomingWords(pointers: readonly Pointer[]): Map<number, string> {
	const find = finderOf(pointers);
	const incoming = new Map<number, string>();
	for (const { articleId, to, words } of pointers) {
		if (to === null) continue;
		const [place = '', heading = ''] = to.split('#');
		const id = find(place);
		if (id === undefined || id === articleId) continue;
		const said = `${incoming.get(id) ?? ''}${words} ${heading.replace(/[-_]+/g, ' ')}\n`;
		if (said.length <= mostWords) incoming.set(id, said);
	}
	return incoming;
}

/** Finds the article of a name: the whole of it, or its last part where only one article ends so. */
function finderOf(pointers: readonly Pointer[]): (to: string) => number | undefined {
	const whole = new Map<string, number>();
	const tails = new Map<string, number | null>();
	for (const { articleId, name, tail } of pointers) {
		if (name === null) continue;
		if (!whole.has(name)) whole.set(name, articleId);
		const holder = tails.get(tail);
		if (tail) tails.set(tail, holder === undefined || holder === articleId ? articleId : null);
	}
	return (to) => {
		const exact = whole.get(to);
		if (exact !== undefined || /^https?:/i.test(to)) return exact ?? whole.get(placeOf(to));
		return tails.get(tailOf(to)) ?? undefined;
	};
}

/** As addresses of articles are written. */
function placeOf(to: string): string {
	const [place = ''] = to.split('#');
	return /^https?:/i.test(place) ? place.toLowerCase().replace(/\/$/, '') : place;
}

function addressesOf(url: string | null): string[] {
	if (!url) return [];
	const bare = url
		.toLowerCase()
		.replace(/[?#].*$/, '')
		.replace(/\/$/, '');
	return URL.canParse(bare) ? [bare, articleName(new URL(bare).pathname)] : [articleName(bare)];
}

function tailOf(name: string): string {
	return name.split('/').at(-1) ?? '';
}
