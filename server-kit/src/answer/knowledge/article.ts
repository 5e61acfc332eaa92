// From a file to an article of the knowledge base. Whatever the file holds, it is data, and its text is untrusted.

import { createHash } from 'node:crypto';
import { basename, extname } from 'node:path/posix';
import type { ArticleFile, ArticleInput } from '../../core/knowledge.ts';
import { aboutIn } from './about.ts';
import { ArticleFault } from './article-fault.ts';
import { type FrontMatter, noFrontMatter, splitFrontMatter } from './front-matter.ts';
import { readPage, withoutUnseen } from './html.ts';
import { articleName, linksIn } from './links.ts';
import { firstHeading, isReadable, splitPassages } from './passages.ts';
import { looksBinary, oneLine, visibleText } from './plain-text.ts';

/** Bytes of UTF-8 that one article may hold. */
export const articleLimit = 1024 * 1024;
const titleLimit = 200;
const slugLimit = 180;

/** The article, or what to do about a file that cannot become one. */
export function readArticle(file: ArticleFile): ArticleInput | { advice: string } {
	try {
		return parseArticle(file);
	} catch (fault) {
		if (fault instanceof ArticleFault) return { advice: fault.advice };
		throw fault;
	}
}

/** @throws ArticleFault when the file cannot become an article; the message says why and what to do. */
export function parseArticle({ path, text, baseUrl }: ArticleFile): ArticleInput {
	if (Buffer.byteLength(text) > articleLimit) {
		throw new ArticleFault('too_large', path, 'it is over 1 MiB. Split it into several articles.');
	}
	if (looksBinary(text))
		throw new ArticleFault('not_text', path, 'it is not UTF-8 text. Save it as UTF-8, or remove it.');
	const visible = visibleText(text);
	const { front, body, locale } = readBody(path, visible);
	if (!understood(path, () => isReadable(body))) {
		throw new ArticleFault(
			'unreadable',
			path,
			'it holds a paragraph with thousands of * or _, or lists nested fifty deep. Put such text between ``` lines.',
		);
	}
	const title = oneLine(front.title ?? firstHeadingOf(path, body) ?? titleFromPath(path), titleLimit);
	const passages = understood(path, () => splitPassages(body, title));
	if (passages.length === 0) throw new ArticleFault('empty', path, 'it holds no text. Write some, or remove the file.');
	const slug = slugOf(front.slug ?? path.slice(0, path.length - extname(path).length));
	return {
		slug,
		title,
		url: urlOf(front.url, path, baseUrl),
		locale: localeOf(front.locale ?? locale),
		body,
		passages,
		hints: { about: aboutIn(visible, front.about), names: namesOf(path, front), links: linksIn(body, path) },
	};
}

function namesOf(path: string, { slug, permalink }: FrontMatter): string[] {
	const names = [path, slug, permalink].flatMap((name) => (name ? articleName(name) : []));
	return [...new Set(names.filter(Boolean))].map((name) => name.slice(0, slugLimit));
}

function readBody(path: string, text: string): { front: FrontMatter; body: string; locale: string | null } {
	const kind = extname(path).toLowerCase();
	if (kind === '.md' || kind === '.markdown') {
		const { front, body } = splitFrontMatter(path, text.trimStart());
		return { front, body: withoutUnseen(body).trim(), locale: null };
	}
	if (kind === '.html' || kind === '.htm') {
		const page = understood(path, () => readPage(text));
		const body = page.markdown.trim();
		const title = firstHeadingOf(path, body) ?? page.title;
		return { front: { ...noFrontMatter, title }, body, locale: page.locale };
	}
	throw new ArticleFault('unknown_kind', path, 'articles are .md, .markdown, .html or .htm files.');
}

// The parsers recurse: a page nested a hundred thousand deep must end as a fault of the file, not of the import.
function understood<T>(path: string, read: () => T): T {
	try {
		return read();
	} catch (cause) {
		throw new ArticleFault(
			'unreadable',
			path,
			'its markup could not be read. Simplify it, or save it again as Markdown.',
			cause,
		);
	}
}

function firstHeadingOf(path: string, body: string): string | null {
	return understood(path, () => firstHeading(body));
}

function titleFromPath(path: string): string {
	const words = basename(path, extname(path)).replace(/[-_]+/g, ' ').trim();
	return words ? words.charAt(0).toUpperCase() + words.slice(1) : path;
}

function slugOf(wish: string): string {
	const slug = wish
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}/]+/gu, '-')
		.replace(/-*\/[-/]*/g, '/')
		.replace(/^[-/]+|[-/]+$/g, '');
	if (slug.length > 0 && slug.length <= slugLimit) return slug;
	const hash = createHash('sha256').update(wish).digest('hex').slice(0, 12);
	return slug ? `${slug.slice(0, slugLimit - 13)}-${hash}` : `article-${hash}`;
}

function urlOf(wish: string | null, path: string, baseUrl: string | undefined): string | null {
	if (wish === null && baseUrl === undefined) return null;
	const relative = wish ?? path.slice(0, path.length - extname(path).length);
	// A path on the host's own site may stand alone; `//` would name another site.
	if (baseUrl === undefined && /^\/(?![/\\])[^\s\\]{0,1999}$/.test(relative)) return relative;
	if (!URL.canParse(relative, baseUrl)) return null;
	const url = new URL(relative, baseUrl);
	const open = (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.password;
	return open && url.href.length <= 2000 ? url.href : null;
}

function localeOf(tag: string | null): string | null {
	if (!tag) return null;
	try {
		return Intl.getCanonicalLocales(tag.replace('_', '-'))[0] ?? null;
	} catch {
		return null;
	}
}
