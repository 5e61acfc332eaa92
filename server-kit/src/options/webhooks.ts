// Webhooks: where they may go, how long one attempt may take, and how long what came of it is kept.

import { z } from 'zod';

export const webhooks = z
	.strictObject({
		/** For development: also `http:`, this machine and private networks. */
		allowPrivate: z.boolean().default(false),
		/** For one attempt, from looking up the address to the end of the answer. */
		timeoutMs: z.number().int().min(100).max(30_000).default(15_000),
		/** A webhook to which nothing came through for so long is disabled. */
		disableAfterDays: z.number().positive().max(365).default(5),
		/** How long events and what came of them can be looked at and replayed. */
		keepDays: z.number().positive().max(365).default(30),
	})
	.prefault({});
