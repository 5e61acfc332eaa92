// What the database keeps of an article, and what it is found by.

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { partOfEntry, spreadIn } from '../../src/answer/knowledge/entry-text.ts';
import { indexer } from '../../src/answer/knowledge/indexer.ts';
import { tokenOf } from '../../src/answer/knowledge/tokens.ts';
import { articlesOf } from './corpus.ts';

describe('a token', () => {
	it('is ten small letters and digits, whatever the word', () => {
		for (const term of ['a', '"', "'; drop table", 'NEAR(', '\0', '漢字', '🙂', '\ud800', 'x'.repeat(10_000), ''])
			assert.match(tokenOf('acme', 'holds', term), /^[a-z0-9]{10}$/);
	});

	it('is another one for another tenant, kind and word, and always the same', () => {
		const tokens = [
			tokenOf('acme', 'holds', 'invoic'),
			tokenOf('acme', 'about', 'invoic'),
			tokenOf('acm', 'holds', 'einvoic'),
			tokenOf('globex', 'holds', 'invoic'),
			tokenOf('acme', 'holds', 'invoice'),
		];
		assert.equal(new Set(tokens).size, tokens.length);
		assert.equal(tokenOf('acme', 'holds', 'invoic'), tokens[0]);
	});
});

describe('an entry', () => {
	const text = '# Paint\n\nPaint helicopters, paint boats.\n\n## Paint again\n\nBoats twice.';
	const [article] = articlesOf({ 'paint.md': text });
	const read = async () => {
		const incoming = new Map([[article?.id ?? 0, 'helicopter colours \n']]);
		const [entry] = await indexer.read('acme', article ? [article] : [], incoming, async () => new Set());
		return entry?.words ?? '';
	};

	it('says how often a word stands where, and how long each field is', async () => {
		const numbers = new Map([
			['paint', 7],
			['helicopt', 8],
			['boat', 9],
			['pain', 10],
		]);
		const { terms, written, passages, links, language } = partOfEntry(await read(), numbers, new Map([['again', 3]]));
		const counts = (field: (typeof terms)[number] | undefined) =>
			field instanceof Int32Array ? [] : [...(field?.counts ?? [])];
		assert.deepEqual([language, passages.length], ['en', 2]);
		assert.ok(links > 0);
		assert.deepEqual(counts(terms[0]), [[7, 1]], 'the title');
		assert.deepEqual(counts(terms[2]), [
			[7, 2],
			[8, 1],
			[9, 2],
		]);
		assert.deepEqual(counts(terms[4]), [[8, 1]], 'links');
		assert.deepEqual(
			passages.map(({ id, fields }) => [id, counts(fields[0])]),
			[
				[
					article?.passages[0]?.id,
					[
						[7, 2],
						[8, 1],
						[9, 1],
					],
				],
				[article?.passages[1]?.id, [[9, 1]]],
			],
		);
		assert.deepEqual(counts(written[0]), [[3, 1]]);
	});

	it('adds each of its words to the vocabulary once, and to the passages that hold it', async () => {
		const spread = spreadIn(await read());
		assert.deepEqual(spread.get('t:boat'), { articles: 1, passages: 2 });
		assert.deepEqual(spread.get('t:helicopt'), { articles: 1, passages: 1 });
		assert.deepEqual(spread.get('w:again'), { articles: 1, passages: 0 });
		assert.deepEqual([spread.get('#articles')?.articles, spread.get('#passages')?.articles], [1, 2]);
		assert.equal(spread.get('t:pain'), undefined);
	});
});
