// The fields that requests of the gateway are made of.

import { z } from 'zod';
import { clean, isBlank, isSmall } from '../../core/given.ts';

/** Text that a person wrote: what shows nothing is nothing. */
export function said(longest: number) {
	return z
		.string()
		.overwrite(clean)
		.min(1)
		.max(longest)
		.refine((text) => !isBlank(text), 'must hold more than white space');
}

export function maybeSaid(longest: number) {
	return z
		.string()
		.overwrite(clean)
		.max(longest)
		.nullish()
		.transform((text) => (text == null || isBlank(text) ? null : text.trim()));
}

export const pageContext = z
	.record(z.string().max(200), z.unknown())
	.refine(isSmall, 'may take at most 4 KiB as JSON')
	.nullish()
	.transform((context) => context ?? null)
	.meta({
		description: 'What the page says about itself, at most 4 KiB as JSON; untrusted',
		example: { page: '/files' },
	});

/** An id that is none of ours is nobody's case. */
export const oneCase = z.object({
	caseId: z.string().max(200).meta({ description: 'The case, as `cas_…`', example: 'cas_kX9s3vQmT0aYwLr5h2NfEg' }),
});

export const none = z.object({});
