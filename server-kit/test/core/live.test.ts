// Answers under way: shared by all readers, stopped for good, forgotten after a while.

import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import { createLive, type LiveOptions, whyAborted } from '../../src/core/live.ts';
import type { StreamPart } from '../../src/protocol/index.ts';

const part = (delta: string): StreamPart => ({ type: 'text-delta', id: 't1', delta });
const IDS = { conversationId: 7, messageId: 70 };
const live7 = (options: Partial<LiveOptions> = {}) =>
	createLive({ abandonAfterMs: 30_000, whenAbandoned: 'finish', ...options });
const untilAborted = (signal: AbortSignal) => new Promise((aborted) => signal.addEventListener('abort', aborted));

function later() {
	let resolve = () => {};
	const promise = new Promise<void>((done) => {
		resolve = done;
	});
	return { promise, resolve };
}

describe('live', () => {
	test('every reader shares the one feed, and a late one finds it from its start', async () => {
		const live = live7();
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
			[part('ab')],
		);
		assert.equal(answer.feed.after(0).ended, true);
		await live.close();
	});

	test('stop aborts, and comes back only when what was said is stored', async () => {
		const live = live7();
		const storing = later();
		let stored = false;
		live.begin(IDS, async (_emit, signal) => {
			await untilAborted(signal);
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

	test('closing lets answers come to their end within the grace, interrupts the rest and waits for it', async () => {
		const live = live7();
		const why: (string | null)[] = [];
		const begin = (conversationId: number, work: (signal: AbortSignal) => Promise<unknown>) =>
			live.begin({ conversationId, messageId: conversationId }, async (_emit, signal) => {
				await work(signal);
				await new Promise((soon) => setTimeout(soon, 5));
				why.push(whyAborted(signal));
			});
		const finishing = later();
		begin(1, () => finishing.promise);
		for (let other = 2; other <= 5; other += 1) begin(other, untilAborted);
		const closing = live.close(50);
		finishing.resolve();
		await closing;
		assert.deepEqual(why, [null, 'closing', 'closing', 'closing', 'closing']);
	});

	test('closing does not use up the grace when nothing runs any more', async () => {
		const live = live7();
		live.begin(IDS, async () => {});
		await live.close(600_000);
	});

	test('a turn that comes to its answer after the close is interrupted at once', async () => {
		const live = live7();
		await live.close();
		let why: string | null = null;
		await live.begin(IDS, async (_emit, signal) => {
			why = whyAborted(signal);
		}).done;
		assert.equal(why, 'closing');
	});

	test('an ended answer is found for a minute, then forgotten; a new one in between is not', async () => {
		mock.timers.enable({ apis: ['setTimeout'] });
		try {
			const live = live7();
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
		const live = live7();
		const answer = live.begin(IDS, async () => {
			throw new Error('of the work');
		});
		await answer.done.catch(() => {});
		assert.equal(answer.feed.after(0).ended, true);
		assert.equal(live.find(7)?.running, false);
		assert.equal(await live.stop(7), false);
		await live.close();
	});

	describe('an answer that nobody listens to', () => {
		const listening = async (options: Partial<LiveOptions>, act: (tick: (ms: number) => void) => void) => {
			mock.timers.enable({ apis: ['setTimeout'] });
			try {
				const live = live7({ abandonAfterMs: 1_000, ...options });
				const gate = later();
				let why: string | null = null;
				const answer = live.begin(IDS, async (_emit, signal) => {
					await Promise.race([gate.promise, untilAborted(signal)]);
					why = whyAborted(signal);
				});
				const leave = answer.feed.watch(() => {});
				mock.timers.tick(5_000);
				leave();
				act((milliseconds) => mock.timers.tick(milliseconds));
				gate.resolve();
				await answer.done;
				return why;
			} finally {
				mock.timers.reset();
			}
		};

		test('is written to its end', async () => {
			assert.equal(await listening({ whenAbandoned: 'finish' }, (tick) => tick(60_000)), null);
		});

		test('is ended after the time set, where the host wants that, and not before', async () => {
			assert.equal(await listening({ whenAbandoned: 'abort' }, (tick) => tick(1_001)), 'abandoned');
			assert.equal(await listening({ whenAbandoned: 'abort' }, (tick) => tick(900)), null);
		});
	});

	describe('a relay', () => {
		test('is shared by all readers of an answer, and a new one is made after its end', async () => {
			const live = live7();
			const gate = later();
			let begun = 0;
			const work = async (emit: (parts: StreamPart[]) => void) => {
				begun += 1;
				emit([part('kept')]);
				await gate.promise;
			};
			const one = live.relay(70, work);
			assert.equal(live.relay(70, work), one);
			assert.equal(live.find(7), null, 'the answer itself does not run here');
			gate.resolve();
			await one.done;
			assert.equal(one.feed.after(0).ended, true);
			assert.notEqual(live.relay(70, work), one);
			assert.equal(begun, 2);
			await live.close();
		});

		test('ends when its last reader has left', async () => {
			mock.timers.enable({ apis: ['setTimeout'] });
			try {
				const live = live7();
				let ended = false;
				const { feed } = live.relay(70, async (_emit, signal) => {
					await untilAborted(signal);
					ended = true;
				});
				const leave = feed.watch(() => {});
				mock.timers.tick(60_000);
				assert.equal(ended, false);
				leave();
				mock.timers.tick(3_000);
				await Promise.resolve();
				assert.equal(ended, true);
				assert.equal(feed.cut?.(), false);
			} finally {
				mock.timers.reset();
			}
		});
	});
});
