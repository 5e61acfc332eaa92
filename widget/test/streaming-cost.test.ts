// What an answer costs while it streams in, counted in steps: four times as much text takes four times as many.
import { expect } from '@open-wc/testing';
import { createMarkdownView } from '../src/markdown.ts';

type Method = (this: unknown, ...values: unknown[]) => unknown;

/** What reads text costs a step for each character it may look at; what changes the DOM, and anything else, one. */
const READERS: readonly (readonly [object, string])[] = [
	...['exec', 'test', Symbol.replace, Symbol.match, Symbol.split, Symbol.search].map(
		(name) => [RegExp.prototype, name as string] as const,
	),
	...['split', 'trim', 'trimStart', 'trimEnd', 'indexOf', 'startsWith', 'endsWith', 'replaceAll', 'toLowerCase'].map(
		(name) => [String.prototype, name] as const,
	),
];
const OTHERS: readonly (readonly [object, string])[] = [
	...['slice', 'charAt', 'codePointAt', 'repeat'].map((name) => [String.prototype, name] as const),
	...['push', 'slice', 'map', 'flatMap', 'join', 'forEach', 'filter', 'splice'].map(
		(name) => [Array.prototype, name] as const,
	),
	...['createElement', 'createTextNode'].map((name) => [Document.prototype, name] as const),
	...['appendChild'].map((name) => [Node.prototype, name] as const),
	...['append', 'remove', 'replaceWith', 'before', 'setAttribute', 'removeAttribute'].map(
		(name) => [Element.prototype, name] as const,
	),
	...['appendData', 'replaceData', 'remove', 'replaceWith'].map((name) => [CharacterData.prototype, name] as const),
];

/** As many characters as a sticky pattern went on by, or as the text has that is searched. */
function lookedAt(self: unknown, [subject]: readonly unknown[], before: number): number {
	if (self instanceof RegExp) return self.sticky ? Math.max(0, self.lastIndex - before) : String(subject).length;
	return Array.isArray(self) ? self.length : String(self).length;
}

function steps(run: () => void): number {
	let count = 0;
	const restore = [...READERS, ...OTHERS].map(([owner, name], index) => {
		const real = Object.getOwnPropertyDescriptor(owner, name) as PropertyDescriptor;
		const isReader = index < READERS.length;
		const value: Method = function (...values) {
			const before = self(this);
			const result = (real.value as Method).apply(this, values);
			count += 1 + (isReader ? lookedAt(this, values, before) : 0);
			return result;
		};
		Object.defineProperty(owner, name, { ...real, value });
		return () => Object.defineProperty(owner, name, real);
	});
	try {
		run();
	} finally {
		for (const undo of restore) undo();
	}
	return count;
}

const self = (value: unknown): number => (value instanceof RegExp ? value.lastIndex : 0);

const PIECE = 400;

function streamed(text: string): { count: number; container: HTMLElement } {
	const container = document.createElement('div');
	const view = createMarkdownView(container, { copyLabel: 'Copy', citation: () => null });
	const pieces = Array.from({ length: Math.ceil(text.length / PIECE) }, (_, at) =>
		text.slice(at * PIECE, (at + 1) * PIECE),
	);
	const count = steps(() => {
		for (const piece of pieces) view.append(piece);
		view.end();
	});
	return { count, container };
}

