// The jobs' beat: by each process alone, beside a queue, or not at all; what fails is named.

import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createSupportKit } from '@deskbell/server-kit';
import { startKit } from '@deskbell/server-kit/testing';
import { until } from '../../../test/faults/rig/form.ts';
import { createJobs, type Job } from '../../src/jobs/index.ts';
import type { JobQueue, Outcome } from '../../src/jobs/queue.ts';

const quiet = { info() {}, warn() {}, error() {} };

interface Given {
	now?: () => number;
	queue?: JobQueue | null;
	everyMs?: number;
}

function jobsOf(t: TestContext, list: readonly Job[], { now = Date.now, queue = null, everyMs = 5 }: Given = {}) {
	const jobs = createJobs(list, { clock: { now }, log: quiet, observer: null }, { everyMs, queue });
	t.after(() => jobs.stop());
	return jobs;
}

describe('a tick', () => {
	test('runs every job, whatever becomes of the others, and names the one that failed until it does not', async (t) => {
		let [broken, ran] = [true, 0];
		const frail = async () => {
			if (broken) throw new Error('the detail');
			return 1;
		};
		const counted = async () => {
			ran += 1;
			return 0;
		};
		const jobs = jobsOf(t, [
			{ name: 'frail', run: frail },
			{ name: 'sound', run: counted },
		]);
		await assert.rejects(jobs.tick(), AggregateError);
		assert.equal(ran, 1);
		assert.deepEqual(jobs.troubled(), ['frail']);
		await assert.rejects(jobs.lately(), /^Error: failed in the last run: frail$/);
		broken = false;
		await jobs.tick();
		assert.deepEqual(jobs.troubled(), []);
		await jobs.lately();
	});

	test('lets a job rest that was done; one that failed, or whose clock went back, is run', async (t) => {
		let [now, ran, broken] = [10_000, 0, true];
		const run = async () => {
			ran += 1;
			if (broken) throw new Error('not now');
			return 0;
		};
		const jobs = jobsOf(t, [{ name: 'rare', everyMs: 1000, run }], { now: () => now });
		await assert.rejects(jobs.tick());
		broken = false;
		await jobs.tick();
		now += 999;
		await jobs.tick();
		assert.equal(ran, 2, 'failed, then done, then at rest');
		now += 1;
		await jobs.tick();
		assert.equal(ran, 3);
		now -= 5000;
		await jobs.tick();
		assert.equal(ran, 4);
	});
});

test('a job that never ends is named, and those that wait behind it', async (t) => {
	const { promise, resolve } = Promise.withResolvers<number>();
	t.after(() => resolve(0));
	const jobs = jobsOf(t, [
		{ name: 'hangs', run: () => promise },
		{ name: 'waits', run: async () => 0 },
	]);
	jobs.start();
	await until(() => jobs.troubled().length === 2, 'both are late');
	await assert.rejects(jobs.lately(), /^Error: have not come to their end for long: hangs, waits$/);
	resolve(0);
	await until(() => jobs.troubled().length === 0, 'both have come to their end');
});

describe('beside a queue', () => {
	function scripted(answers: () => readonly Outcome[] | null) {
		let run: ((name: string) => Promise<boolean>) | null = null;
		const queue: JobQueue = {
			open(_, given) {
				run = given;
			},
			renew: async () => answers(),
			close: async () => {},
		};
		return { queue, take: (name: string) => run?.(name) };
	}

	test('it runs what the queue hands it, and by itself what is due while there is no queue', async (t) => {
		let [away, asked, ran] = [false, 0, 0];
		const { queue, take } = scripted(() => {
			asked += 1;
			return away ? null : [];
		});
		const run = async () => {
			ran += 1;
			return 0;
		};
		jobsOf(t, [{ name: 'one', run }], { queue }).start();
		await until(() => asked >= 3, 'three beats');
		assert.equal(ran, 0);
		assert.equal(await take('one'), true);
		assert.equal(await take('of another version'), false);
		assert.equal(ran, 1);
		away = true;
		await until(() => ran >= 3, 'it runs them itself');
	});

	test('it hears how jobs ended elsewhere, and takes no older news for new', async (t) => {
		let outcomes: Outcome[] = [{ name: 'one', at: 5, failed: true }];
		const { queue, take } = scripted(() => outcomes);
		const jobs = jobsOf(t, [{ name: 'one', run: async () => 0 }], { queue, everyMs: 20 });
		jobs.start();
		await until(() => jobs.troubled().includes('one'), 'it failed elsewhere');
		await take('one');
		assert.deepEqual(jobs.troubled(), [], 'and was run here');
		outcomes = [...outcomes, { name: 'one', at: 6, failed: true }];
		await until(() => jobs.troubled().includes('one'), 'it failed again elsewhere');
		outcomes = [...outcomes, { name: 'one', at: 7, failed: false }];
		await until(() => jobs.troubled().length === 0, 'and is well');
	});
});

describe('the option', () => {
	const secret = 'a secret for tests, 32 characters or more';
	const start = (options: object) => () =>
		createSupportKit({
			secret,
			database: ':memory:',
			model: 'extractive',
			auth: { authenticate: () => null },
			...options,
		});

	test('names what is wrong', () => {
		assert.throws(start({ jobs: { engine: 'bullmq' } }), /jobs\.engine: bullmq keeps its queue in Redis/);
		assert.throws(start({ jobs: { engine: 'cron' } }), /jobs\.engine: /);
		assert.throws(start({ jobs: { everySeconds: 0 } }), /jobs\.everySeconds: /);
		assert.throws(start({ jobs: { every: 5 } }), /jobs: /);
	});

	test('decides whether jobs run by themselves; a tick runs them in any case', async (t) => {
		const beats = t.mock.method(globalThis, 'setInterval');
		const begun = async (engine: 'auto' | 'process' | 'none', everySeconds: number) => {
			const { kit, close } = await startKit({ jobs: { engine, everySeconds } });
			t.after(close);
			await kit.jobs.tick();
			return beats.mock.calls.filter((call) => call.arguments[1] === everySeconds * 1000).length;
		};
		assert.deepEqual([await begun('auto', 3501), await begun('process', 3502), await begun('none', 3503)], [1, 1, 0]);
	});

	test('health names the job that failed, and nothing of why', async (t) => {
		let broken = true;
		const now = () => {
			if (broken) throw new Error('the detail');
			return Date.now();
		};
		const { kit, close } = await startKit({ clock: { now } });
		t.after(close);
		await assert.rejects(kit.jobs.tick());
		const { troubledJobs, checks } = await kit.health();
		assert.ok(checks.jobs === 'down' && troubledJobs.includes('expire approvals'));
		assert.doesNotMatch(JSON.stringify(troubledJobs), /detail/);
		broken = false;
		await kit.jobs.tick();
		assert.deepEqual((await kit.health()).troubledJobs, []);
	});
});
