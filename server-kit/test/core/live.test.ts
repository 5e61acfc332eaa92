// Answers under way: shared by all readers, stopped for good, forgotten after a while; and the feed they grow in.

import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { createMemoryFeed } from '../../src/core/feed.ts';
import { createLive } from '../../src/core/live.ts';
import type { StreamPart } from '../../src/protocol/index.ts';

const part = (delta: string): StreamPart => ({ type: 'text-delta', id: 't1', delta });
const IDS = { conversationId: 7, messageId: 70 };

function later() {
	let resolve = () => {};
	const promise = new Promise<void>((done) => {
		resolve = done;
	});
	return { promise, resolve };
}

describe('feed', () => {
	test('positions count from one; a reader sees what stands after its own', () => {
		const feed = createMemoryFeed<string>();
		feed.push(['a', 'b']);
		feed.push([]);
		feed.push(['c']);
		assert.deepEqual(feed.after(0).items, [
			{ id: 1, value: 'a' },
			{ id: 2, value: 'b' },
			{ id: 3, value: 'c' },
		]);
		assert.deepEqual(feed.after(2), { items: [{ id: 3, value: 'c' }], ended: false });
		for (const beyond of [3, 4, 1e15]) assert.deepEqual(feed.after(beyond).items, []);
		assert.equal(feed.after(-5).items.length, 3);
		feed.end();
		assert.deepEqual(feed.after(3), { items: [], ended: true });
	});

	test('watchers hear of pushes and of the end, each until it stops', () => {
		const feed = createMemoryFeed<string>();
		let [one, other] = [0, 0];
		const stop = feed.watch(() => {
			one += 1;
		});
		feed.watch(() => {
			other += 1;
			stop();
		});
		feed.push(['a']);
		feed.push(['b']);
		feed.end();
		assert.deepEqual([one, other], [1, 3]);
	});
});

describe('live', () => {
	test('every reader shares the one feed, and a late one finds it from its start', async () => {
		const live = createLive();
		const gate = later();
		const answer = live.begin(IDS, async (emit) => {
			emit([part('a')]);
			await gate.promise;
			emit([part('b')]);
		});
		assert.equal(live.find(7)?.feed, answer.feed);
		assert.equal(live.find(7)?.running, true);
		assert.equal(live.find(8), null);
		assert.equal(answer.feed.after(0).items.length, 1);
		gate.resolve();
		await answer.done;
		assert.equal(live.find(7)?.running, false);
		assert.deepEqual(
			answer.feed.after(0).items.map(({ value }) => value),
			[part('a'), part('b')],
		);
		assert.equal(answer.feed.after(0).ended, true);
		await live.close();
	});

	test('stop aborts, and comes back only when what was said is stored', async () => {
		const live = createLive();
		const storing = later();
		let stored = false;
		live.begin(IDS, async (_emit, signal) => {
			await new Promise((aborted) => signal.addEventListener('abort', aborted));
			await storing.promise;
			stored = true;
		});
		const stopping = live.stop(7);
		setTimeout(storing.resolve, 20);
		assert.equal(await stopping, true);
		assert.equal(stored, true);
		assert.equal(await live.stop(7), false);
		assert.equal(await live.stop(8), false);
		await live.close();
	});

	test('closing stops everything and waits for it', async () => {
		const live = createLive();
		let ended = 0;
		for (let conversationId = 1; conversationId <= 5; conversationId += 1)
			live.begin({ conversationId, messageId: conversationId }, async (_emit, signal) => {
				await new Promise((aborted) => signal.addEventListener('abort', aborted));
				await new Promise((soon) => setTimeout(soon, 5));
				ended += 1;
			});
		await live.close();
		assert.equal(ended, 5);
	});

	test('an ended answer is found for a minute, then forgotten; a new one in between is not', async () => {
		mock.timers.enable({ apis: ['setTimeout'] });
		try {
			const live = createLive();
			await live.begin(IDS, async () => {}).done;
			mock.timers.tick(59_000);
			assert.ok(live.find(7));
			mock.timers.tick(2_000);
			assert.equal(live.find(7), null);
			await live.begin(IDS, async () => {}).done;
			mock.timers.tick(59_000);
			const next = live.begin({ ...IDS, messageId: 71 }, async () => {});
			mock.timers.tick(2_000);
			assert.equal(live.find(7)?.messageId, 71);
			await next.done;
			await live.close();
		} finally {
			mock.timers.reset();
		}
	});

	test('work that fails ends its feed, so that no reader waits for ever', async () => {
		const live = createLive();
		const answer = live.begin(IDS, async () => {
			throw new Error('of the work');
		});
		await answer.done.catch(() => {});
		assert.equal(answer.feed.after(0).ended, true);
		assert.equal(live.find(7)?.running, false);
		assert.equal(await live.stop(7), false);
		await live.close();
	});
});
