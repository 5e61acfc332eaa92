// Work that no request waits for: run by the kit every minute, or by the host's own cron through `tick`.

import type { Clock, Log } from '../core/ports.ts';
import { settleAllAbandoned } from '../core/settle.ts';
import type { Store } from '../core/store.ts';

export interface Jobs {
	/** Runs everything that is due once. */
	tick(): Promise<void>;
	/** Runs `tick` every minute until stopped. */
	start(): void;
	stop(): Promise<void>;
}

const EVERY_MS = 60_000;
const A_DAY_MS = 24 * 60 * 60_000;

export function createJobs({ store, clock, log }: { store: Store; clock: Clock; log: Log }): Jobs {
	let timer: NodeJS.Timeout | undefined;
	let running: Promise<void> = Promise.resolve();

	async function tick(): Promise<void> {
		const settled = await settleAllAbandoned({ store, clock });
		await store.idempotency.sweep(clock.now() - A_DAY_MS);
		if (settled > 0) log.info('abandoned answers settled', { settled });
	}

	return {
		tick,
		start() {
			timer ??= setInterval(() => {
				running = tick().catch((fault) => log.error('jobs failed', { fault }));
			}, EVERY_MS).unref();
		},
		async stop() {
			clearInterval(timer);
			timer = undefined;
			await running;
		},
	};
}
