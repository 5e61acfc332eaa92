// Tests of the streaming Markdown view: what it draws, and what it leaves alone while an answer streams in.
import { expect } from '@open-wc/testing';
import { createMarkdownView, type MarkdownOptions } from '../src/markdown.ts';

function open(options?: MarkdownOptions) {
	const container = document.createElement('div');
	return { container, view: createMarkdownView(container, options) };
}

function draw(text: string, options?: MarkdownOptions): HTMLElement {
	const { container, view } = open(options);
	view.append(text);
	view.end();
	return container;
}

/** The markup without the attributes that every link, table and code block gets. */
function markup(container: HTMLElement): string {
	return container.innerHTML
		.replace(/ (?:rel|target|tabindex|aria-label)="[^"]*"/g, '')
		.replace(/ class="(?:foreign|table)"/g, '');
}

const EXAMPLES: readonly (readonly [title: string, text: string, html: string])[] = [
	['marks', 'a *b* **c** ~~d~~ `e`', '<p>a <em>b</em> <strong>c</strong> <del>d</del> <code>e</code></p>'],
	['headings', '# One\nTwo\n---\nthree', '<h1>One</h1><h2>Two</h2><p>three</p>'],
	['hard and soft breaks', 'a  \nb\nc', '<p>a<br>b\nc</p>'],
	['a tight list', '- a\n- b\n  1. c', '<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>'],
	['a loose list', '- a\n- b\n\n- c', '<ul><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li></ul>'],
	['a list that starts at 3', '3) a\n4) b\n- c', '<ol start="3"><li>a</li><li>b</li></ol><ul><li>c</li></ul>'],
	['a list that ends at a paragraph', '- a\n\nb\n- c', '<ul><li>a</li></ul><p>b</p><ul><li>c</li></ul>'],
	[
		'tasks',
		'- [x] a\n- [ ] b',
		'<ul><li><input type="checkbox" disabled="" checked=""> a</li><li><input type="checkbox" disabled=""> b</li></ul>',
	],
	['a quote with a lazy line', '> a\nb\n\nc', '<blockquote><p>a\nb</p></blockquote><p>c</p>'],
	['fenced code', '```js x\na\n\n<b>\n```\nc', '<pre><code class="language-js">a\n\n&lt;b&gt;\n</code></pre><p>c</p>'],
	['an open fence', '~~~\na', '<pre><code>a\n</code></pre>'],
	['indented code', '    a\n\n      b\n\nc', '<pre><code>a\n\n  b\n</code></pre><p>c</p>'],
	[
		'a table after text',
		'x\n| a | b |\n|---|:-:|\n| c |\n\ny',
		'<p>x</p><div><table><thead><tr><th>a</th><th align="center">b</th></tr></thead>' +
			'<tbody><tr><td>c</td><td align="center"></td></tr></tbody></table></div><p>y</p>',
	],
	['a rule', 'a\n\n***', '<p>a</p><hr>'],
	['references and escapes', '&auml; &#x42; &amp;lt; \\*a\\* &unheardof;', '<p>ä B &amp;lt; *a* &amp;unheardof;</p>'],
	['raw HTML as text', 'a <b>c</b>\n\n<div>\n*d*', '<p>a &lt;b&gt;c&lt;/b&gt;</p><p>&lt;div&gt;\n*d*</p>'],
	['an open comment', '<!-- a\n\n**b**', '<p>&lt;!-- a</p><p><strong>b</strong></p>'],
	['a definition further down', '# [a]\n\n- [b][A]\n\n[a]: https://x.example/ "t"', ''],
];

describe('Markdown: blocks and marks', () => {
	for (const [title, text, html] of EXAMPLES.filter(([, , html]) => html !== '')) {
		it(title, () => expect(markup(draw(text))).to.equal(html));
	}

	it('links a label to a definition that comes later', () => {
		const { container, view } = open();
		view.append('# [a]\n\n- [b][A]\n\ntext\n\n');
		expect(container.querySelector('a')).to.equal(null);
		view.append('[a]: https://x.example/ "t"\n\n[a]: https://other.example/\n');
		view.end();
		const links = [...container.querySelectorAll('a')];
		expect(links.map((link) => [link.textContent, link.href, link.title])).to.deep.equal([
			['a', 'https://x.example/', 't'],
			['b', 'https://x.example/', 't'],
		]);
	});

	it('names a task box after its text', () => {
		expect(draw('- [x] pay *now*').querySelector('input')?.getAttribute('aria-label')).to.equal('pay now');
	});

	it('shows what is too long to be an answer as it is', () => {
		const container = draw(`${'word '.repeat(110_000)}\n\n# not read any more`);
		expect(container.lastElementChild?.tagName).to.equal('PRE');
		expect(container.lastElementChild?.textContent).to.contain('# not read any more');
		expect(container.textContent?.match(/word/g)?.length).to.equal(110_000);
	});
});

