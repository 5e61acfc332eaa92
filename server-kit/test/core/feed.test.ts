// The feed of one answer: positions that any process can turn into a place in the text, and a buffer that stays small.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createAnswerFeed, type Feed, type FeedItem } from '../../src/core/feed.ts';
import { textAt } from '../../src/core/position.ts';
import type { StreamPart } from '../../src/protocol/index.ts';

const say = (delta: string, id = 't1'): StreamPart => ({ type: 'text-delta', id, delta });
const step: StreamPart = { type: 'start-step' };
const open: StreamPart = { type: 'text-start', id: 't1' };
const finish: StreamPart = { type: 'finish', finishReason: 'stop', messageMetadata: { status: 'complete' } };
const start = { type: 'start', messageId: '7' } as StreamPart;

const textOf = (items: readonly FeedItem<StreamPart>[]) =>
	items.map(({ value }) => (value.type === 'text-delta' ? value.delta : '')).join('');
const othersOf = (items: readonly FeedItem<StreamPart>[]) =>
	items.map(({ value }) => value).filter(({ type }) => type !== 'text-delta');

function fed(teller: 'writer' | 'store', parts: readonly StreamPart[], ended = true) {
	const feed = createAnswerFeed('7', teller);
	for (const part of parts) feed.push([part]);
	if (ended) feed.end();
	return feed;
}

/** Reads from a position to the end, so much at a time. */
function readAll(feed: Feed<StreamPart>, from: number, most?: number): FeedItem<StreamPart>[] {
	const read: FeedItem<StreamPart>[] = [];
	for (let position = from; ; ) {
		const { items, ended } = feed.after(position, most);
		read.push(...items);
		position = items.at(-1)?.id ?? position;
		if (ended) return read;
		assert.ok(items.length > 0, 'a feed that has ended always moves on');
	}
}

describe('positions', () => {
	test('grow with every part; a text moves on by its length', () => {
		const feed = fed('writer', [start, step, open, say('Hello'), say('…', 't2'), finish]);
		const ids = feed.after(0).items.map(({ id }) => id);
		assert.deepEqual(ids, [1, 2, 3, 500_000, 600_000, 600_001]);
		assert.deepEqual(ids.map(textAt), [0, 0, 0, 5, 6, 6]);
	});

	test('a reader sees what stands after its own, within a part too', () => {
		const feed = fed('writer', [open, say('Hello'), say(' there'), finish]);
		assert.equal(textOf(feed.after(500_000).items), ' there');
		assert.equal(textOf(feed.after(300_000).items), 'lo there');
		assert.deepEqual(othersOf(feed.after(300_000).items), [finish]);
		assert.deepEqual(feed.after(1_100_001), { items: [], ended: true });
		assert.deepEqual(feed.after(1e15).items, []);
	});

	test('from a feed of the store to one of its writer and back, every text goes on where it was', () => {
		const words = ['Up to ', '50 MB', ' [1]', '. 📎 ', 'That is all.'];
		const whole = words.join('');
		const writer = fed('writer', [start, step, step, open, ...words.map((word) => say(word)), finish]);
		const store = fed('store', [start, step, open, say(whole.slice(0, 12)), say(whole.slice(12)), finish]);
		for (const [one, other] of [
			[writer, store],
			[store, writer],
			[store, store],
		] as const)
			for (const { id } of readAll(one, 0, 1)) {
				const rest = other.after(id).items;
				assert.equal(whole.slice(0, textAt(id)) + textOf(rest), whole, `after ${id}`);
				assert.deepEqual(
					othersOf(rest).at(-1),
					id === readAll(one, 0).at(-1)?.id && one === other ? undefined : finish,
				);
				assert.ok(!othersOf(rest).some(({ type }) => type === 'start'), 'an answer begins once');
			}
	});

	test('what a dead process said beyond the store is not waited for: its end is told', () => {
		const store = fed('store', [start, step, open, say('Kept'), finish]);
		assert.deepEqual(
			store.after(900_000).items.map(({ value }) => value),
			[finish],
		);
		const growing = fed('store', [start, step, open, say('Kept')], false);
		assert.deepEqual(growing.after(900_000), { items: [], ended: false });
		growing.push([say(' and more')]);
		assert.equal(textOf(growing.after(900_000).items), 'more');
	});

	test('however it is said and read, each reader gets the text once and whole', () => {
		const texts = fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 9 }), {
			minLength: 1,
			maxLength: 30,
		});
		fc.assert(
			fc.property(texts, fc.nat(400), fc.integer({ min: 1, max: 40 }), (words, cut, most) => {
				const whole = words.join('');
				const feed = fed('writer', [open, ...words.map((word) => say(word)), finish]);
				const from = Math.min(cut, whole.length) * 100_000;
				assert.equal(textOf(readAll(feed, from, most)), whole.slice(textAt(from)));
			}),
		);
	});
});

describe('memory', () => {
	test('20,000 tokens are kept as a few long texts, not as 20,000 parts', () => {
		const feed = createAnswerFeed('7', 'writer');
		const tokens = Array.from({ length: 20_000 }, (_, at) => `tok${at} `);
		for (const token of tokens) feed.push([say(token)]);
		const { items } = feed.after(0, 1);
		assert.equal(items.length, 1);
		let reads = 0;
		for (let position = 0; ; reads += 1) {
			const { items: next } = feed.after(position, 16_384);
			if (next.length === 0) break;
			assert.ok(textOf(next).length <= 16_384);
			position = next.at(-1)?.id ?? position;
		}
		assert.ok(reads < 20, `${reads} reads`);
	});

	test('one long part is handed out in pieces, never within a character', () => {
		const feed = fed('writer', [say('📎'.repeat(1_000)), finish]);
		for (const { value } of readAll(feed, 0, 7)) if (value.type === 'text-delta') assert.ok(value.delta.isWellFormed());
		assert.equal(textOf(readAll(feed, 0, 7)), '📎'.repeat(1_000));
	});
});

test('watchers hear of pushes and of the end, each until it stops; their number is told', () => {
	const counts: number[] = [];
	const feed = createAnswerFeed('7', 'writer', (readers) => counts.push(readers));
	let [one, other] = [0, 0];
	const stop = feed.watch(() => {
		one += 1;
	});
	feed.watch(() => {
		other += 1;
		stop();
	});
	feed.push([say('a')]);
	feed.push([say('b')]);
	feed.end();
	assert.deepEqual([one, other], [1, 3]);
	assert.deepEqual(counts, [1, 2, 1]);
});

test('a feed that ends without saying how was cut', () => {
	assert.equal(fed('writer', [say('half')]).cut(), true);
	assert.equal(fed('writer', [say('half')], false).cut(), false);
	assert.equal(fed('writer', [say('whole'), finish]).cut(), false);
	assert.equal(fed('writer', []).cut(), true);
});
