// What helps to find the right article, and how much memory that may take.

import { z } from 'zod';

export const knowledge = z
	.strictObject({
		/** Groups of words or short phrases that mean the same to your customers, besides those that are built in. */
		synonyms: z
			.array(z.array(z.string().min(1).max(80)).min(2).max(50))
			.max(2000)
			.default([]),
		/** Megabytes that the indexes of all tenants may take together; those not used for longest go first. */
		indexMemoryMb: z.number().int().min(16).default(256),
	})
	.prefault({});
