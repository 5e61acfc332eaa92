// Vectors in memory, and the search by meaning beside the one by words: what is read when, what is asked of whom, and
// which passages come first.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fuse } from '../../src/answer/knowledge/fusion.ts';
import { createMeaningSearch, type MeaningSearchParts } from '../../src/answer/knowledge/meaning-search.ts';
import { createVectors, type Near, type VectorsOptions } from '../../src/answer/knowledge/vectors.ts';
import type { KeptVector, VectorStore } from '../../src/core/embeddings.ts';
import type { FoundPassage, OnAccount, Passage } from '../../src/core/knowledge.ts';

const at = (angle: number) => Float32Array.of(Math.cos(angle), Math.sin(angle));

function shelves(more: Partial<VectorsOptions> = {}) {
	const kept = new Map<string, { version: number; rows: KeptVector[] }>();
	const asked: string[] = [];
	let time = 0;
	const store = {
		async version(tenantId) {
			asked.push(`version ${tenantId}`);
			return kept.get(tenantId)?.version ?? null;
		},
		async read(tenantId, _maker, { after, limit }) {
			asked.push(`read ${tenantId}`);
			const rows = kept.get(tenantId)?.rows ?? [];
			return rows.filter(({ passageId }) => passageId > after).slice(0, limit);
		},
		async dropOther(tenantId, _maker, length) {
			asked.push(`drop ${tenantId} ${length}`);
		},
	} as Partial<VectorStore> as VectorStore;
	const tooLarge: string[] = [];
	const vectors = createVectors(store, {
		maker: 'm',
		memoryBytes: 1_000_000,
		patienceMs: 60_000,
		tooLarge: (tenantId) => void tooLarge.push(tenantId),
		now: () => time,
		...more,
	});
	return {
		vectors,
		tooLarge,
		put(tenantId: string, rows: KeptVector[]) {
			kept.set(tenantId, { version: (kept.get(tenantId)?.version ?? 0) + 1, rows });
		},
		pass(milliseconds: number) {
			time += milliseconds;
		},
		/** What the store was asked since the last look. */
		asked: () => asked.splice(0),
	};
}

const row = (passageId: number, vector: Float32Array): KeptVector => ({ passageId, vector });
const many = (count: number) => Array.from({ length: count }, (_, place) => row(place + 1, at(place / count)));
const ids = (near: readonly Near[]) => near.map(({ passageId }) => passageId);

describe('vectors in memory', () => {
	test('the nearest come first, with their cosines', async () => {
		const { vectors, put } = shelves();
		put('a', [row(1, at(1)), row(2, at(0.1)), row(3, at(3)), row(4, at(0))]);
		const near = await vectors.nearest('a', at(0), 3);
		assert.deepEqual(ids(near), [4, 2, 1]);
		for (const [place, angle] of [0, 0.1, 1].entries())
			assert.ok(Math.abs((near[place]?.likeness ?? 0) - Math.cos(angle)) < 1e-6);
	});

	test('are read a page at a time, once, and the store is asked for changes after ten seconds', async () => {
		const { vectors, put, asked, pass } = shelves();
		put('a', many(450));
		assert.equal(await vectors.any('a'), true);
		assert.deepEqual(asked(), ['version a', 'read a', 'read a', 'read a']);
		assert.equal((await vectors.nearest('a', at(0), 500)).length, 450);
		pass(9_999);
		await vectors.nearest('a', at(0), 5);
		assert.deepEqual(asked(), [], 'nothing of the store');
		pass(1);
		await vectors.nearest('a', at(0), 5);
		assert.deepEqual(asked(), ['version a'], 'unchanged: nothing is read');
		put('a', many(3));
		pass(10_000);
		assert.equal((await vectors.nearest('a', at(0), 500)).length, 3);
	});

	test('who says that there are others waits until they are held; who is not held is left alone', async () => {
		const { vectors, put, asked } = shelves();
		put('a', many(3));
		await vectors.changed('a');
		assert.deepEqual(asked(), []);
		await vectors.any('a');
		put('a', many(5));
		await vectors.changed('a');
		asked();
		assert.equal((await vectors.nearest('a', at(0), 500)).length, 5);
		assert.deepEqual(asked(), []);
	});

	test('those who ask at once wait for the same reading', async () => {
		const { vectors, put, asked } = shelves();
		put('a', many(3));
		await Promise.all([1, 2, 3].map(() => vectors.any('a')));
		assert.deepEqual(asked(), ['version a', 'read a']);
	});

	test('what was not asked for longest makes room', async () => {
		const { vectors, put, asked } = shelves({ memoryBytes: 100 });
		for (const tenantId of ['a', 'b', 'c']) put(tenantId, many(3));
		for (const tenantId of ['a', 'b', 'a', 'c']) await vectors.any(tenantId);
		asked();
		await vectors.any('a');
		assert.deepEqual(asked(), [], 'of 48 bytes each two have room');
		await vectors.any('b');
		assert.deepEqual(asked(), ['version b', 'read b']);
	});

	test('a tenant that does not fit at all is said to be so, once for each change, and holds nothing', async () => {
		const { vectors, put, tooLarge } = shelves({ memoryBytes: 1000 });
		put('a', many(450));
		assert.equal(await vectors.any('a'), false);
		assert.deepEqual(await vectors.nearest('a', at(0), 5), []);
		assert.deepEqual(tooLarge, ['a']);
	});

	test('passages without a vector, and vectors of another length, are passed over; those are made anew', async () => {
		const { vectors, put, asked } = shelves();
		put('a', [row(1, at(1)), row(2, new Float32Array(0)), row(3, Float32Array.of(1, 0, 0)), row(4, at(0))]);
		assert.deepEqual(ids(await vectors.nearest('a', at(0), 5)), [4, 1]);
		assert.deepEqual(asked(), ['version a', 'read a', 'drop a 2']);
		await vectors.nearest('a', at(0), 5);
		assert.deepEqual(asked(), [], 'said once');
	});
});

