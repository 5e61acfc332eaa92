// From files to articles: titles, addresses, passages, and files that are none.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { articleLimit, parseArticle } from '../../src/answer/knowledge/article.ts';
import { ArticleFault } from '../../src/answer/knowledge/article-fault.ts';
import { passageLimit } from '../../src/answer/knowledge/passages.ts';
import { assertLinear } from '../growth.ts';

const parse = (text: string, path = 'guides/Upload Limits.md', baseUrl?: string) =>
	parseArticle({ path, text, baseUrl });
const textsOf = (text: string, path?: string) => parse(text, path).passages.map((passage) => passage.text);

function faultOf(text: string, path?: string): ArticleFault {
	try {
		parse(text, path);
	} catch (cause) {
		assert.ok(cause instanceof ArticleFault, String(cause));
		return cause;
	}
	return assert.fail('it was taken for an article');
}

describe('what an article is called', () => {
	it('stands in its front matter', () => {
		const article = parse(
			'---\ntitle: Limits\nurl: https://help.example/limits\nlocale: de_ch\nslug: Größe & Menge\n---\nText.',
		);
		assert.deepEqual(
			[article.title, article.url, article.locale, article.slug, article.body],
			['Limits', 'https://help.example/limits', 'de-CH', 'große-menge', 'Text.'],
		);
	});

	it('else is its first heading, else the name of its file', () => {
		assert.equal(parse('Intro.\n\n# The *big* `limit`\n\nText.').title, 'The big limit');
		assert.equal(parse('Just text.').title, 'Upload Limits');
		assert.equal(parse('Just text.').slug, 'guides/upload-limits');
	});

	it('has an address under the base, and none that could run', () => {
		assert.equal(parse('Text.', 'a/b.md', 'https://help.example/docs/').url, 'https://help.example/docs/a/b');
		assert.equal(parse('---\nurl: /help/x\n---\nText.').url, '/help/x');
		assert.equal(
			parse('---\nurl: /help/x\n---\nText.', 'a.md', 'https://help.example').url,
			'https://help.example/help/x',
		);
		for (const url of [
			'javascript:alert(1)',
			'//evil.example',
			'"/\\\\evil.example"',
			'data:text/html,x',
			'https://u:p@x.example',
		]) {
			assert.equal(parse(`---\nurl: ${url}\n---\nText.`).url, null, url);
		}
	});

	it('is short enough for a store, and different for different files', () => {
		const long = `${'x'.repeat(400)}`;
		const slugs = [parse('Text.', `${long}1.md`).slug, parse('Text.', `${long}2.md`).slug];
		assert.ok(slugs.every((slug) => slug.length <= 180));
		assert.notEqual(slugs[0], slugs[1]);
		assert.ok(parse(`# ${long}\n\nText.`).title.length <= 200);
	});
});

describe('front matter of any shape', () => {
	it('is read by keys of its own, as words', () => {
		const article = parse('---\ntitle: 2026\nlocale: [en]\nurl: {a: b}\nslug: null\n---\nText.');
		assert.deepEqual(
			[article.title, article.locale, article.url, article.slug],
			['2026', null, null, 'guides/upload-limits'],
		);
		assert.equal(parse('---\n__proto__: {title: Stolen}\n---\nText.').title, 'Upload Limits');
	});

	it('is Markdown where it is no mapping', () => {
		assert.deepEqual(textsOf('---\nJust a line\n---\nText.').at(-1), 'Text.');
		assert.deepEqual(textsOf('---\n- a\n- b\n---\n\nText.').at(-1), '- a\n- b\n\nText.');
		assert.equal(parse('---\n---\nText.').body, 'Text.');
	});

	it('that is broken, or a bomb, is a fault that names file and line', () => {
		const fault = faultOf('---\nlocale: en\ntitle: a: b: c\n---\nText.');
		assert.equal(fault.code, 'front_matter_broken');
		assert.match(fault.message, /^guides\/Upload Limits\.md: .*\(line 3\).*quotes/);
		const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'.replace(/./g, (key, at) => `${key}: &${key} [${`*${'abcdefgh'[at]},`.repeat(9)}]\n`)}`;
		assert.equal(faultOf(`---\n${bomb}---\nText.`).code, 'front_matter_broken');
		assert.equal(faultOf(`---\nx: ${'['.repeat(10_000)}\n---\nText.`).code, 'front_matter_broken');
		assert.equal(faultOf(`---\nx: ${'y'.repeat(20_000)}\n---\nText.`).code, 'front_matter_broken');
	});
});

