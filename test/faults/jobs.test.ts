// Jobs that several processes share through a real Redis: each run once, taken over from the dead, and run by every
// process while Redis is away.

import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type TestContext, test } from 'node:test';
import { type StartedKit, startKit } from '@deskbell/server-kit/testing';
import type { Redis } from 'ioredis';
import { connectJobs } from '../../server-kit/src/connect/redis-jobs.ts';
import { LEFT } from '../../server-kit/src/connect/redis-worker.ts';
import { createJobs, type Job, type Jobs } from '../../server-kit/src/jobs/index.ts';
import { COMPILE_CACHE } from '../support/compile-cache.ts';
import { until } from './rig/form.ts';
import { connectionsOf, redisFor } from './rig/redis.ts';

const PREFIX = 'desk-tests:';

interface Process {
	jobs: Jobs;
	runs(name: string): number;
	said(words: RegExp): number;
}

/** A process of a host in all but the process: its own connections, its own beat. */
function started(t: TestContext, url: string, list: readonly Job[], everyMs = 1000): Process {
	const said: string[] = [];
	const ran: string[] = [];
	const note = (message: string) => void said.push(message);
	const log = { info: note, warn: note, error: note };
	const queue = connectJobs({ redis: { url, prefix: PREFIX }, jobs: { engine: 'bullmq' } }, log);
	const counted = list.map((job) => ({
		...job,
		async run(now: number) {
			ran.push(job.name);
			return job.run(now);
		},
	}));
	const jobs = createJobs(counted, { clock: { now: () => Date.now() }, log, observer: null }, { everyMs, queue });
	jobs.start();
	t.after(() => jobs.stop());
	return {
		jobs,
		runs: (name) => ran.filter((each) => each === name).length,
		said: (words) => said.filter((message) => words.test(message)).length,
	};
}

const job = (name: string, run: Job['run'] = async () => 0): Job => ({ name, run });

const AWAY = /^Redis is away for jobs/;
const BACK = /^Redis is back for jobs/;

/** What was seen, and whether Redis was away meanwhile: then each process ran the jobs by itself, as it should. */
interface Look<T> {
	seen: T;
	disturbed: boolean;
}

/** A machine that stands still for a moment loses Redis: looks again until a look proves something. */
async function undisturbed<T>(look: () => Promise<Look<T>>): Promise<T> {
	let last = await look();
	const proves = async () => {
		if (last.disturbed) last = await look();
		return !last.disturbed;
	};
	await until(proves, 'a look in which Redis was there all the time');
	return last.seen;
}

test('two kits on one database and one Redis run each job once per interval', async (t) => {
	const { url, admin } = await redisFor(t);
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-jobs-'));
	const warnings: string[] = [];
	const start = () =>
		startKit({
			database: join(folder, 'desk.sqlite'),
			redis: { url, prefix: PREFIX },
			jobs: { engine: 'bullmq', everySeconds: 1 },
			metrics: true,
			log: { info() {}, warn: (message) => void warnings.push(message), error() {} },
		});
	const before = await connectionsOf(admin);
	const kits = [await start(), await start()];
	t.after(async () => {
		for (const kit of kits) await kit.close();
		rmSync(folder, { recursive: true });
	});
	const said = (words: RegExp) => warnings.filter((message) => words.test(message)).length;
	const counts = () => Promise.all(JOBS.map((name) => runsOf(kits, name)));
	await until(async () => (await connectionsOf(admin)) === before + 10, 'both are connected');
	await until(async () => Math.min(...(await counts())) > 1, 'every job has its turns');
	const { most, turns } = await undisturbed(async () => {
		await until(() => said(AWAY) === said(BACK), 'Redis is there for both');
		const heard = warnings.length;
		const [from, first] = [performance.now(), await counts()];
		const since = async () => (await counts()).map((count, at) => count - (first[at] ?? 0));
		await until(async () => Math.min(...(await since())) >= 5, 'five turns more');
		const seen = { most: Math.max(...(await since())), turns: (performance.now() - from) / 1000 };
		return { seen, disturbed: warnings.length > heard };
	});
	assert.ok(most <= turns + 2, `${most} runs in ${turns.toFixed(1)} turns`);
	const [hourly, often] = [await runsOf(kits, 'delete old conversations'), Math.min(...(await counts()))];
	assert.ok(hourly < often, 'what is due once an hour is not run with every turn');
});

const JOBS = ['settle abandoned answers', 'expire approvals', 'finish erasures', 'hand cases on', 'send webhooks'];

async function runsOf(kits: readonly StartedKit[], name: string): Promise<number> {
	const bodies = await Promise.all(kits.map(async ({ kit }) => (await kit.metrics()).body));
	const line = new RegExp(`^deskbell_job_duration_seconds_count\\{job="${name}",outcome="done"\\} (\\d+)$`, 'm');
	return bodies.reduce((sum, body) => sum + Number(line.exec(body)?.[1] ?? 0), 0);
}

