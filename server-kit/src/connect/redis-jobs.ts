// Where processes share a Redis, BullMQ keeps the time of the jobs and hands each to one process. Nothing hangs on it:
// leases are in the database, and while Redis is away each process keeps its own time.

import { createHash } from 'node:crypto';
import type { Queue } from 'bullmq';
import type { Log } from '../core/ports.ts';
import type { JobQueue, Outcome, Shift } from '../jobs/queue.ts';
import { type BullMq, findBullMq } from './bullmq.ts';
import { createRedisLink, type RedisLink } from './redis-link.ts';
import { hire, LEFT, type Worker } from './redis-worker.ts';

interface Chosen {
	redis: { url: string; prefix: string } | null;
	jobs: { engine: 'auto' | 'process' | 'bullmq' | 'none' };
}

/**
 * Null: each process runs the jobs by its own time, or a cron of the host's does.
 * @throws Error where the host wants BullMQ and it is not installed
 */
export function connectJobs({ redis, jobs: { engine } }: Chosen, log: Log): JobQueue | null {
	if (!redis || engine === 'process' || engine === 'none') return null;
	const bullmq = findBullMq();
	if (bullmq) return redisJobs({ bullmq, ...redis, log });
	if (engine === 'bullmq')
		throw new Error('createSupportKit: jobs.engine: the package bullmq is not installed: npm install bullmq');
	log.info('bullmq is not installed: each process runs every job');
	return null;
}

interface Place {
	bullmq: BullMq;
	url: string;
	prefix: string;
	log: Log;
}

type Opened = Omit<JobQueue, 'open'>;

function redisJobs(place: Place): JobQueue {
	let opened: Opened | null = null;
	return {
		open(shifts, run) {
			opened ??= openQueue(place, shifts, run);
		},
		renew: async () => opened?.renew() ?? null,
		async close() {
			const closing = opened;
			opened = null;
			await closing?.close();
		},
	};
}

function openQueue(place: Place, shifts: readonly Shift[], run: (name: string) => Promise<boolean>): Opened {
	const { url, prefix, log } = place;
	const name = `jobs-${fingerprintOf(shifts)}`;
	let worker: Worker | null = null;
	let looking: Promise<void> | null = null;
	let closed = false;
	let beginsUntil = performance.now() + BEGIN_MS;
	const link: RedisLink = createRedisLink({
		url,
		log,
		what: 'jobs',
		meanwhile: 'each process runs every job',
		probe(client) {
			looking ??= look(client).finally(() => {
				looking = null;
			});
			return looking;
		},
	});

	link.onArrival(() => {
		beginsUntil = 0;
	});

	/** Redis takes writes, a worker waits for jobs, and every job is put up, as in a Redis that came back empty none is. */
	async function look(client: RedisLink['client']): Promise<void> {
		await client.set(`${prefix}jobs-here`, '', 'PX', 10_000);
		if (closed) return;
		worker ??= hire({ ...place, prefix: `${prefix}bull`, name, link, shifts, run });
		if (!(await worker.ready())) {
			const broken = worker;
			worker = null;
			await broken.dismiss();
			throw new Error('BullMQ does not come up');
		}
		if ((await worker.queue.getJobSchedulersCount()) < shifts.length) await putUp(worker.queue, shifts);
	}

	return {
		async renew() {
			if (!worker || !link.here()) return performance.now() < beginsUntil ? [] : null;
			try {
				// A Redis that evicts may have lost a turn of a job's, of which the job's scheduler knows nothing.
				await putUp(worker.queue, shifts);
				return await outcomesIn(worker.queue);
			} catch (fault) {
				link.failed(fault);
				return null;
			}
		},
		async close() {
			closed = true;
			await worker?.dismiss();
			await link.close();
		},
	};
}

/** Versions whose jobs differ do not share a queue: each would undo what the other puts up. */
function fingerprintOf(shifts: readonly Shift[]): string {
	return createHash('sha256').update(JSON.stringify(shifts)).digest('hex').slice(0, 8);
}

/** A start is not an absence: for so long no process runs by itself what another may be running. */
const BEGIN_MS = 10_000;
const ATTEMPTS = 3;
/** Of runs that have come to an end, and of those that failed. */
const KEPT = 50;

/** Whoever puts up what is there changes nothing. A job carries its name alone. */
async function putUp(queue: Queue, shifts: readonly Shift[]): Promise<void> {
	for (const { name, everyMs } of shifts) {
		const opts = {
			attempts: ATTEMPTS,
			// A sixth of its time, then two sixths: all attempts are over before the next turn.
			backoff: { type: 'exponential', delay: Math.ceil(everyMs / 6) },
			removeOnComplete: { count: KEPT },
			removeOnFail: { count: KEPT },
			stackTraceLimit: 0,
		};
		await queue.upsertJobScheduler(name, { every: everyMs }, { name, opts });
	}
}

async function outcomesIn(queue: Queue): Promise<Outcome[]> {
	const [completed, failed] = await Promise.all([queue.getCompleted(0, KEPT), queue.getFailed(0, KEPT)]);
	const run = completed.filter(({ returnvalue }) => returnvalue !== LEFT);
	const outcomes = [
		...run.map(({ name, finishedOn: at = 0 }) => ({ name, at, failed: false })),
		...failed.map(({ name, finishedOn: at = 0 }) => ({ name, at, failed: true })),
	];
	return outcomes.sort((one, other) => one.at - other.at);
}
