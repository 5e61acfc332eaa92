// Vectors over real HTTP: what comes back is checked number by number, and each way to fail has its name.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { json, meaningOf, startEmbeddings, vectorsOf } from '../../../test/upstream/embeddings.ts';
import { failure, htmlPage, type Script } from '../../../test/upstream/server.ts';
import { createEmbedder, type EmbedderOptions } from '../../src/answer/models/embed.ts';
import { EmbeddingFault, type EmbeddingTold } from '../../src/core/embeddings.ts';
import { embeddingsFrom } from '../../src/options/embeddings.ts';
import { resolveOptions, type SupportKitOptions } from '../../src/options.ts';

const PATIENT = { timeoutMs: 20_000 };

async function begin(more: Partial<EmbedderOptions> = {}) {
	const upstream = await startEmbeddings();
	const told: EmbeddingTold[] = [];
	const options = { baseURL: upstream.url, apiKey: 'sk-of-the-test', model: 'meaning', ...more };
	const embedder = createEmbedder({ ...options, told: (each) => void told.push(each) });
	return { upstream, embedder, told, [Symbol.asyncDispose]: upstream.close };
}

const faultOf = (work: Promise<unknown>): Promise<EmbeddingFault> =>
	work.then(
		() => assert.fail('it was to fail'),
		(fault) => {
			assert.ok(fault instanceof EmbeddingFault, String(fault));
			return fault;
		},
	);

test('asks for plain numbers with the key, and gives vectors of length 1 in the order of the texts', async () => {
	await using scene = await begin();
	const { embedder, upstream, told } = scene;
	const made = [3, 4].map((size, index) => ({ index, embedding: [size, 0, index] }));
	upstream.script(json({ data: made.toReversed(), usage: { prompt_tokens: 11 } }));
	const { vectors, usage } = await embedder.embed(['one', 'two'], 'passages', PATIENT);
	assert.deepEqual([...(vectors[0] ?? [])], [1, 0, 0]);
	assert.ok(Math.abs(Math.hypot(...(vectors[1] ?? [])) - 1) < 1e-6);
	assert.deepEqual(usage, { inputTokens: 11, outputTokens: 0, estimated: false });
	const [asked] = upstream.requests;
	assert.equal(asked?.path, '/v1/embeddings');
	assert.equal(asked?.headers.authorization, 'Bearer sk-of-the-test');
	assert.deepEqual(asked?.body, { model: 'meaning', input: ['one', 'two'], encoding_format: 'float' });
	assert.deepEqual(told, [{ purpose: 'passages', outcome: 'done', texts: 2, tokens: 11 }]);
});

test('counts for a server that reports no tokens, and asks for fewer numbers where the host wants them', async () => {
	await using scene = await begin({ dimensions: 2 });
	scene.upstream.script(json({ data: [{ embedding: [1, 1] }] }));
	const { usage } = await scene.embedder.embed(['four words stand here'], 'question', PATIENT);
	assert.deepEqual(usage, { inputTokens: 6, outputTokens: 0, estimated: true });
	assert.equal((scene.upstream.requests[0]?.body as { dimensions?: number } | undefined)?.dimensions, 2);
});

test('another model, or another length, is another maker', async () => {
	await using scene = await begin();
	await using shorter = await begin({ dimensions: 256 });
	await using other = await begin({ model: 'other' });
	assert.equal(new Set([scene, shorter, other].map(({ embedder }) => embedder.maker)).size, 3);
	assert.match(scene.embedder.maker, /^[0-9a-f]{32}$/);
});

describe('what cannot be used is no vector', () => {
	const numbers = meaningOf('invoice');
	const cases: Record<string, Script> = {
		'no JSON': { headers: { 'content-type': 'application/json' }, pieces: ['{"data": [{"embed'] },
		'a page of a portal': htmlPage(),
		nothing: json(null),
		'an error in place of vectors': json({ error: { message: 'sorry' } }),
		'too few': vectorsOf([numbers]),
		'too many': vectorsOf([numbers, numbers, numbers]),
		'two for one place': json({ data: [0, 0].map((index) => ({ index, embedding: numbers })) }),
		'a place beyond the last': json({ data: [0, 2].map((index) => ({ index, embedding: numbers })) }),
		'two lengths': vectorsOf([numbers, numbers.slice(1)]),
		'no numbers at all': vectorsOf([numbers, []]),
		'NaN, which JSON writes as null': vectorsOf([numbers, [Number.NaN, 1]]),
		'words for numbers': vectorsOf([numbers, numbers.map(String)]),
		Infinity: { headers: {}, pieces: ['{"data":[{"index":0,"embedding":[1e999]},{"index":1,"embedding":[1]}]}'] },
		'a vector that points nowhere': vectorsOf([numbers, numbers.map(() => 0)]),
		'more numbers than any model has': vectorsOf([1, 2].map(() => Array.from({ length: 8193 }, () => 1))),
	};
	for (const [name, script] of Object.entries(cases))
		test(name, async () => {
			await using scene = await begin();
			scene.upstream.script(script);
			const fault = await faultOf(scene.embedder.embed(['one', 'two'], 'passages', PATIENT));
			assert.equal(fault.outcome, 'nonsense');
			assert.deepEqual(
				scene.told.map(({ outcome }) => outcome),
				['nonsense'],
			);
		});
});

