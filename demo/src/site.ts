// The customer site of "Acme Files" and the playground's pages, under a strict content security policy.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { type Article, type HelpPage, helpArticle, helpIndex, readArticles } from './help.ts';
import { escapeHtml, fill } from './template.ts';

export interface SiteOptions {
	/** HTML, CSS and pictures. Default: demo/pages. */
	pages?: string;
	/** The built page scripts. Default: demo/dist. */
	scripts?: string;
	/** The help articles. Default: demo/knowledge. */
	knowledge?: string;
}

const demo = fileURLToPath(new URL('..', import.meta.url));

// No nonce is needed: pages hold no inline script or style. `lit-html` is the widget's only Trusted Types policy.
const policy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"connect-src 'self'",
	"img-src 'self' data:",
	"font-src 'self'",
	"base-uri 'none'",
	"form-action 'self'",
	"frame-ancestors 'self'",
	"require-trusted-types-for 'script'",
	'trusted-types lit-html',
].join('; ');

const assetTypes: Readonly<Record<string, string>> = { css: 'text/css', svg: 'image/svg+xml', js: 'text/javascript' };

/** Answers GET and HEAD of `/`, `/app`, `/help…`, `/playground`, `/playground/case`, `/playground/stage` and `/assets/…`. */
export function site(options: SiteOptions = {}): Middleware {
	const pages = options.pages ?? join(demo, 'pages');
	const scripts = options.scripts ?? join(demo, 'dist');
	const articles = readArticles(options.knowledge ?? join(demo, 'knowledge'));
	articles.catch(() => undefined); // Each help request reports it; the rest of the site works without.
	return async (ctx, next) => {
		if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next();
		const [, asset] = /^\/assets\/([\w-]+\.(?:css|svg|js))$/.exec(ctx.path) ?? [];
		if (asset) return sendAsset(ctx, join(asset.endsWith('.js') ? scripts : pages, asset));
		const page = await openPage(ctx, pages, articles);
		return page === null ? next() : sendPage(ctx, page);
	};
}

interface Page {
	html: string;
	status?: number;
	/** Added to the content security policy. */
	allow?: string;
}

type OpenFile = (name: string) => Promise<string>;

async function openPage(ctx: Context, pages: string, articles: Promise<readonly Article[]>): Promise<Page | null> {
	const open: OpenFile = (name) => readFile(join(pages, name), 'utf8');
	const [, slug] = /^\/help\/([a-z0-9-]+)$/.exec(ctx.path) ?? [];
	if (slug) return openArticle(open, await articles, slug);
	switch (ctx.path) {
		case '/':
			return { html: await open('index.html') };
		case '/app':
		case '/app.html':
			return { html: await open('app.html') };
		case '/help':
			return fillHelp(open, helpIndex(await articles));
		case '/playground':
			return { html: await open('playground.html'), allow: "; frame-src 'self'" };
		case '/playground/case':
			return { html: await open('case.html') };
		case '/playground/stage':
			return { html: fill(await open('stage.html'), look.parse(ctx.query)) };
		default:
			return null;
	}
}

async function openArticle(open: OpenFile, articles: readonly Article[], slug: string): Promise<Page> {
	const article = articles.find((each) => each.slug === slug);
	if (!article) return { ...(await fillHelp(open, notThere)), status: 404 };
	return fillHelp(open, helpArticle(article, articles));
}

const notThere: HelpPage = {
	title: 'No such article',
	lang: 'en',
	main: `<div class="help-hero"><h1>This article is not here</h1><p>It may have been renamed. <a href="/help">See all articles</a>.</p></div>`,
};

async function fillHelp(open: OpenFile, { title, lang, main }: HelpPage): Promise<Page> {
	return { html: fill(await open('help.html'), { title: escapeHtml(title), lang: escapeHtml(lang), main }) };
}

// The address is anybody's: a value that is not known falls back to the default.
const look = z
	.object({
		mode: z.enum(['launcher', 'inline', 'panel']).catch('launcher'),
		theme: z.enum(['auto', 'light', 'dark']).catch('auto'),
		locale: z
			.string()
			.regex(/^[a-z]{2}$/)
			.catch('en'),
		accent: z
			.string()
			.regex(/^[0-9a-f]{6}$/)
			.transform((digits) => `#${digits}`)
			.catch(''),
		state: z
			.string()
			.regex(/^[a-z_]{1,40}$/)
			.catch(''),
	})
	.transform(({ state, ...shown }) => ({ ...shown, api: state && `/playground/states/${state}` }));

function sendPage(ctx: Context, { html, status = 200, allow = '' }: Page): void {
	ctx.set({
		'Content-Security-Policy': policy + allow,
		'X-Content-Type-Options': 'nosniff',
		'Referrer-Policy': 'same-origin',
		'Cache-Control': 'no-cache',
	});
	ctx.type = 'html';
	ctx.body = html;
	ctx.status = status;
}

async function sendAsset(ctx: Context, file: string): Promise<void> {
	const content = await readFile(file).catch((error: NodeJS.ErrnoException) => {
		if (error.code === 'ENOENT') return null;
		throw error;
	});
	if (!content) return;
	ctx.set({ 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-cache' });
	ctx.type = assetTypes[file.slice(file.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
	ctx.body = content;
}
