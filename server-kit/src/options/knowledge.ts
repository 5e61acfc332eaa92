// What finds the right article, what helps it, and how much memory that may take.

import { z } from 'zod';
import { embeddings } from './embeddings.ts';

export const knowledge = z
	.strictObject({
		/**
		 * `memory`: each process builds an index of its own; the fastest, up to some ten thousand articles.
		 * `database`: the database's full-text index, for many articles or many processes.
		 */
		engine: z.enum(['memory', 'database']).default('memory'),
		/** Groups of words or short phrases that mean the same to your customers, besides those that are built in. */
		synonyms: z
			.array(z.array(z.string().min(1).max(80)).min(2).max(50))
			.max(2000)
			.default([]),
		/** Megabytes that the indexes in memory may take, of all tenants together; those not used for longest go first. */
		indexMemoryMb: z.number().int().min(16).default(256),
		/** Finds passages by their meaning too, with vectors of a model's: see `docs/search.md`. Null: by words alone. */
		embeddings,
	})
	.prefault({});
