// A visitor's token, and what an erasure did.

import { z } from 'zod';
import { instant } from './common.ts';

export const visitor = z
	.object({
		token: z.string().meta({ description: 'Send it as `Authorization: Bearer …`' }),
		expires_at: instant,
		visitor_id: z.string().meta({ description: 'Names the visitor; the same after a renewal' }),
	})
	.meta({ id: 'VisitorToken' });

const rows = (description: string) => z.record(z.string(), z.int()).meta({ description });

export const erased = z
	.object({
		deleted: z.literal(true).meta({ description: 'Nothing about the caller is left' }),
		counts: rows('How many rows of each table went with this call'),
		unnamed: rows('How many rows stay without a name: what was used, and words in other people’s cases'),
	})
	.meta({ id: 'PersonErased' });
