// Every job there is, in the order in which they run.

import { settleAllAbandoned } from '../core/settle.ts';
import type { Parts } from '../core/turn-state.ts';
import type { Job } from './index.ts';

const A_DAY_MS = 24 * 60 * 60_000;

export function jobsOf({ store, clock }: Pick<Parts, 'store' | 'clock'>): readonly Job[] {
	return [
		{ name: 'settle abandoned answers', run: () => settleAllAbandoned({ store, clock }) },
		{ name: 'forget repeats', run: (now) => store.idempotency.sweep(now - A_DAY_MS) },
	];
}
