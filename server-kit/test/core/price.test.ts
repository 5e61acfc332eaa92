// What an answer costs: by the name of the model that gave it, in whole micro-dollars, however large.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createFrames } from '../../src/answer/models/openai-frames.ts';
import { createUsage } from '../../src/answer/usage.ts';
import { costOf } from '../../src/core/price.ts';
import { resolveOptions, type SupportKitOptions, settingsFrom } from '../../src/options.ts';

const usage = (inputTokens: number, outputTokens: number, cachedInputTokens?: number) => ({
	inputTokens,
	outputTokens,
	...(cachedInputTokens !== undefined && { cachedInputTokens }),
});

function priceOf(options: Pick<SupportKitOptions, 'prices' | 'model'>) {
	const given = { secret: 'a secret of at least 32 characters, really', auth: { authenticate: () => null } };
	return settingsFrom(resolveOptions({ ...given, ...options })).priceOf;
}

test('a model is priced by its own row, else by the row of all others, else it costs nothing', () => {
	const prices = { small: { input: 0.15, output: 0.6 }, '*': { input: 3, cachedInput: 0.3, output: 15 } };
	const of = priceOf({ prices });
	assert.deepEqual(of('small'), { input: 150_000, cachedInput: 150_000, output: 600_000 });
	assert.deepEqual(of('large'), { input: 3_000_000, cachedInput: 300_000, output: 15_000_000 });
	assert.deepEqual(priceOf({})('large'), { input: 0, cachedInput: 0, output: 0 });
	assert.deepEqual(of('constructor'), of('large'), 'a name that every object knows is no row');
});

test('the shorthand at the model is a row of the table, and a row that names the model goes before it', () => {
	const model = { apiKey: 'k', model: 'small', prices: { input: 1, output: 2 } };
	assert.equal(priceOf({ model })('small').output, 2_000_000);
	assert.equal(priceOf({ model })('another').output, 0);
	assert.equal(priceOf({ model, prices: { small: { input: 1, output: 3 } } })('small').output, 3_000_000);
	assert.equal(priceOf({ model, prices: { '*': { input: 1, output: 4 } } })('small').output, 2_000_000);
});

test('an estimate is made with the dearest of the models that may answer', () => {
	const fallback = { apiKey: 'k', model: 'large', prices: { input: 3, output: 1 } };
	const model = { apiKey: 'k', model: 'small', prices: { input: 1, output: 2 }, fallback };
	const given = { secret: 'a secret of at least 32 characters, really', auth: { authenticate: () => null } };
	const estimated = (options: Pick<SupportKitOptions, 'prices' | 'model'>) =>
		settingsFrom(resolveOptions({ ...given, ...options })).answer.prices;
	assert.deepEqual(estimated({ model }), { input: 3_000_000, cachedInput: 3_000_000, output: 2_000_000 });
	assert.deepEqual(estimated({ prices: { extractive: { input: 1, output: 1 } } }).input, 1_000_000);
	assert.deepEqual(estimated({ model: null, prices: { '*': { input: 1, output: 1 } } }).input, 0);
});

test('cost is rounded up to a whole micro-dollar; cached input has its own price', () => {
	const price = { input: 150_000, cachedInput: 75_000, output: 600_000 };
	assert.equal(costOf(price, usage(0, 0)), 0);
	assert.equal(costOf(price, usage(1, 0)), 1);
	assert.equal(costOf(price, usage(1_000_000, 1_000_000)), 750_000);
	assert.equal(costOf(price, usage(1_000_000, 0, 400_000)), 120_000);
	assert.equal(costOf(price, usage(100, 0, 1_000)), 8, 'no more is cached than there is');
});

test('cost is exact where a double no longer counts every number', () => {
	const whole = fc.integer({ min: 0, max: 2 ** 40 });
	fc.assert(
		fc.property(whole, whole, whole, whole, (input, output, inputPrice, outputPrice) => {
			const cost = costOf({ input: inputPrice, cachedInput: inputPrice, output: outputPrice }, usage(input, output));
			const exact = BigInt(input) * BigInt(inputPrice) + BigInt(output) * BigInt(outputPrice);
			const rounded = exact / 1_000_000n + (exact % 1_000_000n === 0n ? 0n : 1n);
			assert.equal(cost, Number(rounded));
		}),
	);
});

test('what a model reports that is no count costs nothing, and no answer', () => {
	const price = { input: 1_000_000, cachedInput: 0, output: 1_000_000 };
	for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, -5]) assert.equal(costOf(price, usage(odd, 3, odd)), 3);
	assert.equal(costOf(price, usage(1.2, 0)), 2);
});

test('what the vendor had in its cache is read from its report, and added up over the calls of an answer', () => {
	const total = createUsage([]);
	for (const cached of [600, 300]) {
		const frames = createFrames(100);
		const said = { choices: [{ index: 0, delta: { content: 'x' }, finish_reason: 'stop' }] };
		const report = { prompt_tokens: 1000, completion_tokens: 10, prompt_tokens_details: { cached_tokens: cached } };
		frames.take(`data: ${JSON.stringify(said)}\n\ndata: ${JSON.stringify({ choices: [], usage: report })}\n\n`);
		for (const event of frames.end()) if (event.type === 'usage') total.reported(event.usage);
		total.spoken('x');
	}
	const used = total.total();
	assert.deepEqual(used, { inputTokens: 2000, outputTokens: 20, cachedInputTokens: 900, estimated: false });
	assert.equal(costOf({ input: 1_000_000, cachedInput: 100_000, output: 0 }, used), 1190);
});
