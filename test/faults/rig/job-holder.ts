// A process that shares its jobs through a Redis until it is killed, and holds the one for good that its environment names.

import { connectJobs } from '../../../server-kit/src/connect/redis-jobs.ts';
import { createJobs } from '../../../server-kit/src/jobs/index.ts';

const { DESKBELL_FAULT_REDIS: url = '', DESKBELL_FAULT_HOLDS: holds = '' } = process.env;
const quiet = { info() {}, warn() {}, error() {} };
const queue = connectJobs({ redis: { url, prefix: 'desk-tests:' }, jobs: { engine: 'bullmq' } }, quiet);

function runOf(name: string): () => Promise<number> {
	return async () => {
		process.send?.({ ran: name });
		return name === holds ? new Promise<never>(() => {}) : 0;
	};
}

const list = [
	{ name: 'often', run: runOf('often') },
	{ name: 'held', everyMs: 60_000, run: runOf('held') },
];
const world = { clock: { now: () => Date.now() }, log: quiet, observer: null };
const jobs = createJobs(list, world, { everyMs: 1000, queue });
jobs.start();
