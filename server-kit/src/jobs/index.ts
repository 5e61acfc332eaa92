// Work that no request waits for: run by the kit every minute, or by the host's own cron through `tick`.

import type { Observer } from '../core/observer.ts';
import type { Clock, Log } from '../core/ports.ts';

export interface Job {
	readonly name: string;
	/** Does what is due and gives how much that was; whoever runs it twice does nothing twice. */
	run(now: number): Promise<number>;
}

export interface Jobs {
	/**
	 * Runs everything that is due once.
	 * @throws AggregateError of what went wrong, after all jobs have had their turn
	 */
	tick(): Promise<void>;
	/** Runs `tick` every minute until stopped. */
	start(): void;
	/** Rejects where it was started and the last run failed, or none has come to its end for long. */
	lately(): Promise<void>;
	stop(): Promise<void>;
}

const EVERY_MS = 60_000;
/** Jobs that have not come to an end for so long hang. */
const LATE_MS = 10 * EVERY_MS;

interface World {
	clock: Clock;
	log: Log;
	observer: Observer | null;
}

export function createJobs(jobs: readonly Job[], { clock, log, observer }: World): Jobs {
	let timer: NodeJS.Timeout | undefined;
	let running: Promise<void> | null = null;
	/** By a clock that never jumps; null while it is not started. */
	let endedAt: number | null = null;
	let failed = false;

	async function tick(): Promise<void> {
		const faults: unknown[] = [];
		for (const job of jobs) {
			const from = performance.now();
			const told = (broke: boolean) => observer?.job(job.name, performance.now() - from, broke);
			try {
				const done = await job.run(clock.now());
				told(false);
				if (done > 0) log.info('job done', { job: job.name, done });
			} catch (fault) {
				told(true);
				faults.push(fault);
				log.error('job failed', { job: job.name, fault });
			}
		}
		failed = faults.length > 0;
		if (failed) throw new AggregateError(faults, 'Not every job could be run.');
	}

	return {
		tick,
		start() {
			endedAt ??= performance.now();
			timer ??= setInterval(() => {
				// What went wrong has been logged; the next minute tries again.
				running ??= tick()
					.catch(() => {})
					.finally(() => {
						endedAt = performance.now();
						running = null;
					});
			}, EVERY_MS).unref();
		},
		async lately() {
			if (failed) throw new Error('a job failed in the last run');
			if (endedAt !== null && performance.now() - endedAt > LATE_MS) throw new Error('the jobs stand still');
		},
		async stop() {
			clearInterval(timer);
			timer = undefined;
			endedAt = null;
			await running;
		},
	};
}
