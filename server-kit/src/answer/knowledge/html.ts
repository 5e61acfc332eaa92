// Web pages into Markdown: what a reader of the page sees, without its furniture.

import TurndownService from 'turndown';

export interface PageText {
	/** Of the `title` element; null where there is none. */
	title: string | null;
	locale: string | null;
	markdown: string;
}

/** What is asked of an element; the browser's types do not exist on a server. */
interface Attributes {
	hasAttribute(name: string): boolean;
	getAttribute(name: string): string | null;
}

const furniture = new Set(
	'SCRIPT STYLE NOSCRIPT TEMPLATE NAV HEADER FOOTER ASIDE FORM BUTTON INPUT SELECT TEXTAREA IFRAME OBJECT EMBED CANVAS SVG DIALOG'.split(
		' ',
	),
);
const unseen = /display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)|font-size\s*:\s*0/i;

/** @throws RangeError when the page is nested too deeply to be a page that anyone wrote. */
export function readPage(html: string): PageText {
	if (nesting(html) > deepest) throw new RangeError('the elements are nested too deeply');
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

function nesting(html: string): number {
	let depth = 0;
	let most = 0;
	for (const [, closing, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9-]*)/gi)) {
		if (voidElements.has(name.toLowerCase()) || mayStayOpen.test(name)) continue;
		depth = Math.max(0, depth + (closing ? -1 : 1));
		most = Math.max(most, depth);
	}
	return most;
}

function plainTurndown(): TurndownService {
	const turndown = new TurndownService({ headingStyle: 'atx', codeBlockStyle: 'fenced', bulletListMarker: '-' });
	// A rule, not `remove`: the library asks its own rules for paragraphs and lists before what is to be removed.
	turndown.addRule('unseen', {
		filter: (node) => furniture.has(node.nodeName.toUpperCase()) || isHidden(node),
		replacement: () => '',
	});
	return turndown;
}

const deepest = 500;
const mayStayOpen = /^(?:p|li|d[dt]|t[dhr]|thead|tbody|tfoot|option|colgroup|caption)$/i;
const voidElements = new Set('area base br col hr img input link meta source track wbr'.split(' '));
// Code may show any of it, so code is stepped over. No pattern here may look further than the next `<`: it would
// read a hostile page again from every tag.
const codeOrComment = /(?:^|\n) {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:\n {0,3}\1|$)|`[^`\n]+`|<!--[\s\S]*?(?:-->|$)/g;
const hiddenTag = /\shidden\b|\saria-hidden\s*=\s*["']?true/i;

/** Markdown without its comments and without the HTML elements that a page would not show. */
export function withoutUnseen(markdown: string): string {
	const codes: string[] = [];
	const keepCode = (found: string) => (found.startsWith('<!--') ? '' : `\0${codes.push(found) - 1}\0`);
	const bare = withoutElements(withoutGenerators(markdown.replace(codeOrComment, keepCode)));
	return bare.replace(/\0(\d+)\0/g, (_, index) => codes[Number(index)] ?? '');
}

const moduleLine =
	/^(?:import\b[^\n;]{0,300}\bfrom\s+|import\s+|export\s+[^\n]{0,300}\bfrom\s+)["'][^"'\n]{1,300}["'];?[ \t]*$/gm;
const boxLine =
	/^[ \t]{0,8}(?::{3,}[ \t]*(?:[a-z]+)?|[!?]{3}\+?[ \t]+[a-z]+)[ \t]*(?:\[([^\]\n]{1,200})\]|"([^"\n]{1,200})"|([^\n{]{0,200}))[^\n]{0,200}$/gim;
const tagLine = /\{%[^%\n]{0,300}%\}|\{\{[<%][^}\n]{0,300}[>%]\}\}/g;

// Lines that only the site's generator reads: modules of MDX, boxes of Docusaurus and MkDocs, tags of Jekyll and Hugo.
function withoutGenerators(markdown: string): string {
	return markdown
		.replace(moduleLine, '')
		.replace(tagLine, '')
		.replace(boxLine, (_, bracketed?: string, quoted?: string, plain?: string) => {
			const title = (bracketed ?? quoted ?? plain ?? '').trim();
			return title ? `\n**${title}**\n` : '';
		});
}

function withoutElements(markdown: string): string {
	const tags = /<([a-z][a-z0-9-]*)([^<>]*)>/gi;
	let kept = '';
	let from = 0;
	for (let tag = tags.exec(markdown); tag; tag = tags.exec(markdown)) {
		const [, name = '', attributes = ''] = tag;
		if (!furniture.has(name.toUpperCase()) && !hiddenTag.test(attributes) && !unseenStyle(attributes)) continue;
		kept += markdown.slice(from, tag.index);
		from = voidElements.has(name.toLowerCase()) ? tags.lastIndex : endOfElement(markdown, name, tags.lastIndex);
		tags.lastIndex = from;
	}
	return kept + markdown.slice(from);
}

function unseenStyle(attributes: string): boolean {
	return /\sstyle\s*=/i.test(attributes) && unseen.test(attributes);
}

function endOfElement(markdown: string, name: string, from: number): number {
	const tags = new RegExp(`<(/?)${name}\\b[^<>]*>`, 'gi');
	tags.lastIndex = from;
	for (let depth = 1; depth > 0; ) {
		const tag = tags.exec(markdown);
		if (!tag) return markdown.length;
		depth += tag[1] ? -1 : 1;
	}
	return tags.lastIndex;
}

/** The words of an HTML block inside Markdown; they may be Markdown themselves. */
export function withoutTags(html: string): string {
	return html
		.replace(/<\/(?:td|th)\s*>/gi, ' ')
		.replace(/<\/?[a-z][^<>]*>/gi, '')
		.replace(/^[ \t]+/gm, '');
}

// Text that the page hides from its readers must not reach a model either.
function isHidden(node: Attributes): boolean {
	return (
		node.hasAttribute('hidden') ||
		node.getAttribute('aria-hidden') === 'true' ||
		unseen.test(node.getAttribute('style') ?? '')
	);
}