test('while one process holds a job, another runs the others', async (t) => {
	const heldElsewhere = await undisturbed(async () => {
		const { url } = await redisFor(t);
		const { promise, resolve: release } = Promise.withResolvers<number>();
		t.after(() => release(0));
		const list = [{ ...job('held', () => promise), everyMs: 60_000 }, job('often')];
		const both = [started(t, url, list), started(t, url, list)] as const;
		await until(() => both.some(({ runs }) => runs('held') > 0), 'one has the job');
		const [holder, other] = both[0].runs('held') > 0 ? both : ([both[1], both[0]] as const);
		const isAway = () => holder.said(AWAY) + other.said(AWAY) > 0;
		const before = other.runs('often');
		// Without Redis each holds the job for itself, and gets to no other.
		await until(() => isAway() || other.runs('often') >= before + 2, 'the other goes on');
		const look = { seen: other.runs('held'), disturbed: isAway() };
		release(0);
		await Promise.all(both.map(({ jobs }) => jobs.stop()));
		return look;
	});
	assert.equal(heldElsewhere, 0, 'and leaves the held one alone');
});

test('a run that takes longer than its turns is not begun again; one that hangs for many turns holds up no other', async (t) => {
	const { url, admin } = await redisFor(t);
	const { promise, resolve: release } = Promise.withResolvers<number>();
	t.after(() => release(0));
	const both = [started(t, url, [job('slow', () => promise)]), started(t, url, [job('slow', () => promise)])];
	const runs = () => both.reduce((sum, one) => sum + one.runs('slow'), 0);
	await until(() => runs() === 1, 'it has begun');
	await until(async () => (await turnsLeft(admin, 'slow')) > 0, 'a turn that comes meanwhile is left to it');
	await until(() => runs() === 2, 'in the end it is taken for one that hangs');
	release(0);
});

test('kill -9 in the middle of a job: another process takes it over', async (t) => {
	const { url } = await redisFor(t);
	const child = holder(t, url, 'held');
	await heard(child, 'held');
	const here = started(t, url, [job('often'), { ...job('held'), everyMs: 60_000 }]);
	await until(() => here.runs('often') > 0, 'this process takes part');
	child.kill('SIGKILL');
	await until(() => here.runs('held') > 0, 'the job of the dead is run');
	await until(() => here.said(/^job taken over/) > 0 || here.said(AWAY) > 0, 'and the log says so');
});

test('Redis killed: every process runs every job; back and empty, the jobs are put up again', async (t) => {
	const redis = await redisFor(t);
	const both = [started(t, redis.url, [job('one'), job('two')]), started(t, redis.url, [job('one'), job('two')])];
	await until(() => both.every(({ runs }) => runs('one') + runs('two') > 0), 'both take part');
	await redis.kill();
	for (const { runs, said } of both) {
		await until(() => said(AWAY) === 1, 'the log says that it is away');
		const [one, two] = [runs('one'), runs('two')];
		await until(() => runs('one') >= one + 2 && runs('two') >= two + 2, 'each runs them by itself');
		assert.equal(said(AWAY), 1, 'and says so once');
	}
	await redis.restart();
	for (const { said } of both) await until(() => said(BACK) === 1, 'the log says that it is back');
	assert.deepEqual(await putUp(redis.admin), ['one', 'two']);
});

test('a Redis that is emptied under way has its jobs again', async (t) => {
	const redis = await redisFor(t);
	const { runs } = started(t, redis.url, [job('one')]);
	await until(() => runs('one') > 0, 'it runs');
	await redis.admin.flushall();
	await until(async () => (await putUp(redis.admin)).length === 1, 'it is put up again');
	const before = runs('one');
	await until(() => runs('one') >= before + 2, 'and runs');
});

test('out of memory: each process runs every job and says so, without a flood; with room again they are handed out', async (t) => {
	const redis = await redisFor(t);
	const both = [started(t, redis.url, [job('one'), job('two')]), started(t, redis.url, [job('one'), job('two')])];
	await until(() => both.every(({ runs }) => runs('one') + runs('two') > 0), 'both take part');
	await redis.admin.config('SET', 'maxmemory', '1');
	for (const { runs, said } of both) {
		await until(() => said(AWAY) > said(BACK), 'the log says that it is away');
		const [one, two, lines] = [runs('one'), runs('two'), said(/Redis|queue/)];
		await until(() => runs('one') >= one + 3 && runs('two') >= two + 3, 'each runs them by itself');
		assert.equal(said(/Redis|queue/), lines, 'and says it once, however long it lasts');
	}
	await redis.admin.config('SET', 'maxmemory', '0');
	for (const { said } of both) await until(() => said(AWAY) === said(BACK), 'the log says that it is back');
	const latest = async () => (await turnsDone(redis.admin))[0];
	const before = await latest();
	await until(async () => (await latest()) !== before, 'turns are run again by whoever takes them');
	for (const { jobs } of both) await until(() => jobs.troubled().length === 0, 'and every job is well');
});