describe('passages', () => {
	it('carry the headings above them and the anchor of the nearest', () => {
		const { passages } = parse(
			'# Limits\n\nIntro.\n\n## By plan\n\nOne.\n\n### Studio & more!\n\nTwo.\n\n## By plan\n\nThree.\n\n## Own {#my-own}\n\nFour.',
		);
		assert.deepEqual(passages, [
			{ headings: [], anchor: 'limits', text: 'Intro.' },
			{ headings: ['By plan'], anchor: 'by-plan', text: 'One.' },
			{ headings: ['By plan', 'Studio & more!'], anchor: 'studio--more', text: 'Two.' },
			{ headings: ['By plan'], anchor: 'by-plan-1', text: 'Three.' },
			{ headings: ['Own'], anchor: 'my-own', text: 'Four.' },
		]);
	});

	it('are cut at blocks, items, rows, lines and sentences, and lose nothing', () => {
		const sentence = 'This sentence is about as long as a sentence usually is. ';
		const long = {
			paragraphs: `${sentence.repeat(8)}\n\n`.repeat(6),
			'one paragraph': sentence.repeat(60),
			list: Array.from({ length: 60 }, (_, at) => `${at + 1}. Step number ${at + 1}: ${sentence}`).join('\n'),
			code: `\`\`\`sh\n${'echo "a line of code"\n'.repeat(150)}\`\`\``,
			table: `| Name | What |\n|---|---|\n${`| cell | ${sentence}|\n`.repeat(60)}`,
			'one word': 'x'.repeat(5000),
			quote: `> ${sentence.repeat(40)}`,
		};
		for (const [name, text] of Object.entries(long)) {
			const passages = textsOf(text);
			assert.ok(passages.length > 1, name);
			assert.ok(
				passages.every((passage) => passage.length > 0 && passage.length <= passageLimit),
				name,
			);
			const words = (from: string) => from.match(/[\p{L}\p{N}]{2,}/gu)?.length;
			if (name === 'paragraphs' || name === 'one paragraph' || name === 'list') {
				assert.equal(words(passages.join(' ')), words(text), name);
			}
		}
		assert.ok(textsOf(long.code).every((passage) => passage.startsWith('```sh\n') && passage.endsWith('\n```')));
		assert.ok(textsOf(long.table).every((passage) => passage.startsWith('| Name | What |\n|---|---|\n')));
	});

	it('can be quoted anywhere: no HTML, no pictures, no links that lead nowhere', () => {
		const [text] = textsOf(
			'Press <kbd>Save</kbd>, see ![a picture](x.png) [the guide](guide.md), [the site](https://x.example/a) or [run](javascript:alert(1)) and `<b>code</b>`.',
		);
		assert.equal(text, 'Press Save, see  the guide, [the site](https://x.example/a) or run and `<b>code</b>`.');
		assert.deepEqual(textsOf('See [the docs][d].\n\n[d]: https://x.example/d'), [
			'See [the docs](https://x.example/d).',
		]);
	});

	it('hold what HTML blocks say, and the Markdown that is mixed with them', () => {
		const texts = textsOf(
			'<details>\n<summary>More</summary>\nSome **bold** words\n</details>\n\n<div>\n\n- item\n\n</div>',
		);
		assert.equal(texts.join('\n'), 'More\nSome **bold** words\n\n- item');
	});
});

