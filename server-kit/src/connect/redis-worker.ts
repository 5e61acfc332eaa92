// Takes one job after the other out of the queue that the processes share, and runs it in this one.

import type { Worker as BullWorker, Job, Queue } from 'bullmq';
import type { Log } from '../core/ports.ts';
import type { Shift } from '../jobs/queue.ts';
import type { BullMq } from './bullmq.ts';
import { openLines, within } from './redis-lines.ts';
import { type RedisLink, withoutCommand } from './redis-link.ts';

/** What comes of a turn that was left to a run which had begun before. */
export const LEFT = 'left';
const DONE = 'done';

export interface Worker {
	/** For whoever puts jobs up; answers at once or fails, as the link does. */
	readonly queue: Queue;
	/** False where it will never come up. */
	ready(): Promise<boolean>;
	/** Takes no more, and waits for the job that it has taken. */
	dismiss(): Promise<void>;
}

interface Work {
	shifts: readonly Shift[];
	run(name: string): Promise<boolean>;
}

interface Place extends Work {
	bullmq: BullMq;
	url: string;
	prefix: string;
	name: string;
	link: RedisLink;
	log: Log;
}

/** A job whose process has said nothing for so long is another's; less where jobs are due more often. */
const LEASE_MS = 30_000;
const LEASE_LEAST_MS = 2000;
/** While we close, Redis may take so long for an answer. */
const SETTLE_MS = 500;
const RETRY_MS = 1000;
/** A run that has missed so many turns hangs, and holds up no other. */
const TURNS_MISSED = 10;

export function hire({ bullmq, url, prefix, name, link, log, shifts, run }: Place): Worker {
	const lines = openLines(url);
	const queue = new bullmq.Queue(name, { connection: link.client, prefix, streams: { events: { maxLen: 100 } } });
	const hand = createHand(queue, { shifts, run });
	const leaseMs = leaseFor(shifts);
	const worker = new bullmq.Worker(name, hand.take, {
		connection: lines.main,
		prefix,
		concurrency: 1,
		lockDuration: leaseMs,
		stalledInterval: leaseMs,
		runRetryDelay: RETRY_MS,
	});
	const tell = (fault: Error) => {
		// The link tells of connections.
		if (link.here() && fault.name === 'ReplyError') log.warn('the job queue failed', { fault: withoutCommand(fault) });
	};
	queue.on('error', tell);
	worker.on('error', tell);
	worker.on('stalled', (id) => log.warn('job taken over from a process that is gone', { job: jobOf(id) }));
	return {
		queue,
		async ready() {
			const up = Promise.all([queue.waitUntilReady(), worker.waitUntilReady()]);
			return up.then(() => worker.isRunning() && lines.alive()).catch(() => false);
		},
		async dismiss() {
			await worker.pause(true);
			await hand.rest(worker);
			// By force: what was at hand is done, and otherwise BullMQ would wait for a Redis that is away, and renew leases
			// for ever.
			const closed = worker.close(true);
			await lines.end();
			await within(SETTLE_MS, closed);
			await within(SETTLE_MS, queue.close());
		},
	};
}

function createHand(queue: Queue, { shifts, run }: Work) {
	let busy: Promise<string> | null = null;
	let resting = false;

	async function does(job: Job): Promise<string> {
		const everyMs = shifts.find(({ name }) => name === job.name)?.everyMs ?? 0;
		if (await isUnderWay(job, queue, TURNS_MISSED * everyMs)) return LEFT;
		// No detail: it would be kept in Redis.
		if (resting || !(await run(job.name))) throw new Error('The log of the process that took it says why.');
		return DONE;
	}

	return {
		take(job: Job): Promise<string> {
			busy = does(job).finally(() => {
				busy = null;
			});
			return busy;
		},
		/** Waits for the job at hand, and until Redis has been told what came of it. */
		async rest(worker: BullWorker): Promise<void> {
			resting = true;
			const told = new Promise<void>((tell) => {
				worker.once('completed', () => tell()).once('failed', () => tell());
			});
			if (busy) await busy.catch(() => {}).then(() => within(SETTLE_MS, told));
		},
	};
}

/** Whether the same job is being run already: a run may take longer than the time between two turns. */
async function isUnderWay(job: Job, queue: Queue, hangsAfter: number): Promise<boolean> {
	const begun = ({ processedOn = 0 }: Job) => processedOn;
	const active = await queue.getActive().catch((): Job[] => []);
	return active.some((other) => {
		const ahead = begun(job) - begun(other) || Number(String(job.id) > String(other.id));
		return other.name === job.name && other.id !== job.id && ahead > 0 && ahead < hangsAfter;
	});
}

function leaseFor(shifts: readonly Shift[]): number {
	const often = Math.min(...shifts.map(({ everyMs }) => everyMs));
	return Math.min(LEASE_MS, Math.max(LEASE_LEAST_MS, Math.floor(often / 2)));
}

/** Of a turn's id, which BullMQ makes of the scheduler's name and a time. */
function jobOf(id: string): string {
	return id.split(':')[1] ?? '';
}
