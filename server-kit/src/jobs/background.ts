// What no request waits for, put together: the webhooks' outbox, cases that are handed on, and the jobs.

import { createDispatcher } from '../core/dispatching.ts';
import type { Embedding } from '../core/embedding.ts';
import { createErasureNotices, type OnErased } from '../core/erasure-notices.ts';
import type { Parts } from '../core/turn-state.ts';
import { createOutbox, type Outbox } from '../core/webhooks/outbox.ts';
import { type Beat, createJobs, type Jobs } from './index.ts';
import { jobsOf } from './list.ts';

export interface Background {
	outbox: Outbox;
	jobs: Jobs;
	stop(): Promise<void>;
}

export function createBackground(
	parts: Parts,
	{ onErased, embedding, ...beat }: Beat & { onErased: OnErased | null; embedding: Embedding | null },
): Background {
	const outbox = createOutbox(parts);
	const dispatcher = createDispatcher(parts);
	const erasures = createErasureNotices({ ...parts, onErased });
	const jobs = createJobs(jobsOf(parts, { dispatcher, erasures, outbox, embedding }), parts, beat);
	return {
		outbox,
		jobs,
		async stop() {
			// First: a tick may be waiting for a receiver that hangs.
			dispatcher.close();
			await outbox.close();
			await embedding?.close();
			await jobs.stop();
		},
	};
}