test('a Redis that evicts: turns that are forgotten are put up again, and no job stands still', async (t) => {
	const { url, admin } = await redisFor(t);
	const here = started(t, url, [job('one'), job('two')]);
	await until(() => here.runs('one') > 0 && here.runs('two') > 0, 'they run');
	await admin.config('SET', 'maxmemory-policy', 'allkeys-random');
	const evicted = async () => Number(/evicted_keys:(\d+)/.exec(await admin.info('stats'))?.[1]);
	const ours = async () => (await admin.keys(`${PREFIX}bull:*`)).length;
	await admin.config(
		'SET',
		'maxmemory',
		String(Number(/used_memory:(\d+)/.exec(await admin.info('memory'))?.[1]) + 200_000),
	);
	const [had, begun] = [await ours(), here.said(/./)];
	let filled = 0;
	const emptied = async () => {
		for (const end = filled + 500; filled < end; filled += 1) await admin.set(`filler:${filled}`, 'x'.repeat(1000));
		return (await ours()) < had / 2;
	};
	await until(emptied, 'most of what the jobs had is gone');
	assert.ok((await evicted()) > 0);
	const [one, two] = [here.runs('one'), here.runs('two')];
	await until(() => here.runs('one') >= one + 3 && here.runs('two') >= two + 3, 'both go on');
	const turns = here.runs('one') - one + here.runs('two') - two;
	assert.ok(here.said(/./) - begun <= 4 * turns, `${here.said(/./) - begun} lines of the log in ${turns} turns`);
});

test('a job that fails is tried again, named by health, and leaves nothing of its fault in Redis', async (t) => {
	const redis = await redisFor(t);
	let [broken, tries] = [true, 0];
	const fails = async () => {
		tries += 1;
		if (broken) throw new Error('sesame of ana@example.com');
		return 0;
	};
	const here = started(t, redis.url, [job('frail', fails), job('sound')], 2000);
	await until(() => tries >= 3, 'it is tried again');
	assert.deepEqual(here.jobs.troubled(), ['frail']);
	await assert.rejects(here.jobs.lately(), /^Error: failed in the last run: frail$/);
	const keys = await redis.admin.keys('*');
	assert.ok(keys.length > 3 && keys.every((key) => key.startsWith(PREFIX)), `all under the prefix: ${keys}`);
	for (const key of keys) assert.ok(!(await redis.admin.dumpBuffer(key))?.includes('sesame'), key);
	broken = false;
	await until(() => here.jobs.troubled().length === 0, 'it is well again');
	await here.jobs.lately();
});

test('a process knows of a job that failed in another, and that it is well again', async (t) => {
	const redis = await redisFor(t);
	let broken = true;
	const frail = job('frail', async () => {
		if (broken) throw new Error('not now');
		return 0;
	});
	const both = [started(t, redis.url, [frail]), started(t, redis.url, [frail])];
	await until(() => both.every(({ jobs }) => jobs.troubled().length === 1), 'both know that it fails');
	broken = false;
	await until(() => both.every(({ jobs }) => jobs.troubled().length === 0), 'both know that it is well');
});

/** Turns that have come to their end, the latest first. */
async function turnsDone(admin: Redis): Promise<string[]> {
	const [key = ''] = await admin.keys(`${PREFIX}bull:*:completed`);
	return key ? admin.zrevrange(key, 0, -1) : [];
}

/** How many turns of this job were left to a run that had begun before. */
async function turnsLeft(admin: Redis, name: string): Promise<number> {
	const keys = await admin.keys(`${PREFIX}bull:*:repeat:${name}:*`);
	const turns = keys.filter((key) => /:\d+$/.test(key));
	const kept = await Promise.all(turns.map((key) => admin.hget(key, 'returnvalue')));
	return kept.filter((value) => value === JSON.stringify(LEFT)).length;
}

async function putUp(admin: Redis): Promise<string[]> {
	const [key = ''] = await admin.keys(`${PREFIX}bull:*:repeat`);
	return key ? (await admin.zrange(key, 0, -1)).sort() : [];
}

function holder(t: TestContext, url: string, holds: string): ChildProcess {
	const child = fork(resolve(import.meta.dirname, 'rig/job-holder.ts'), {
		env: {
			...process.env,
			NODE_TEST_CONTEXT: undefined,
			...COMPILE_CACHE,
			DESKBELL_FAULT_REDIS: url,
			DESKBELL_FAULT_HOLDS: holds,
		},
		execArgv: ['--conditions=deskbell-src'],
	});
	t.after(() => child.kill('SIGKILL'));
	return child;
}

function heard(child: ChildProcess, name: string): Promise<void> {
	return new Promise((done, fail) => {
		child.on('message', ({ ran }: { ran: string }) => ran === name && done());
		child.once('exit', () => fail(new Error('the process has ended')));
	});
}