const passage = (id: number, articleId = id): Passage => {
	return {
		id,
		articleId,
		title: `Article ${articleId}`,
		url: null,
		locale: null,
		headings: [],
		anchor: null,
		text: 't',
	};
};
const found = (id: number, score: number, articleId = id): FoundPassage => {
	return { passage: passage(id, articleId), score, coverage: 0.5 };
};
const near = (passageId: number, likeness = 0.8): Near => ({ passageId, likeness });
const order = (all: readonly FoundPassage[]) => all.map(({ passage: { id } }) => id);

describe('two rankings into one', () => {
	test('what both found comes first, the rest in turns, words before meaning', () => {
		const fused = fuse(
			[found(1, 9), found(2, 8), found(3, 7)],
			[near(8), near(3), near(9)],
			[8, 9].map((id) => passage(id)),
			5,
		);
		assert.deepEqual(order(fused), [3, 1, 8, 2, 9]);
		assert.deepEqual(
			fused.map(({ score, coverage, likeness }) => [score, coverage, likeness]),
			[
				[7, 0.5, 0.8],
				[9, 0.5, undefined],
				[7, 0, 0.8],
				[8, 0.5, undefined],
				[7, 0, 0.8],
			],
		);
	});

	test('no more than three passages are of one article', () => {
		const more = [4, 5, 6, 7].map((id) => passage(id, 1));
		const fused = fuse(
			[found(1, 9), found(2, 8)],
			[4, 5, 6, 7].map((id) => near(id)),
			more,
			8,
		);
		assert.deepEqual(order(fused), [1, 4, 2, 5]);
	});

	test('what no longer stands is left out, and meaning may be all there is', () => {
		assert.deepEqual(order(fuse([], [near(1), near(2)], [passage(2)], 5)), [2]);
	});
});

describe('the search by meaning', () => {
	function scene(more: Partial<MeaningSearchParts> = {}) {
		const asked: string[] = [];
		const booked: string[] = [];
		const search = createMeaningSearch({
			words: { find: async () => [found(1, 9)], changed() {}, warm: async () => {}, close: async () => {} },
			vectors: {
				any: async () => true,
				nearest: async () => [near(1), near(2)],
				changed: async () => {},
				close: async () => {},
			},
			embedder: {
				model: 'meaning',
				maker: 'm',
				async embed([text = '']) {
					asked.push(text);
					return { vectors: [at(0)], usage: { inputTokens: 3, outputTokens: 0, estimated: false } };
				},
			},
			async passages(_tenantId, wanted) {
				asked.push(`passages ${wanted.join()}`);
				return wanted.map((id) => passage(id));
			},
			tenants: async () => [],
			kick() {},
			log: { info() {}, warn() {}, error() {} },
			timeoutMs: 1000,
			minSimilarity: 0.3,
			...more,
		});
		const account: OnAccount = {
			cleared: null,
			signal: new AbortController().signal,
			book: (model, { inputTokens }) => void booked.push(`${model} ${inputTokens}`),
		};
		const request = { tenantId: 'a', query: 'and now?', before: ['later', 'first'], locale: 'en', limit: 5 };
		return { search, account, request, asked, booked };
	}

	test('asks for one vector, and the store once for what words have not found', async () => {
		const { search, account, request, asked, booked } = scene();
		assert.deepEqual(order(await search.find({ ...request, account })), [1, 2]);
		assert.deepEqual(asked, ['first\nlater\nand now?', 'passages 2']);
		assert.deepEqual(booked, ['meaning 3']);
	});

	test('asks the store for nothing where words have found the same', async () => {
		const { search, account, request, asked } = scene({
			vectors: {
				any: async () => true,
				nearest: async () => [near(1), near(2, 0.29)],
				changed: async () => {},
				close: async () => {},
			},
		});
		assert.deepEqual(order(await search.find({ ...request, account })), [1]);
		assert.equal(asked.length, 1, 'and what is hardly alike is left out');
	});

	test('asks nobody without an account, for an empty question, or for a message that is not cleared', async () => {
		const { search, account, request, asked } = scene();
		assert.deepEqual(order(await search.find(request)), [1]);
		assert.deepEqual(order(await search.find({ ...request, query: ' ', account })), [1]);
		const cleared = Promise.resolve(false);
		assert.deepEqual(order(await search.find({ ...request, account: { ...account, cleared } })), [1]);
		assert.deepEqual(asked, []);
	});

	test('a store that cannot be asked leaves what words have found', async () => {
		const { search, account, request } = scene({ passages: () => Promise.reject(new Error('away')) });
		assert.deepEqual(order(await search.find({ ...request, account })), [1]);
	});
});
