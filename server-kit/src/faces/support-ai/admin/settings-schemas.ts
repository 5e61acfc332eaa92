// Settings as they are answered: what the tenant decided, and what holds because of it.

import { z } from 'zod';
import { instant } from '../schemas/common.ts';

const texts = z.record(z.string(), z.string()).meta({ description: 'By language' });
const amount = (description: string) => z.int().nullable().meta({ description });

const limits = z
	.object({
		messages: amount('Null: no limit'),
		tokens: amount('Null: no limit'),
		cost: z.string().nullable().meta({ description: 'US dollars; null: no limit' }),
	})
	.meta({ id: 'Limits' });

const intent = z
	.object({
		label: z.string().meta({ description: 'Name of the intent' }),
		examples: z.array(z.string()).meta({ description: 'Sentences as customers write them' }),
		refused: z.boolean().meta({ description: 'Told a fixed sentence' }),
		answer: texts.optional(),
	})
	.meta({ id: 'Intent' });

const own = z
	.object({
		enabled: z.boolean().optional().meta({ description: 'False: the AI is off' }),
		disclosure: z
			.object({
				version: z.string().optional().meta({ description: 'Version to accept' }),
				texts: texts.optional(),
				url: z.string().nullable().optional().meta({ description: 'Where to read more' }),
			})
			.optional()
			.meta({ description: 'What customers accept' }),
		limits: z
			.object({
				user: limits.partial().optional().meta({ description: 'Of each person' }),
				tenant: limits.partial().optional().meta({ description: 'Of all together' }),
			})
			.optional()
			.meta({ description: 'For each period' }),
		intents: z.array(intent).optional().meta({ description: 'Beside the host’s' }),
		allowed_hosts: z.array(z.string()).optional().meta({ description: 'Beside the host’s' }),
		retention_days: z.int().optional().meta({ description: 'Older conversations are deleted' }),
	})
	.meta({ description: 'What the tenant decided; the host decides what is not in it' });

export const settings = z
	.object({
		version: z.int().meta({ description: 'Give it with the next change; 0 where nothing was ever set' }),
		updated_at: instant.nullable().meta({ description: 'Instant of the last change' }),
		own,
		effective: z
			.object({
				enabled: z.boolean().meta({ description: 'Whether the AI is on for this tenant' }),
				disclosure: z
					.object({
						required: z.boolean().meta({ description: 'Whether a message needs an acceptance' }),
						version: z.string().meta({ description: 'Version to accept' }),
						texts,
						url: z.string().nullable().meta({ description: 'Where to read more' }),
					})
					.meta({ description: 'What customers accept' }),
				limits: z
					.object({
						period: z.enum(['day', 'month']).meta({ description: 'How long a period lasts' }),
						user: limits,
						tenant: limits,
					})
					.meta({ description: 'For each period' }),
				allowed_hosts: z.array(z.string()).meta({ description: 'Where links in answers may lead' }),
				retention_days: z.int().nullable().meta({ description: 'Older conversations are deleted; null: none are' }),
			})
			.meta({ description: 'What holds, with the host’s options' }),
	})
	.meta({ id: 'Settings' });
