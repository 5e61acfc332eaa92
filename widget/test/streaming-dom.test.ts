// Tests of what a reader has in hand while an answer streams in: nodes, a selection, the focus. Only the tail changes.
import { expect } from '@open-wc/testing';
import { createMarkdownView, type MarkdownOptions, type MarkdownView } from '../src/markdown.ts';

const ANSWER = `# Uploading

Files of up to **5 GB** can be uploaded *in the browser*, larger ones with [the app](https://app.example/ "App") [1].

1. Open the folder

2. Press **Upload**, then choose:
   - a file, or
   - a folder \`~/Documents\`

3. Wait

| Plan | Limit |
|------|------:|
| Free | 50 MB |
| Pro  | 5 GB [2] |

\`\`\`sh
curl --upload-file big.zip https://api.example/files
\`\`\`

> Links with **bold** and _soft_ words stay as they are, see [the help](https://help.example/a).

- [x] tick *one*
- [ ] tick two

That is all 😀, ~~nothing~~ more.`;

interface Opened {
	readonly container: HTMLElement;
	readonly view: MarkdownView;
}

function open(options: MarkdownOptions = {}): Opened {
	const container = document.body.appendChild(document.createElement('div'));
	return { container, view: createMarkdownView(container, { copyLabel: 'Copy', ...options }) };
}

function stream(view: MarkdownView, text: string, size = 3): void {
	for (let at = 0; at < text.length; at += size) view.append(text.slice(at, at + size));
}

/** Nodes that were taken out while this ran. */
function removed(container: HTMLElement, act: () => void): Node[] {
	const observer = new MutationObserver(() => {});
	observer.observe(container, { childList: true, subtree: true });
	act();
	const gone = observer.takeRecords().flatMap(({ removedNodes }) => [...removedNodes]);
	observer.disconnect();
	return gone;
}

function selectIn(container: HTMLElement, words: string): void {
	const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const { data } = walker.currentNode as Text;
		const at = data.indexOf(words);
		if (at >= 0) getSelection()?.setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + words.length);
	}
	expect(String(getSelection())).to.equal(words);
}

describe('Streaming: the DOM', () => {
	afterEach(() => {
		for (const element of document.body.querySelectorAll('div')) element.remove();
	});

	it('changes nothing in a finished block, for the whole rest of the answer', () => {
		const { container, view } = open();
		const [head = '', ...rest] = ANSWER.split('\n\n| ');
		stream(view, `${head}\n\n`);
		const finished = [...container.children].slice(0, 2);
		const observer = new MutationObserver(() => {});
		for (const block of finished)
			observer.observe(block, { childList: true, characterData: true, attributes: true, subtree: true });
		stream(view, `| ${rest.join('\n\n| ')}`);
		view.end();
		expect(observer.takeRecords()).to.deep.equal([]);
		expect([...container.children].slice(0, 2)).to.deep.equal(finished);
	});

	for (const size of [1, 3, 11])
		it(`takes out hardly a node, in pieces of ${size}`, () => {
			const { container, view } = open({ citation: () => document.createElement('sup') });
			const gone = removed(container, () => {
				stream(view, ANSWER, size);
				view.end();
			});
			// The beginning of a link is a bracket, and a bullet's text may turn out to be a task.
			expect(gone.length, gone.map((node) => node.textContent).join(' | ')).to.be.below(5);
			expect(container.querySelectorAll('strong, em, del, a, code, li, td, th, input, sup')).to.have.length(28);
		});

	it('writes bold, soft and struck words, code and links where they will stand, before they are closed', () => {
		const pieces: [string, string][] = [
			['a **b', '<p>a <strong>b</strong></p>'],
			['c *d', '<p>a <strong>bc <em>d</em></strong></p>'],
			['***', '<p>a <strong>bc <em>d</em></strong></p>'],
			[' `e', '<p>a <strong>bc <em>d</em></strong> <code>e</code></p>'],
			['` ~~f', '<p>a <strong>bc <em>d</em></strong> <code>e</code> <del>f</del></p>'],
		];
		const { container, view } = open();
		const nodes: Node[] = [];
		for (const [piece, html] of pieces) {
			view.append(piece);
			expect(container.innerHTML).to.equal(html);
			expect(nodes.every((node) => container.contains(node))).to.equal(true);
			nodes.splice(0, nodes.length, ...container.querySelectorAll('strong, em, code, del'));
		}
	});

	it('shows the words of a link whose address is still being written, and leads nowhere yet', () => {
		const { container, view } = open();
		view.append('see [the help](https://he');
		const link = container.querySelector('a');
		expect(link?.outerHTML).to.equal('<a>the help</a>');
		view.append('lp.example/a "T');
		expect(container.innerHTML).to.equal('<p>see <a>the help</a></p>');
		view.append('itle")');
		expect(container.querySelector('a')).to.equal(link);
		expect([link?.href, link?.title]).to.deep.equal(['https://help.example/a', 'Title']);
	});

	it('takes a mark that never finds its partner as text, once that is clear', () => {
		const { container, view } = open();
		stream(view, '5 * 3, ~4 and snake_case *or `not\n\nEnd [a](b c');
		view.end();
		expect(container.textContent).to.equal('5 * 3, ~4 and snake_case *or `notEnd [a](b c');
		expect(container.querySelectorAll('em, code, del, a')).to.have.length(0);
	});

	it('holds the head of a table back until it is one', () => {
		const { container, view } = open();
		view.append('Plans:\n| Plan | Price |\n|---');
		expect(container.textContent).to.equal('Plans:');
		view.append('|---|\n| Pro');
		expect(container.querySelectorAll('th, td')).to.have.length(4);
		expect(removed(container, () => view.append(' | 5 € |\n'))).to.have.length(0);
	});
});

