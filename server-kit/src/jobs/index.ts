// Work that no request waits for: run by the kit every minute, or by the host's own cron through `tick`.

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
	stop(): Promise<void>;
}

const EVERY_MS = 60_000;

export function createJobs(jobs: readonly Job[], { clock, log }: { clock: Clock; log: Log }): Jobs {
	let timer: NodeJS.Timeout | undefined;
	let running: Promise<void> | null = null;

	async function tick(): Promise<void> {
		const faults: unknown[] = [];
		for (const job of jobs) {
			try {
				const done = await job.run(clock.now());
				if (done > 0) log.info('job done', { job: job.name, done });
			} catch (fault) {
				faults.push(fault);
				log.error('job failed', { job: job.name, fault });
			}
		}
		if (faults.length > 0) throw new AggregateError(faults, 'Not every job could be run.');
	}

	return {
		tick,
		start() {
			timer ??= setInterval(() => {
				// What went wrong has been logged; the next minute tries again.
				running ??= tick()
					.catch(() => {})
					.finally(() => {
						running = null;
					});
			}, EVERY_MS).unref();
		},
		async stop() {
			clearInterval(timer);
			timer = undefined;
			await running;
		},
	};
}
