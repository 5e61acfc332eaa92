// The help centre: reads our own articles, and renders the list and each article as trusted HTML.

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Marked, type Tokens } from 'marked';
import { escapeHtml } from './template.ts';

export interface Article {
	slug: string;
	title: string;
	locale: string;
	topic: string;
	/** Markdown without the front matter. */
	body: string;
}

/** What the help page's template takes; `main` is HTML. */
export interface HelpPage {
	title: string;
	lang: string;
	main: string;
}

const topics = [
	'Getting started',
	'Uploading',
	'Sharing',
	'Files and history',
	'Apps and sync',
	'Account and security',
	'Billing',
	'Developers',
	'Help',
	'Deutsch',
];

/** @throws Error naming the file when an article lacks a part of its front matter. */
export async function readArticles(folder: string): Promise<readonly Article[]> {
	const names = (await readdir(folder)).filter((name) => name.endsWith('.md')).sort();
	return Promise.all(names.map(async (name) => readArticle(name, await readFile(join(folder, name), 'utf8'))));
}

function readArticle(name: string, text: string): Article {
	const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? [];
	const value = (key: string): string => {
		const found = new RegExp(`^${key}: "?(.*?)"?$`, 'm').exec(front ?? '')?.[1];
		if (!found) throw new Error(`${name}: the front matter has no ${key}.`);
		return found;
	};
	const slug = name.slice(0, -'.md'.length);
	return { slug, title: value('title'), locale: value('locale'), topic: value('topic'), body: body ?? '' };
}

export function helpIndex(articles: readonly Article[]): HelpPage {
	const groups = topics.map((topic) => {
		const links = articles.filter((article) => article.topic === topic).map(findableLink);
		const lang = topic === 'Deutsch' ? ' lang="de"' : '';
		return `<section class="topic" data-topic${lang}><h2>${topic}</h2><ul>${links.join('')}</ul></section>`;
	});
	const main = `
		<div class="help-hero">
			<h1>How can we help?</h1>
			<label class="help-search">
				<svg class="icon" aria-hidden="true"><use href="/assets/icons.svg#search" /></svg>
				<span class="unseen">Search the articles</span>
				<input type="search" data-filter placeholder="Try “upload limit”, “invoice” or “E1042”" autocomplete="off" />
			</label>
			<p class="help-none" data-none hidden>No article has all of these words.
				<button class="link" type="button" data-ask-filter>Ask the assistant instead</button></p>
		</div>
		<div class="topics">${groups.join('')}</div>`;
	return { title: 'Help centre', lang: 'en', main };
}

export function helpArticle(article: Article, articles: readonly Article[]): HelpPage {
	const { html, headings } = render(article.body);
	const nearby = articles.filter((other) => other.topic === article.topic && other !== article).slice(0, 5);
	const words = article.locale === 'de' ? german : english;
	const main = `
		<div class="help-article">
			<article lang="${article.locale}">
				<p class="crumbs"><a href="/help">${words.help}</a> <span aria-hidden="true">/</span> ${escapeHtml(article.topic)}</p>
				<h1>${escapeHtml(article.title)}</h1>
				<div class="prose">${html}</div>
				<div class="still">
					<div><h2>${words.still}</h2><p>${words.stillWhy}</p></div>
					<button class="button" type="button" data-show>${words.ask}</button>
				</div>
			</article>
			<aside lang="${article.locale}">
				<nav aria-labelledby="toc"><h2 id="toc">${words.toc}</h2><ul>${headings.map(anchorTo).join('')}</ul></nav>
				<nav aria-labelledby="near"><h2 id="near">${words.near}</h2><ul>${nearby.map(linkTo).join('')}</ul></nav>
			</aside>
		</div>`;
	return { title: article.title, lang: article.locale, main };
}

const english = {
	help: 'Help centre',
	toc: 'On this page',
	near: 'In this topic',
	still: 'Not what you were looking for?',
	stillWhy: 'Our assistant knows all of these pages and can hand you over to a person.',
	ask: 'Ask the assistant',
};

const german: typeof english = {
	help: 'Hilfe',
	toc: 'Auf dieser Seite',
	near: 'Zum selben Thema',
	still: 'Nicht das Richtige?',
	stillWhy: 'Unser Assistent kennt alle diese Seiten und verbindet Sie auf Wunsch mit einem Menschen.',
	ask: 'Assistenten fragen',
};

interface Heading {
	id: string;
	text: string;
}

function render(markdown: string): { html: string; headings: readonly Heading[] } {
	const headings: Heading[] = [];
	const marked = new Marked({
		renderer: {
			heading(token: Tokens.Heading) {
				const id = headingId(token.text);
				headings.push({ id, text: token.text });
				return `<h${token.depth} id="${escapeHtml(id)}">${this.parser.parseInline(token.tokens)}</h${token.depth}>`;
			},
		},
		hooks: {
			postprocess: (html) =>
				html.replaceAll('<table>', '<div class="scroll" tabindex="0"><table>').replaceAll('</table>', '</table></div>'),
		},
	});
	return { html: marked.parse(markdown, { async: false }), headings };
}

// The knowledge import makes anchors in the same way, so a citation lands on its heading.
function headingId(text: string): string {
	return text
		.toLowerCase()
		.replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
		.trim()
		.replaceAll(' ', '-');
}

function findableLink(article: Article): string {
	return linkTo(article).replace('<li>', `<li data-words="${escapeHtml(wordsOf(article))}">`);
}

function linkTo({ slug, title }: Article): string {
	return `<li><a href="/help/${slug}">${escapeHtml(title)}</a></li>`;
}

function anchorTo({ id, text }: Heading): string {
	return `<li><a href="#${escapeHtml(id)}">${escapeHtml(text)}</a></li>`;
}

function wordsOf({ title, body }: Article): string {
	const words = `${title} ${body}`.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
	return [...new Set(words)].join(' ');
}
