// BullMQ, an optional package of the host's: found where it is wanted, or not.

import { createRequire } from 'node:module';

export type BullMq = typeof import('bullmq');

/** Null where it is not installed. */
export function findBullMq(): BullMq | null {
	const require = createRequire(import.meta.url);
	try {
		require.resolve('bullmq');
	} catch {
		return null;
	}
	return require('bullmq');
}