test('a body without end is left when it is longer than any vectors are', async () => {
	await using scene = await begin();
	const piece = `{"data":"${'0'.repeat(256 * 1024)}`;
	scene.upstream.script({ pieces: Array.from({ length: 64 }, () => piece), ending: 'stall' });
	const fault = await faultOf(scene.embedder.embed(['one'], 'passages', PATIENT));
	assert.equal(fault.outcome, 'nonsense');
	assert.equal(await scene.upstream.requests[0]?.left, true);
});

describe('a server that fails', () => {
	const cases: Record<string, [Script, EmbeddingFault['outcome'], number | null]> = {
		'is busy': [failure(429, { retryAfter: '3' }), 'busy', 3],
		'is busy, in other words': [failure(503, { retryAfter: '2' }), 'busy', 2],
		'has broken down': [failure(500), 'away', null],
		'knows no such key': [failure(401), 'away', null],
		'refuses the texts': [failure(400), 'texts', null],
		'finds them too long': [failure(413), 'texts', null],
		'breaks off in the middle': [{ pieces: ['{"data":['], ending: 'reset' }, 'away', null],
		'says nothing': [{ ending: 'stall-before-headers' }, 'late', null],
		'falls silent in the middle': [{ pieces: ['{"data":['], ending: 'stall' }, 'late', null],
	};
	for (const [name, [script, outcome, seconds]] of Object.entries(cases))
		test(name, async () => {
			await using scene = await begin();
			scene.upstream.script(script);
			const timeoutMs = outcome === 'late' ? 100 : PATIENT.timeoutMs;
			const fault = await faultOf(scene.embedder.embed(['one'], 'passages', { timeoutMs }));
			assert.deepEqual([fault.outcome, fault.retryAfterSeconds], [outcome, seconds]);
			assert.ok(
				!JSON.stringify([fault.message, String(fault.cause)]).includes('sk-test-0000'),
				'its words stay behind',
			);
			assert.equal(scene.upstream.requests.length, 1, 'asked once');
		});
});

test('a busy server is left alone by questions and passages alike', async () => {
	await using scene = await begin();
	scene.upstream.script(failure(429, { retryAfter: '60' }));
	await faultOf(scene.embedder.embed(['one'], 'passages', PATIENT));
	const fault = await faultOf(scene.embedder.embed(['two'], 'question', PATIENT));
	assert.equal(fault.outcome, 'busy');
	assert.equal(scene.upstream.requests.length, 1);
	assert.deepEqual(
		scene.told.map(({ purpose, outcome }) => [purpose, outcome]),
		[
			['passages', 'busy'],
			['question', 'busy'],
		],
	);
});

test('a question that came too late holds up no passages', async () => {
	await using scene = await begin();
	scene.upstream.script({ ending: 'stall-before-headers' });
	await faultOf(scene.embedder.embed(['one'], 'question', { timeoutMs: 100 }));
	const { vectors } = await scene.embedder.embed(['invoice'], 'passages', PATIENT);
	assert.equal(vectors.length, 1);
});

test('whoever leaves takes the call along', async () => {
	await using scene = await begin();
	scene.upstream.script({ ending: 'stall-before-headers' });
	const leaving = new AbortController();
	const work = faultOf(scene.embedder.embed(['one'], 'question', { ...PATIENT, signal: leaving.signal }));
	while (scene.upstream.requests.length === 0) await new Promise((turn) => setImmediate(turn));
	leaving.abort();
	assert.equal((await work).outcome, 'left');
	assert.equal(await scene.upstream.requests[0]?.left, true);
	const { vectors } = await scene.embedder.embed(['invoice'], 'question', PATIENT);
	assert.equal(vectors.length, 1, 'and it says nothing of the server');
});

describe('the key of the answering model', () => {
	const lender = { baseURL: 'https://models.example.com/v1', apiKey: 'sk-lent', model: 'm' };
	const chosen = (more: object, model: object | 'extractive' = lender) =>
		resolveOptions({
			secret: 'a secret for tests, 32 characters or more',
			auth: { authenticate: () => null },
			model,
			knowledge: { embeddings: { model: 'meaning', ...more } },
		} as SupportKitOptions);
	const keyOf = (...given: Parameters<typeof chosen>) => embeddingsFrom(chosen(...given))?.apiKey;

	test('is lent to the same server, and to no other', () => {
		assert.equal(keyOf({}), 'sk-lent');
		assert.equal(keyOf({ baseURL: lender.baseURL }), 'sk-lent');
		assert.equal(keyOf({ baseURL: 'https://elsewhere.example.com/v1', apiKey: 'own' }), 'own');
		for (const [more, model] of [
			[{ baseURL: 'https://elsewhere.example.com/v1' }, lender],
			[{}, 'extractive'],
		] as const)
			assert.throws(() => chosen(more, model), /knowledge\.embeddings\.apiKey/);
	});
});
