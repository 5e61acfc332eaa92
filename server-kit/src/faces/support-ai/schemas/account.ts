// Disclosure and quota as they are answered.

import { z } from 'zod';
import { instant } from './common.ts';

export const disclosureStatus = z
	.object({
		required: z.boolean().meta({ description: 'Whether a message needs an acceptance' }),
		current_version: z.string().meta({ description: 'The version to accept' }),
		accepted: z.boolean().meta({ description: 'Whether this customer accepted the current version' }),
		accepted_version: z.string().nullable().meta({ description: 'The version accepted last' }),
		accepted_at: instant.nullable().meta({ description: 'Instant of that acceptance' }),
		text: z.string().meta({ description: 'What to show, in the customer’s language' }),
		url: z.string().nullable().meta({ description: 'Where to read more' }),
	})
	.meta({ id: 'DisclosureStatus' });

export const disclosureAccepted = z
	.object({
		accepted: z.literal(true).meta({ description: 'It is on record' }),
		version: z.string().meta({ description: 'The accepted version' }),
		accepted_at: instant,
	})
	.meta({ id: 'DisclosureAccepted' });

const counter = z
	.object({
		limit: z.number().nullable().meta({ description: 'Null where none is set' }),
		used: z.number().meta({ description: 'Used in this period' }),
		reserved: z.number().meta({ description: 'Held by answers under way' }),
		remaining: z.number().nullable().meta({ description: 'What is left' }),
	})
	.meta({ id: 'QuotaCounter' });

export const quota = z
	.object({
		enabled: z.boolean().meta({ description: 'Whether the AI is switched on' }),
		state: z.enum(['ok', 'soft_limit', 'exhausted', 'disabled']).meta({ description: 'soft_limit: little is left' }),
		blocking_scope: z.enum(['user', 'tenant', 'global']).nullable().meta({ description: 'Whose limit is reached' }),
		period: z
			.object({
				kind: z.enum(['day', 'month']).meta({ description: 'How long a period lasts' }),
				timezone: z.string().meta({ description: 'In which it begins and ends' }),
				starts_at: instant,
				resets_at: instant,
			})
			.meta({ description: 'The current period' }),
		messages: counter,
		tokens: counter,
		cost: z
			.object({
				currency: z.string().meta({ description: 'ISO 4217' }),
				limit: z.string().nullable().meta({ description: 'Null where none is set' }),
				used: z.string().meta({ description: 'Decimal number' }),
				remaining: z.string().nullable().meta({ description: 'Decimal number' }),
				estimated: z.boolean().meta({ description: 'True where some models reported no usage' }),
			})
			.meta({ description: 'Money' }),
		rate: z
			.object({
				limit: z.int().meta({ description: 'Messages per window' }),
				window_seconds: z.int().meta({ description: 'Length of the window' }),
				remaining: z.int().meta({ description: 'Messages left in the window' }),
				retry_after_seconds: z.int().nullable().meta({ description: 'Set where none is left' }),
			})
			.meta({ description: 'The rate limit of messages' }),
	})
	.meta({ id: 'Quota' });
