// When and by whom the work is done that no request waits for.

import { z } from 'zod';

export const jobs = z
	.strictObject({
		/**
		 * `bullmq`: a queue in Redis hands each job to one process at a time. `process`: each process runs every job.
		 * `none`: nothing runs by itself, and `kit.jobs.tick()` is called by a cron of the host's. `auto`: `bullmq` where
		 * `redis` is given and the package bullmq is installed, else `process`.
		 */
		engine: z.enum(['auto', 'process', 'bullmq', 'none']).default('auto'),
		/** How often what is due is run. Webhooks do not wait for it. */
		everySeconds: z.number().int().min(1).max(3600).default(60),
	})
	.prefault({});

interface Chosen {
	jobs: z.output<typeof jobs>;
	redis: unknown;
}

/** The queue is in Redis. */
export function refuseQueueless({ jobs: { engine }, redis }: Chosen): void {
	if (engine === 'bullmq' && redis === null)
		throw new Error(
			'createSupportKit: jobs.engine: bullmq keeps its queue in Redis; name one by the option redis, or take process',
		);
}
