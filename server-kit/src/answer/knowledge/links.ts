// What other articles call an article: the words of their links to it say it better than it does itself.

import { posix } from 'node:path';
import type { ArticleLink, StoredArticle } from '../../core/knowledge.ts';

const link = /(?<!!)\[([^[\]\n]{1,200})\]\(\s{0,4}<?([^()<>\s]{1,500})/g;
const mostLinks = 500;
const mostWords = 20_000;

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

/** For each article the words of the links that lead to it, by the article's id. */
export function incomingWords(articles: readonly StoredArticle[]): Map<number, string> {
	const find = finderOf(articles);
	const incoming = new Map<number, string>();
	for (const article of articles) {
		for (const { words, to } of article.hints?.links ?? []) {
			const [place = '', heading = ''] = to.split('#');
			const id = find(place);
			if (id === undefined || id === article.id) continue;
			const said = `${incoming.get(id) ?? ''}${words} ${heading.replace(/[-_]+/g, ' ')}\n`;
			if (said.length <= mostWords) incoming.set(id, said);
		}
	}
	return incoming;
}

/** Finds the article of a name: the whole of it, or its last part where only one article ends so. */
function finderOf(articles: readonly StoredArticle[]): (to: string) => number | undefined {
	const whole = new Map<string, number>();
	const tails = new Map<string, number | null>();
	for (const article of articles) {
		for (const name of new Set([articleName(article.slug), ...(article.hints?.names ?? []), ...addressesOf(article)])) {
			if (!whole.has(name)) whole.set(name, article.id);
			const tail = tailOf(name);
			const holder = tails.get(tail);
			if (tail) tails.set(tail, holder === undefined || holder === article.id ? article.id : null);
		}
	}
	return (to) => {
		const exact = whole.get(to);
		if (exact !== undefined || /^https?:/i.test(to)) return exact ?? whole.get(to.toLowerCase().replace(/\/$/, ''));
		return tails.get(tailOf(to)) ?? undefined;
	};
}

function addressesOf({ url }: StoredArticle): string[] {
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
