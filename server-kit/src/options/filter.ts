// What an answer may show: layer D.

import { z } from 'zod';
import { DETECTOR_NAMES } from '../answer/filter/policy.ts';
import { type FilterSettings, isHost } from '../core/filter.ts';

const action = z.enum(['mask', 'block']);

const host = z.string().refine(isHost, 'a host such as help.example.com, or *.example.com for all below it');

const phrase = z
	.string()
	.max(200)
	.refine((text) => /[\p{L}\p{N}]/u.test(text), 'a phrase of at least one word');

export const filter = z
	.strictObject({
		/** Hosts that links and images in answers may lead to, besides `origins` and the articles handed out. */
		allowedHosts: z.array(host).max(200).default([]),
		/** National identity numbers to mask: which ones a text may hold depends on where you are. */
		nationalIds: z.array(z.enum(['us-ssn', 'uk-nino', 'de-steuer-id', 'nl-bsn', 'fr-nir', 'es-dni'])).default([]),
		/** Claims that must not be made in your name. Phrases, no patterns: their cost cannot be made to explode. */
		banned: z
			.array(
				z.strictObject({
					/** Kept with the answer as the detector's name. */
					name: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower case letters, digits and dashes'),
					phrases: z.array(phrase).min(1).max(200),
					action: action.default('block'),
				}),
			)
			.max(50)
			.default([]),
		/** What a detector does, by its name: see docs/layer-d.md. */
		actions: z.partialRecord(z.enum(DETECTOR_NAMES), z.enum(['mask', 'block', 'off'])).default({}),
	})
	.prefault({});

export function filterFrom(
	{ allowedHosts, nationalIds, banned, actions }: z.output<typeof filter>,
	origins: readonly string[],
): FilterSettings {
	return {
		trustedHosts: [...origins, ...allowedHosts],
		nationalIds,
		banned,
		actions: actions as FilterSettings['actions'],
	};
}
