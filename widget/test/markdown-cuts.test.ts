// Property tests of the streaming Markdown view: the same text gives the same DOM, whatever way it is cut.
import { expect } from '@open-wc/testing';
import fc from 'fast-check';
import { createMarkdownView } from '../src/markdown.ts';

const MARKS = [
	...[
		'a',
		'word ',
		' ',
		'  ',
		'\n',
		'\n',
		'\n\n',
		'- ',
		'* ',
		'1. ',
		'2) ',
		'> ',
		'# ',
		'```',
		'~~~',
		'`',
		'*',
		'**',
		'_',
	],
	...[
		'[a]',
		'[a]: /u',
		'[b]: /v "t"\n',
		'[',
		'](',
		'(x)',
		'|',
		'| a | b |\n|---|---|\n',
		'---',
		'===',
		'\t',
		'    ',
		'~',
	],
	...[
		'<b>',
		'<!--',
		'<div>\n',
		'&amp;',
		'&#65;',
		'\\',
		'!',
		'http://x.y ',
		'www.a.b',
		'\r\n',
		'\r',
		'[3]',
		'- [ ] ',
		'\0',
	],
	...['- [x] t\n', '  - ', '   ', '😀', '+ ', '```js\n', '***\n', 'a@b.cc'],
];
const LONG = [
	'lorem ipsum dolor ',
	'word ',
	'*open ',
	'a_b ',
	'[3] ',
	'`c` ',
	'**b** ',
	`${'x'.repeat(40)} `,
	'\n',
	'| a ',
];

const marks = fc.array(fc.constantFrom(...MARKS), { maxLength: 60 }).map((parts) => parts.join(''));
/** Long enough for paragraphs to be parted. */
const long = fc.array(fc.constantFrom(...LONG), { minLength: 200, maxLength: 900 }).map((parts) => parts.join(''));
/** Lists, quotes, tables and code in each other, long texts in them, and definitions that come late. */
const NESTED = [
	...[
		'- ',
		'  ',
		'    ',
		'1. ',
		'> ',
		'\n',
		'\n',
		'\n\n',
		'word ',
		'- a\n',
		'  - b\n',
		'    c\n',
		'- [x] ',
		'# ',
		'\t',
	],
	...['lorem ipsum *dolor* sit [a] amet [3] and '.repeat(12), 'x'.repeat(300), '`', '**', '===\n', '---\n', '<div>\n'],
	...['[a]: /u\n', '[b]: /v\n', '[a]', '[b][a] ', '```\n', '| a | b |\n', '|---|---|\n'],
];
const nested = fc.array(fc.constantFrom(...NESTED), { maxLength: 70 }).map((parts) => parts.join(''));
const steps = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });

function open() {
	const container = document.createElement('div');
	const citation = (number: number) => (number < 5 ? document.createElement('sup') : null);
	return { container, view: createMarkdownView(container, { citation, copyLabel: 'Copy' }) };
}

/** Nodes one by one: the markup would hide where a text is parted. */
function nodes(node: Node): unknown[] {
	const attributes =
		node instanceof Element ? [...node.attributes].map(({ name, value }) => `${name}=${value}`).sort() : [];
	return [node.nodeName, node.nodeValue, attributes, ...[...node.childNodes].map(nodes)];
}

function drawn(text: string, sizes: readonly number[]): unknown[] {
	const { container, view } = open();
	for (let at = 0, step = 0; at < text.length; step += 1) {
		const size = sizes[step % sizes.length] ?? 1;
		view.append(text.slice(at, at + size));
		at += size;
	}
	view.end();
	return nodes(container);
}

const whole = (text: string): unknown[] => drawn(text, [Math.max(1, text.length)]);

/** What stands there while more is to come. */
function unfinished(text: string): unknown[] {
	const { container, view } = open();
	view.append(text);
	return nodes(container);
}

