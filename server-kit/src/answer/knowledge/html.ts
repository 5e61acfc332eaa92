// Web pages into Markdown: what a reader of the page sees, without its furniture.

import TurndownService from 'turndown';

export interface PageText {
	/** Of the `title` element; null where there is none. */
	title: string | null;
	locale: string | null;
	markdown: string;
}

const furniture = new Set(
	'SCRIPT STYLE NOSCRIPT TEMPLATE NAV HEADER FOOTER ASIDE FORM BUTTON INPUT SELECT TEXTAREA IFRAME OBJECT EMBED CANVAS SVG DIALOG'.split(
		' ',
	),
);
const unseen = /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0/i;

/** @throws RangeError when the page is nested deeper than the stack allows. */
export function readPage(html: string): PageText {
	let title: string | null = null;
	const turndown = plainTurndown();
	turndown.addRule('title', {
		filter: 'title',
		replacement: (content) => {
			title ??= content.replace(/\\(.)/g, '$1').trim() || null;
			return '';
		},
	});
	const markdown = turndown.turndown(html);
	return { title, locale: /<html\b[^>]*\blang\s*=\s*["']?([A-Za-z0-9-]{2,35})/i.exec(html)?.[1] ?? null, markdown };
}

function plainTurndown(): TurndownService {
	const turndown = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' });
	turndown.remove((node) => furniture.has(node.nodeName.toUpperCase()) || isHidden(node));
	return turndown;
}

const furnitureInMarkdown = new RegExp(`<(${[...furniture].join('|')})\\b[^>]*>[\\s\\S]*?(?:</\\1\\s*>|$)`, 'gi');
const hiddenInMarkdown = new RegExp(
	`<([a-z][a-z0-9-]*)\\b(?=[^>]*(?:\\shidden\\b|aria-hidden\\s*=\\s*["']?true|style\\s*=[^>]*(?:${unseen.source})))[^>]*>[\\s\\S]*?(?:</\\1\\s*>|$)`,
	'gi',
);
// Code may show any of it, so code is stepped over.
const codeOrMarkup = /(?:^|\n) {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:\n {0,3}\1|$)|`[^`\n]+`|<!--[\s\S]*?(?:-->|$)/g;

/** Markdown without its comments and without the HTML elements that a page would not show. */
export function withoutUnseen(markdown: string): string {
	const codes: string[] = [];
	const bare = markdown.replace(codeOrMarkup, (found) =>
		found.startsWith('<!--') ? '' : `\0${codes.push(found) - 1}\0`,
	);
	return bare
		.replace(furnitureInMarkdown, '')
		.replace(hiddenInMarkdown, '')
		.replace(/\0(\d+)\0/g, (_, index) => codes[Number(index)] ?? '');
}

/** The words of an HTML block inside Markdown; they may be Markdown themselves. */
export function withoutTags(html: string): string {
	return html
		.replace(/<\/(?:td|th)\s*>/gi, ' ')
		.replace(/<\/?[a-z][^>]*>/gi, '')
		.replace(/^[ \t]+/gm, '');
}

// Text that the page hides from its readers must not reach a model either.
function isHidden(node: HTMLElement): boolean {
	return (
		node.hasAttribute('hidden') ||
		node.getAttribute('aria-hidden') === 'true' ||
		unseen.test(node.getAttribute('style') ?? '')
	);
}
