// Fidelity of the streaming Markdown view, by the published examples; they are served from the folder DESKBELL_DATA.
import { expect } from '@open-wc/testing';
import { createMarkdownView } from '../src/markdown.ts';

interface Example {
	readonly markdown: string;
	readonly html: string;
	readonly section: string;
	readonly extension: string;
}

/** A file of the data folder, or null where the test run has none. */
async function data<T>(path: string): Promise<T | null> {
	const answer = await fetch(`/deskbell-data/${path}`).catch(() => null);
	return answer?.ok ? ((await answer.json()) as T) : null;
}

function draw(text: string, size: () => number): HTMLElement {
	const container = document.createElement('div');
	const view = createMarkdownView(container);
	for (let at = 0; at < text.length; ) {
		const end = at + size();
		view.append(text.slice(at, end));
		at = end;
	}
	view.end();
	return container;
}

const COMPARED = ['href', 'title', 'start', 'align', 'class', 'type', 'checked', 'disabled'];
const BLOCKS = 'blockquote|h[1-6]|hr|li|ol|p|pre|table|tbody|td|th|thead|tr|ul';

/** Markup with what the view adds taken away, images as the links they become, and blanks that HTML does not show. */
function normal(root: ParentNode): string {
	return [...root.childNodes]
		.map((node) => markup(node, false, false))
		.join('')
		.replace(new RegExp(`\\s*(</?(?:${BLOCKS}|br)\\b[^>]*>)\\s*`, 'g'), '$1');
}

function markup(node: Node, verbatim: boolean, inLink: boolean): string {
	if (node instanceof Text) return (verbatim ? node.data : node.data.replace(/[ \t\n]+/g, ' ')).replace(/</g, '&lt;');
	if (!(node instanceof Element)) return '';
	if (node instanceof HTMLImageElement) return image(node, inLink);
	const tag = node.localName;
	const inner = [...node.childNodes]
		.map((child) => markup(child, verbatim || tag === 'pre', inLink || tag === 'a'))
		.join('');
	// Inside code, blanks at the edges are content: they are kept from the trimming around blocks.
	if (tag === 'pre') return `<pre>${inner.replace(/\n/g, '↵').replace(/ /g, '·')}</pre>`;
	return tag === 'div' ? inner : `<${tag}${attributes(node)}>${inner}</${tag}>`;
}

function image(node: HTMLImageElement, inLink: boolean): string {
	if (inLink) return node.alt;
	const link = document.createElement('a');
	link.href = node.getAttribute('src') ?? '';
	if (node.title) link.title = node.title;
	return `<a${attributes(link)}>${node.alt || link.href}</a>`;
}

function attributes(element: Element): string {
	const values = COMPARED.filter((name) => element.hasAttribute(name)).map((name) => {
		const value = element.getAttribute(name) ?? '';
		if (name === 'href' && URL.canParse(value, document.baseURI))
			return ` href=${new URL(value, document.baseURI).href}`;
		return name === 'class' && !value.startsWith('language-') ? '' : ` ${name}=${value}`;
	});
	return values.join('');
}

const parsed = (html: string): ParentNode => new DOMParser().parseFromString(html, 'text/html').body;
const random = () => 1 + Math.floor(Math.random() * 8);
const CUTS = { whole: () => Number.MAX_SAFE_INTEGER, 'cut at random': random };

function faithful(examples: readonly Example[], size: () => number): number {
	return examples.filter(({ markdown, html }) => normal(draw(markdown, size)) === normal(parsed(html))).length;
}

const RAW_HTML = /<(?!\/?(?:a|blockquote|br|code|em|h[1-6]|hr|img|li|ol|p|pre|strong|ul)\b)[a-z!?/]/i;

const commonMark = await data<Example[]>('markdown/commonmark_spec.json');
const gfm = await data<Example[]>('markdown/gfm_spec.json');
const owasp = await data<{ block: string }[]>('xss/owasp_filter_evasion.json');
const markdownIt = await data<{ markdown: string; html: string }[]>('xss/markdown_it_xss.json');
const missing = Object.entries({ commonMark, gfm, owasp, markdownIt }).filter(([, found]) => !found);
if (missing.length > 0)
	console.info(`Not run, since DESKBELL_DATA names no folder with them: ${missing.map(([name]) => name).join(', ')}`);

describe('Markdown: published examples', () => {
	it('tells what is drawn as published from what is not', () => {
		const example = { markdown: '*a* `b`', section: '', extension: '' };
		const html = [
			'<p><em>a</em> <code>b</code></p>',
			'<p><em>a</em> b</p>',
			'<p><strong>a</strong> <code>b</code></p>',
		];
		const found = html.map((published) => faithful([{ ...example, html: published }], CUTS.whole));
		expect(found).to.deep.equal([1, 0, 0]);
	});

	if (commonMark)
		it('draws CommonMark as its examples say', () => {
			const examples = commonMark.filter(
				({ section, html }) => !['HTML blocks', 'Raw HTML'].includes(section) && !RAW_HTML.test(html),
			);
			expect(examples).to.have.length(581);
			for (const [title, size] of Object.entries(CUTS)) expect(faithful(examples, size), title).to.be.at.least(560);
		}).timeout(30_000);

	if (gfm)
		it('draws the extensions of GFM as its examples say', () => {
			const examples = gfm.filter(({ section, extension }) => extension || section.includes('(extension)'));
			// Two are out of reach on purpose: a link to an FTP host, and raw HTML.
			const outOfReach = 2;
			for (const [title, size] of Object.entries(CUTS))
				expect(faithful(examples, size), title).to.be.at.least(examples.length - outOfReach);
		}).timeout(30_000);

	if (owasp && markdownIt)
		it('draws nothing unsafe from collected attacks', () => {
			const own = owasp.map(({ block }) => block);
			for (const text of [...own, ...markdownIt.flatMap(({ markdown, html }) => [markdown, html])])
				expect(unsafeIn(draw(text, random)), text).to.deep.equal([]);
		});
});

function unsafeIn(container: HTMLElement): Element[] {
	const links = [...container.querySelectorAll('a')].filter(({ protocol }) => !/^(?:https?|mailto):$/.test(protocol));
	const rest = 'script, img, svg, iframe, style, object, embed, form, [style], [onload], [onerror]';
	return [...links, ...container.querySelectorAll(rest)];
}