/** What answers consist of, and what tears at it: each is cut at every place. */
const SAMPLES: Readonly<Record<string, string>> = {
	'a table': 'Plans:\n\n| Plan | *Price* |\n|:-----|------:|\n| Pro \\| Team | 5 € |\n| `a|b` |\n\nMore [1].',
	'a table after a line of text': 'x\n| a |\n|---|\n| b |\nno bar\n> c',
	tasks: '- [x] done *now*\n- [ ] open\n\n  - [X] nested\n\n1. [ ] one',
	'nested lists': '1. a\n   - b\n     - c\n\n       d\n   - e\n2. f\n\n3. g\n- h',
	'marks of footnotes': 'A claim[^1] and [2] and [^note].\n\n[^1]: its *source*\n[^note]: /x "t"\n\nEnd [1][2]',
	'code in a list': '- a:\n  ```js\n  let b = `c`;\n\n  // d\n  ```\n  e\n- ~~~\n  open\n\nf',
	'links by reference': '[a] and [b][a] and ![c][A]\n\n- [d][ b ]\n\n[a]: <https://a.example/> "t"\n[B]: /b\n  (u)\n',
	'definitions that are none': '[a]: \n\n[b]: /c "open\n[d]: x y\n\n[a] [b] [d]',
	'characters of two halves': '😀**👩‍👩‍👧 bold😀** 🏳️‍🌈_𝒶_ `😀` | 😀 |\n- 😀\n\n| 😀 |\n|---|\n| 𝒶 |',
	'line breaks of two halves': '# a\r\nb  \r\nc\\\r\n\r\r\n```\r\nd\r\n```\r',
	'marks in marks': '***a** b* **c *d** e* ~~f ~g~~ h~ `` ` `` **`i**` [**j](/k)** <b>**l</b>**',
	'quotes in lists in quotes': '> - > a\n> - b\nlazy\n>\n>   c\n>> d\n\n> ```\n> e\nf',
	'raw HTML': 'a <b onclick="x">c</b> <!-- d\n\n<div>\n*e*\n\n<script>\nf\n</script>',
	'bare addresses': 'see www.a.example/b_c_d. (https://a.example/(e)) f@g.example, <https://h.example> http://',
	'hostile nesting': `${'> - '.repeat(12)}a\n${'*'.repeat(30)}b${'*'.repeat(29)}\n${'['.repeat(20)}c${'](d)'.repeat(20)}`,
	'what hides': 'a\u202eb\u2066c\u0007 [d\u202ee](/f) &#x202e;g &#7;h \0',
};

/** A high half in the one piece, its low half in the next. */
const halved = fc
	.array(fc.constantFrom('😀', '𝒶', '**', '`', '[', '](/x)', '\n', '- ', '| ', 'a ', '_'), { maxLength: 40 })
	.map((parts) => parts.join(''));

describe('Markdown: any cut gives the same DOM', () => {
	it('for texts full of marks, at random and character by character', () => {
		fc.assert(
			fc.property(marks, steps, (text, sizes) => {
				const expected = whole(text);
				expect(drawn(text, sizes)).to.deep.equal(expected);
				expect(drawn(text, [1])).to.deep.equal(expected);
			}),
			{ numRuns: 300 },
		);
	});

	it('for long paragraphs', () => {
		fc.assert(
			fc.property(long, steps, (text, sizes) => {
				expect(
					drawn(
						text,
						sizes.map((size) => size * 9),
					),
				).to.deep.equal(whole(text));
			}),
			{ numRuns: 25 },
		);
	});

	it('for blocks inside blocks', () => {
		fc.assert(
			fc.property(nested, steps, (text, sizes) => {
				const expected = whole(text);
				expect(drawn(text, sizes)).to.deep.equal(expected);
				expect(drawn(text, [97])).to.deep.equal(expected);
			}),
			{ numRuns: 150 },
		);
	});

	for (const [title, text] of Object.entries(SAMPLES))
		it(`for ${title}, at every place and in every size`, () => {
			const expected = whole(text);
			for (let cut = 1; cut < text.length; cut += 1) {
				expect(drawn(text, [cut, text.length]), `cut at ${cut}`).to.deep.equal(expected);
				expect(drawn(text, [cut]), `pieces of ${cut}`).to.deep.equal(expected);
			}
		});

	it('for characters cut into their halves', () => {
		fc.assert(
			fc.property(halved, fc.integer({ min: 1, max: 3 }), (text, size) => {
				expect(drawn(text, [size])).to.deep.equal(whole(text));
			}),
			{ numRuns: 150 },
		);
	});

	it('also while more is to come, whatever there is already', () => {
		fc.assert(
			fc.property(fc.oneof(marks, nested, halved), steps, (text, sizes) => {
				const { container, view } = open();
				for (let at = 0, step = 0; at < text.length; step += 1) {
					const end = at + (sizes[step % sizes.length] ?? 1);
					view.append(text.slice(at, end));
					expect(nodes(container), text.slice(0, end)).to.deep.equal(unfinished(text.slice(0, end)));
					at = end;
				}
			}),
			{ numRuns: 60 },
		);
	});

	it('for a text that replaces another one', () => {
		fc.assert(
			fc.property(marks, marks, fc.nat(), fc.boolean(), (text, other, cut, ended) => {
				const { container, view } = open();
				const shared = text.slice(0, cut % (text.length + 1));
				for (const character of shared) view.append(character);
				view.append(`\n\n${other}`);
				if (ended) view.end();
				view.set(text);
				view.end();
				expect(nodes(container)).to.deep.equal(whole(text));
			}),
			{ numRuns: 200 },
		);
	});
});
