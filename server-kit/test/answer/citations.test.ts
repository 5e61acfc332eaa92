// Citations: numbers that were handed out become sources, others vanish, code and links stay, however the text was cut.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createCitations } from '../../src/answer/citations.ts';
import type { NumberedPassage } from '../../src/core/model.ts';
import { anyCuts, cutAt, everyCut, textOf } from '../cuts.ts';
import { assertLinear } from '../growth.ts';

function passage(number: number): NumberedPassage {
	const url = number === 2 ? null : `https://help.example.com/${number}`;
	return {
		number,
		articleId: 10 + number,
		title: `T${number}`,
		headings: [`H${number}`],
		text: 'Text',
		url,
		score: 1,
		coverage: 1,
	};
}

const HANDED_OUT = [1, 2, 3].map(passage);

function cited(pieces: readonly string[]): { text: string; numbers: number[]; titles: string[] } {
	const citations = createCitations(HANDED_OUT);
	const all = [...pieces.map((piece) => citations.push(piece)), citations.end()];
	const fresh = all.flatMap((one) => one.fresh);
	return {
		text: all.map((one) => one.text).join(''),
		numbers: fresh.map((one) => one.number),
		titles: fresh.map((one) => one.title),
	};
}

describe('markers', () => {
	const table: [said: string, shown: string, titles: string[]][] = [
		['Five GB [1].', 'Five GB [1].', ['T1']],
		['Five GB [3]. More [1].', 'Five GB [1]. More [2].', ['T3', 'T1']],
		['Twice [2] and [2].', 'Twice [1] and [1].', ['T2']],
		['Two at once [1, 3].', 'Two at once [1][2].', ['T1', 'T3']],
		['Together [1][2]', 'Together [1][2]', ['T1', 'T2']],
		['Unknown [9].', 'Unknown.', []],
		['Half unknown [9, 2].', 'Half unknown [1].', ['T2']],
		['Never [0] and [999].', 'Never and.', []],
		['A year [2024] stays.', 'A year [2024] stays.', []],
		['A link [1](https://example.com) stays.', 'A link [1](https://example.com) stays.', []],
		['A box [ ] and [x] stay.', 'A box [ ] and [x] stay.', []],
		['An open bracket [1', 'An open bracket [1', []],
		['Inline code `list[1]` stays.', 'Inline code `list[1]` stays.', []],
		['Inline code `[1]` stays.', 'Inline code `[1]` stays.', []],
		['After code `x`[1].', 'After code `x`[1].', ['T1']],
		['After code `x` [3].', 'After code `x` [1].', ['T3']],
		['Two ticks ``a`[1]`` stay.', 'Two ticks ``a`[1]`` stay.', []],
		['```js\nlist[1]\n```\nThen [1].', '```js\nlist[1]\n```\nThen [1].', ['T1']],
		['```\n[1]\n````\nThen [3].', '```\n[1]\n````\nThen [1].', ['T3']],
		['A lone ` tick\nand [1].', 'A lone ` tick\nand [1].', ['T1']],
		['Ends with [1]', 'Ends with [1]', ['T1']],
		['[1] begins.', '[1] begins.', ['T1']],
	];
	for (const [said, shown, titles] of table)
		test(JSON.stringify(said), () => {
			const whole = cited([said]);
			assert.equal(whole.text, shown);
			assert.deepEqual(whole.titles, titles);
			assert.deepEqual(
				whole.numbers,
				titles.map((_, index) => index + 1),
			);
			assert.deepEqual(cited(everyCut(said)), whole);
		});
});

test('any cutting of a text gives the same text and the same sources', () => {
	const ten = Array.from({ length: 10 }, () => '123').join(' , ');
	const texts = textOf(
		'[1]',
		' [2]',
		'[3',
		']',
		'[',
		' ',
		'  ',
		'`',
		'``',
		'```',
		'\n',
		'[9]',
		'[1, 2]',
		'[1 , 3]',
		`[${ten}]`,
		'(x)',
		'word',
		'1',
		',',
		'[2024]',
		'🔔',
	);
	fc.assert(
		fc.property(texts, anyCuts, (text, cuts) => {
			assert.deepEqual(cited(cutAt(text, cuts)), cited([text]));
		}),
		{ numRuns: 1_000 },
	);
});

test('text without brackets and backticks is not changed', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), anyCuts, (text, cuts) => {
			const plain = text.replace(/[[\]`]/g, '');
			assert.equal(cited(cutAt(plain, cuts)).text, plain);
		}),
	);
});

test('a passage that a tool found later can be cited, with its own source', () => {
	const citations = createCitations(HANDED_OUT);
	assert.equal(citations.push('Not yet [4]. ').text + citations.end().text, 'Not yet. ');
	citations.add([passage(4)]);
	const { text, fresh } = citations.push('Now [4].');
	assert.equal(text, 'Now [1].');
	assert.deepEqual(
		fresh.map(({ title, url, heading, source_id }) => ({ title, url, heading, source_id })),
		[{ title: 'T4', url: 'https://help.example.com/4', heading: 'H4', source_id: 'article-14-4' }],
	);
});

describe('cost grows with the text, not faster', () => {
	const hostile: Readonly<Record<string, string>> = {
		backticks: '`',
		brackets: '[',
		'half markers': '[1, ',
		spaces: ' ',
		markers: '[1]',
	};
	for (const [name, unit] of Object.entries(hostile))
		test(`${name}: whole and character by character`, () => {
			const repeated = (n: number) => unit.repeat(Math.ceil(n / unit.length)).slice(0, n);
			assertLinear((n) => cited([repeated(n)]), 25_000);
			assertLinear((n) => cited(everyCut(repeated(n))), 25_000);
		});
});