describe('Markdown: while it streams', () => {
	it('never touches finished blocks', () => {
		const { container, view } = open();
		view.append('# Title\n\nfirst\n\n- one\n- two\n\n| a |\n|---|\n| b |\n');
		const before = [...container.querySelectorAll('h1, p, li:first-child, tr')];
		const changes = new MutationObserver(() => {});
		for (const node of before)
			changes.observe(node, { childList: true, characterData: true, attributes: true, subtree: true });
		for (const piece of ['| c', ' |\n', '\nlast ', '*para', 'graph*\n\n```\nx', '\ny\n```\n']) view.append(piece);
		view.end();
		expect(changes.takeRecords()).to.deep.equal([]);
		expect(before.every((node) => container.contains(node))).to.equal(true);
		changes.disconnect();
	});

	it('extends the text node of an unfinished paragraph, so that a selection stays', () => {
		const { container, view } = open();
		view.append('The quick brown');
		const text = container.firstChild?.firstChild as Text;
		document.body.append(container);
		getSelection()?.setBaseAndExtent(text, 4, text, 9);
		view.append(' fox **jum');
		view.append('ps** over');
		expect(container.firstChild?.firstChild).to.equal(text);
		expect(String(getSelection())).to.equal('quick');
		container.remove();
	});

	it('appends to one text node while a code block is open', () => {
		const { container, view } = open({ copyLabel: 'Copy' });
		view.append('```js\nlet a');
		const text = container.querySelector('code')?.firstChild as Text;
		for (const piece of [' = 1;\nl', 'et b;', '\n``', '`\n', 'after']) view.append(piece);
		view.end();
		expect(container.querySelector('code')?.childNodes).to.have.length(1);
		expect(container.querySelector('code')?.firstChild).to.equal(text);
		expect(text.data).to.equal('let a = 1;\nlet b;\n');
	});

	it('holds back marks that may still become anything', () => {
		const { container, view } = open();
		view.append('Steps:\n-');
		expect(markup(container)).to.equal('<p>Steps:</p>');
		view.append(' a');
		expect(markup(container)).to.equal('<p>Steps:</p><ul><li>a</li></ul>');
	});

	it('turns a long paragraph into a heading without drawing it again', () => {
		const { container, view } = open();
		view.append('some words '.repeat(400));
		const text = container.firstChild?.firstChild;
		view.append('\n===\n');
		view.end();
		expect(container.firstChild?.nodeName).to.equal('H1');
		expect(container.firstChild?.firstChild).to.equal(text);
	});
});

describe('Markdown: set and end', () => {
	it('keeps the blocks that another text shares', () => {
		const { container, view } = open();
		view.append('# Same\n\nalso the same\n\n');
		view.append('but *not* this');
		const kept = [...container.children].slice(0, 2);
		view.set('# Same\n\nalso the same\n\n- other');
		view.end();
		expect([...container.children].slice(0, 2)).to.deep.equal(kept);
		expect(markup(container)).to.equal('<h1>Same</h1><p>also the same</p><ul><li>other</li></ul>');
	});

	it('only adds when the text goes on', () => {
		const { container, view } = open();
		view.append('one *tw');
		const paragraph = container.firstChild;
		view.set('one *two* three');
		expect(container.firstChild).to.equal(paragraph);
		expect(markup(container)).to.equal('<p>one <em>two</em> three</p>');
	});

	it('forgets a definition that the new text does not have', () => {
		const { container, view } = open();
		view.append('[a]\n\n');
		view.append('[a]: https://x.example/\n\n');
		expect(container.querySelectorAll('a')).to.have.length(1);
		view.set('[a]\n\nno more');
		expect(markup(container)).to.equal('<p>[a]</p><p>no more</p>');
	});

	it('goes on after its end, and shows an empty text as nothing', () => {
		const { container, view } = open();
		view.append('a');
		view.end();
		view.append('b');
		view.end();
		expect(markup(container)).to.equal('<p>ab</p>');
		view.set('');
		expect(container.childNodes).to.have.length(0);
	});
});

describe('Markdown: citations', () => {
	const chip = (number: number) => Object.assign(document.createElement('sup'), { textContent: `${number}` });

	it('asks for numbers in text, not in code and not in links', () => {
		const asked: number[] = [];
		const citation = (number: number) => {
			asked.push(number);
			return chip(number);
		};
		const container = draw('a[1][2] **b [3]** `[4]` [5](https://x.example/) \\[6] [x [7]](/y)\n\n    [8]', {
			citation,
		});
		expect(asked).to.deep.equal([1, 2, 3]);
		expect(container.querySelectorAll('sup')).to.have.length(3);
	});

	it('keeps the text of an unknown number, and asks again at the end', () => {
		const known = new Set<number>();
		const { container, view } = open({ citation: (number) => (known.has(number) ? chip(number) : null) });
		view.append('a [1] b [2]\n\nc');
		expect(container.textContent).to.equal('a [1] b [2]c');
		known.add(1);
		view.end();
		expect(markup(container)).to.equal('<p>a <sup>1</sup> b [2]</p><p>c</p>');
	});

	it('makes each chip once', () => {
		let made = 0;
		const citation = (number: number) => {
			made += 1;
			return chip(number);
		};
		const { view } = open({ citation });
		for (const character of 'see [1] and so on, **until** [2] ends') view.append(character);
		view.end();
		expect(made).to.equal(2);
	});
});

describe('Markdown: copy button', () => {
	it('stands on a block of code, named, and does not send a form', () => {
		const container = draw('```\na < b\n```', { copyLabel: 'Copy' });
		expect(container.querySelector('.code > button.copy[type=button]')?.textContent).to.equal('Copy');
	});

	it('is not there without a label', () => {
		expect(draw('```\na\n```').querySelector('button')).to.equal(null);
	});
});