describe('Streaming: the reader', () => {
	afterEach(() => {
		getSelection()?.removeAllRanges();
		for (const element of document.body.querySelectorAll('div')) element.remove();
	});

	it('keeps a selection in an earlier paragraph and one in the block being written', () => {
		for (const [before, words] of [
			['One paragraph.\n\nAnd', 'paragraph'],
			['Some **bold words', 'bold'],
			['Some words and *soft', 'words'],
			['- item one\n- item', 'item one'],
			['| a | b |\n|---|---|\n| cell | ', 'cell'],
			['```\nlet code = 1;\n', 'code'],
			['> quoted `code', 'code'],
		] as const) {
			const { container, view } = open();
			view.append(before);
			selectIn(container, words);
			stream(view, ' on** with _more_ [text](https://x.example/) `and` *so* on\n\nNext\n\n- a\n');
			view.end();
			expect(String(getSelection()), before).to.equal(words);
			container.remove();
		}
	});

	it('keeps selection and focus in an item whose list turns out to be loose, and in a line that becomes a heading', () => {
		for (const [before, after] of [
			['1. some words [link](https://x.example/)\n', '\n2. second\n'],
			['some words [link](https://x.example/)', '\n---\n'],
		] as const) {
			const { container, view } = open();
			view.append(before);
			selectIn(container, 'words');
			const link = container.querySelector('a');
			link?.focus();
			selectIn(container, 'words');
			stream(view, after);
			view.end();
			expect(container.querySelector('p, h2')?.textContent).to.equal('some words link');
			expect(document.activeElement, before).to.equal(link);
			expect(String(getSelection()), before).to.equal('words');
			container.remove();
		}
	});

	it('keeps them within a shadow root as well', () => {
		const host = document.body.appendChild(document.createElement('div'));
		const root = host.attachShadow({ mode: 'open' });
		const container = root.appendChild(document.createElement('div'));
		const view = createMarkdownView(container);
		view.append('- some words [link](https://x.example/)\n');
		const text = container.querySelector('li')?.firstChild as Text;
		getSelection()?.setBaseAndExtent(text, 5, text, 10);
		const link = container.querySelector('a');
		link?.focus();
		stream(view, '\n- second\n');
		expect(text.parentElement?.tagName).to.equal('P');
		expect(root.activeElement).to.equal(link);
		expect(String((root as unknown as Document).getSelection())).to.equal('words');
	});

	it('keeps the focus on a link and on a copy button while their blocks are written', () => {
		const { container, view } = open();
		view.append('see [the help](https://help.example/) **and');
		const link = container.querySelector('a');
		link?.focus();
		stream(view, ' more** of it\n\n```js\nlet');
		expect(document.activeElement).to.equal(link);
		const button = container.querySelector('button');
		button?.focus();
		stream(view, ' a = 1;\n```\n\nend');
		view.end();
		expect(document.activeElement).to.equal(button);
	});
});