describe('what no reader sees', () => {
	it('is gone: invisible characters, controls, byte order mark, NUL', () => {
		const hidden = [...'obey'].map((letter) => String.fromCodePoint(0xe0000 + (letter.codePointAt(0) ?? 0))).join('');
		const article = parse(
			`\uFEFF# Ti\u200Btle${hidden}\r\n\r\nTe\u0000xt \u202Eevil\u202C w\u00ADord\u2066s\u2069 ${hidden}and\uD800 more.`,
		);
		assert.equal(article.title, 'Title');
		assert.deepEqual(
			article.passages.map((passage) => passage.text),
			['Text evil words and more.'],
		);
		assert.equal(article.body, '# Title\n\nText evil words and more.');
	});

	it('is gone: comments, scripts and hidden elements, but not code that shows them', () => {
		const texts = textsOf(
			'One. <!-- obey -->\n\n<script>obey()</script>\n\n<span style="color:red; display: none">obey</span>\n\n<p hidden>obey</p>\n\nTwo.\n\n```html\n<!-- shown -->\n<script>shown</script>\n```\n\nThree <!-- obey',
		).join('\n');
		assert.doesNotMatch(texts, /obey/);
		assert.match(texts, /<!-- shown -->\n<script>shown/);
		assert.match(texts, /One\.[\s\S]*Two\.[\s\S]*Three/);
	});
});

describe('web pages', () => {
	const page = `<!doctype html><html lang="de"><head><title>Limits &amp; more | Acme</title><style>p{}</style></head><body>
		<header>Logo</header><nav><a href="/">Home</a></nav><main><h1>Upload limits</h1><p>Files up to <b>50 MB</b>.</p>
		<p style="font-size:0">obey</p><p aria-hidden="true">obey</p><h2>Plans</h2><ul><li>Starter</li><li>Studio</li></ul>
		<form><input value="obey"><button>obey</button></form><script>obey()</script><iframe src="https://x.example">obey</iframe></main>
		<footer>Imprint</footer></body></html>`;

	it('become Markdown without their furniture', () => {
		const article = parse(page, 'limits.html');
		assert.deepEqual([article.title, article.locale, article.slug], ['Upload limits', 'de', 'limits']);
		assert.deepEqual(article.passages, [
			{ headings: [], anchor: 'upload-limits', text: 'Files up to **50 MB**.' },
			{ headings: ['Plans'], anchor: 'plans', text: '-   Starter\n-   Studio' },
		]);
	});

	it('are called by their title where they have no heading', () => {
		assert.equal(parse('<title>A &amp; B</title><p>Text</p>', 'x.htm').title, 'A & B');
	});
});

describe('files that are no articles', () => {
	const none: [string, string, string | undefined, string][] = [
		['empty', '', undefined, 'empty'],
		['headings alone', '# Title\n\n## Part', undefined, 'empty'],
		['front matter alone', '---\ntitle: x\n---\n', undefined, 'empty'],
		['a picture', `\x89PNG${'\0'.repeat(100)}`, undefined, 'not_text'],
		['too large', 'word '.repeat(articleLimit / 4), undefined, 'too_large'],
		['of another kind', 'text', 'notes.docx', 'unknown_kind'],
	];
	for (const [name, text, path, code] of none) {
		it(name, () => {
			const fault = faultOf(text, path);
			assert.equal(fault.code, code);
			assert.ok(fault.message.startsWith(`${path ?? 'guides/Upload Limits.md'}: `));
		});
	}

	describe('hostile ones end in time that grows with their length: as articles, or as faults', () => {
		const hostile: Record<string, [string, number]> = {
			'deep.html': ['<div>', 2000],
			'deep.md': ['> ', 20_000],
			'lists.md': ['- ', 20_000],
			'open.md': ['<a ', 4000],
			'styles.md': ['<a style=', 2000],
			'comments.md': ['<!--', 4000],
			'fences.md': ['```\n', 2000],
			'brackets.md': ['[', 2000],
			'fronts.md': ['---\n', 4000],
			'links.md': ['[a](b', 2000],
			'scripts.md': ['<script type="ld+json">', 1000],
			'questions.html': ['<script type="application/ld+json">{"name":"', 1000],
			'metas.html': ['<meta name=description ', 1000],
			'boxes.md': [':::tip [', 2000],
			'modules.md': ["import a from 'b", 2000],
			'tags.md': ['{% ', 4000],
		};
		for (const [path, [piece, times]] of Object.entries(hostile)) {
			it(path, () => assertLinear((length) => tried(piece.repeat(length), path), times));
		}

		it('stars.md', () => assertLinear((length) => tried('*a_'.repeat(length), 'stars.md'), 1000));
	});

	function tried(text: string, path: string): void {
		try {
			parse(text, path);
		} catch (cause) {
			assert.ok(cause instanceof ArticleFault, `${path}: ${cause}`);
		}
	}
});
