// How long an answer may be, may take, and lives on without a reader.

import { z } from 'zod';

export const answer = z
	.strictObject({
		maxOutputTokens: z.number().int().positive().default(1024),
		/** What else a model is told, in your words: tone, names of products. Our own rules stand and come last. */
		instructions: z.string().max(8000).default(''),
		maxPromptTokens: z.number().int().min(500).default(6000),
		/** An answer that takes longer is ended; what was said is kept, and marked. */
		maxSeconds: z.number().positive().max(600).default(120),
		/** How long nobody must listen before an answer counts as abandoned. Readers in other processes are not seen. */
		abandonAfterMs: z.number().int().positive().default(30_000),
		/** `finish` writes it to its end for whoever comes back; `abort` ends it and keeps what was said. */
		whenAbandoned: z.enum(['finish', 'abort']).default('finish'),
		/** What answers under way get to come to their end when the kit is closed. */
		graceSeconds: z.number().nonnegative().max(600).default(10),
	})
	.prefault({});