/** Each makes a text of about this many characters. */
const TEXTS: Readonly<Record<string, (size: number) => string>> = {
	'an answer': (size) =>
		'Some **words** with a [link](https://a.example/), `code` and [1].\n\n- one\n- two\n\n'.repeat(size / 80),
	'one line': (size) => 'word '.repeat(size / 5),
	'one line without a gap': (size) => 'x'.repeat(size),
	'one line of code': (size) => `\`\`\`\n${'x'.repeat(size)}`,
	'code that is never closed': (size) => `\`\`\`js\n${'let a = 1;\n'.repeat(size / 11)}`,
	'code in quotes': (size) => `> \`\`\`\n${'> let a = 1;\n'.repeat(size / 13)}`,
	'a long list': (size) => '- item\n'.repeat(size / 7),
	'a long loose list': (size) => '- item\n\n'.repeat(size / 8),
	'a list in a list': (size) => '- item\n  - inner\n'.repeat(size / 17),
	'lazy lines': (size) => `> a\n${'b\n'.repeat(size / 2)}`,
	'a long table': (size) => `| a | b |\n|---|---|\n${'| c | d |\n'.repeat(size / 10)}`,
	'a wide table': (size) => `|${'a|'.repeat(200)}\n|${'-|'.repeat(200)}\n${'|\n'.repeat(size / 2)}`,
	'a wide row': (size) => `| a | b |\n|---|---|\n|${'c|'.repeat(size / 2)}`,
	'a long heading': (size) => `# ${'word '.repeat(size / 5)}`,
	'many headings': (size) => '# a\n'.repeat(size / 4),
	quotes: (size) => '>'.repeat(size),
	items: (size) => '- '.repeat(size / 2),
	stars: (size) => '*'.repeat(size),
	'stars that open': (size) => '*a **b '.repeat(size / 7),
	'marks that cross': (size) => '*a _b* c_ '.repeat(size / 10),
	backticks: (size) => '`'.repeat(size),
	'backticks that open': (size) => '`a '.repeat(size / 3),
	'runs of backticks': (size) => Array.from({ length: Math.sqrt(size * 2) }, (_, run) => '`'.repeat(run)).join(' '),
	tildes: (size) => '~~a '.repeat(size / 4),
	brackets: (size) => '['.repeat(size),
	'closed brackets': (size) => `${'['.repeat(size / 2)}x${']'.repeat(size / 2)}`,
	'open links': (size) => '[a]('.repeat(size / 4),
	'open titles': (size) => '[a](b "'.repeat(size / 7),
	images: (size) => '!['.repeat(size / 2),
	'tags that are open': (size) => '<a '.repeat(size / 3),
	comments: (size) => '<!--'.repeat(size / 4),
	backslashes: (size) => '\\'.repeat(size),
	entities: (size) => '&amp;&x'.repeat(size / 7),
	addresses: (size) => 'www.a.b '.repeat(size / 8),
	'an address without an end': (size) => `http://${'a.'.repeat(size / 2)}`,
	'addresses of mail': (size) => 'a@'.repeat(size / 2),
	citations: (size) => '[1]'.repeat(size / 3),
	definitions: (size) => '[a]: /b\n'.repeat(size / 8),
	'a long definition': (size) => `[a]: /${'b'.repeat(size)}`,
	'a long title': (size) => `[a]: /b "${'c '.repeat(size / 2)}`,
	'definitions after their labels': (size) =>
		Array.from({ length: size / 20 }, (_, at) => `[${at}]\n\n[${at}]: /x\n\n`).join(''),
	'labels without definitions': (size) => '[a][b]\n\n'.repeat(size / 8),
	'blank lines': (size) => '\n'.repeat(size),
	blanks: (size) => `a${' '.repeat(size)}b`,
	tabs: (size) => '\t'.repeat(size),
};

/** Beyond what the view looks at again while a line, a paragraph or a definition is not finished. */
const SIZE = 10_000;

describe('Streaming: the cost', () => {
	for (const [title, text] of Object.entries(TEXTS))
		it(`of ${title} grows with its length`, () => {
			const once = streamed(text(SIZE)).count;
			const { count, container } = streamed(text(4 * SIZE));
			expect(count / once).to.be.below(4.4);
			// And what it is shown in, with it: no more than some ten nodes for each character.
			expect(container.querySelectorAll('*').length).to.be.below(10 * 4 * SIZE);
			let depth = 0;
			for (let node: Element | null = container; node; node = node.lastElementChild) depth += 1;
			expect(depth).to.be.below(40);
		});

	it('is counted: what reads everything again each time is found out', () => {
		const again = (size: number) =>
			steps(() => {
				for (let text = ''; text.length < size; text += 'word '.repeat(8)) /nothing/.test(text);
			});
		expect(again(4 * SIZE) / again(SIZE)).to.be.above(12);
	});
});
