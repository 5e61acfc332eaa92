// Work that no request waits for: run by the kit's own beat, handed out by a queue that the processes share, or run by
// the host's own cron through `tick`.

import type { Observer } from '../core/observer.ts';
import type { Clock, Log } from '../core/ports.ts';
import type { JobQueue } from './queue.ts';
import { createStanding } from './standing.ts';

export interface Job {
	readonly name: string;
	/** How often is often enough; with every beat where left out. */
	readonly everyMs?: number;
	/** Does what is due and gives how much that was; whoever runs it twice does nothing twice. */
	run(now: number): Promise<number>;
}

export interface Jobs {
	/**
	 * Runs everything that is due once.
	 * @throws AggregateError of what went wrong, after all jobs have had their turn
	 */
	tick(): Promise<void>;
	/** Runs what is due with every beat until stopped: by `tick`, or through the queue while there is one. */
	start(): void;
	/** Rejects where the last run of a job failed, or a job was started and has not come to its end for long. */
	lately(): Promise<void>;
	/** The names of those jobs. */
	troubled(): readonly string[];
	stop(): Promise<void>;
}

interface World {
	clock: Clock;
	log: Log;
	observer: Observer | null;
}

export interface Beat {
	everyMs: number;
	/** Null: each process runs every job. */
	queue: JobQueue | null;
}

export function createJobs(jobs: readonly Job[], { clock, log, observer }: World, { everyMs, queue }: Beat): Jobs {
	const shifts = jobs.map((job) => ({ name: job.name, everyMs: Math.max(everyMs, job.everyMs ?? 0) }));
	const standing = createStanding(shifts);
	const doneAt = new Map<string, number>();
	let timer: NodeJS.Timeout | undefined;
	let running: Promise<void> | null = null;

	/** A run that failed is not done, and is tried again with the next tick. */
	function rests({ name, everyMs: often }: Job): boolean {
		const last = doneAt.get(name);
		if (often === undefined || last === undefined) return false;
		const since = clock.now() - last;
		return since >= 0 && since < often;
	}

	async function attempt(job: Job): Promise<void> {
		const from = performance.now();
		const told = (broke: boolean) => {
			standing.ended(job.name, broke);
			observer?.job(job.name, performance.now() - from, broke);
		};
		try {
			const now = clock.now();
			const done = await job.run(now);
			doneAt.set(job.name, now);
			told(false);
			if (done > 0) log.info('job done', { job: job.name, done });
		} catch (fault) {
			told(true);
			log.error('job failed', { job: job.name, fault });
			throw fault;
		}
	}

	async function tick(): Promise<void> {
		const faults: unknown[] = [];
		for (const job of jobs) {
			if (!rests(job)) await attempt(job).catch((fault) => faults.push(fault));
		}
		if (faults.length > 0) throw new AggregateError(faults, 'Not every job could be run.');
	}

	async function fromQueue(name: string): Promise<boolean> {
		const job = jobs.find((each) => each.name === name);
		return job !== undefined && (await attempt(job).then(yes, no));
	}

	async function beat(): Promise<void> {
		const outcomes = queue && (await queue.renew());
		if (outcomes) standing.heard(outcomes);
		else await tick();
	}

	const troubled = () => [...new Set([...standing.failed(), ...standing.late()])];
	return {
		tick,
		start() {
			if (timer) return;
			standing.begin();
			queue?.open(shifts, fromQueue);
			timer = setInterval(() => {
				// What went wrong has been logged; the next beat tries again.
				running ??= beat()
					.catch(() => {})
					.finally(() => {
						running = null;
					});
			}, everyMs).unref();
		},
		async lately() {
			const [failed, late] = [standing.failed(), standing.late()];
			if (failed.length > 0) throw new Error(`failed in the last run: ${failed.join(', ')}`);
			if (late.length > 0) throw new Error(`have not come to their end for long: ${late.join(', ')}`);
		},
		troubled,
		async stop() {
			clearInterval(timer);
			timer = undefined;
			standing.pause();
			await Promise.all([running, queue?.close()]);
		},
	};
}

const yes = () => true;
const no = () => false;
