// What answers of several resources share. A field that does not stand in a schema does not leave.

import { z } from 'zod';

export const instant = z
	.string()
	.meta({ description: 'An instant in UTC, ISO 8601 with milliseconds', example: '2026-11-22T09:30:00.000Z' });

export const idOf = (what: string) => z.int().meta({ description: `Id of the ${what}`, example: 42 });

export const nextCursor = z.string().nullable().meta({ description: 'Leads to the next page; null on the last one' });

export const caseStatus = z.enum(['open', 'pending', 'resolved', 'closed']).meta({ description: 'State of the case' });

export const degradedCode = z
	.enum([
		'master_flag_off',
		'tenant_disabled',
		'disclosure_required',
		'rate_limited',
		'quota_exceeded',
		'cost_cap_reached',
		'runtime_not_wired',
		'vendor_outage',
		'model_timeout',
		'retrieval_unavailable',
		'output_blocked',
	])
	.meta({ description: 'Which feature is off, capped or out' });

export const degraded = z
	.object({
		degraded: z.literal(true).meta({ description: 'Tells this body from a result' }),
		code: degradedCode,
		message: z.string().meta({ description: 'A plain sentence in the customer’s language' }),
		retryable: z.boolean().meta({ description: 'Whether the same request may succeed later' }),
		retry_after_seconds: z.number().nullable().meta({ description: 'When to try again' }),
		scope: z.enum(['user', 'tenant', 'global']).meta({ description: 'Whom it concerns' }),
		fallback: z
			.object({ kind: z.literal('create_case').meta({ description: 'Open a human case' }) })
			.nullable()
			.meta({ description: 'What the customer can do instead' }),
		conversation_id: z.int().nullable().meta({ description: 'Id of the conversation' }),
		user_message_id: z.int().nullable().meta({ description: 'Id of the message, where one was kept' }),
		request_id: z.string().meta({ description: 'Quote it to support' }),
	})
	.meta({ id: 'Degraded' });

export const errorBody = z
	.object({
		detail: z
			.union([
				z.string(),
				z.array(
					z.object({
						loc: z.array(z.union([z.string(), z.int()])).meta({ description: 'Where' }),
						msg: z.string().meta({ description: 'What is wrong' }),
						type: z.string().meta({ description: 'The kind of fault, as FastAPI names it' }),
					}),
				),
			])
			.meta({ description: 'A sentence, or the list of faults of a request' }),
		code: z.string().optional().meta({ description: 'Stable; see the table of errors' }),
		request_id: z.string().optional().meta({ description: 'Quote it to support' }),
		status: z.string().optional().meta({ description: 'With `candidate_status_conflict`: the state it is in' }),
		version: z.int().optional().meta({ description: 'With `settings_conflict`: the version that holds' }),
		setting: z.string().optional().meta({ description: 'With `setting_without_effect`: which one' }),
		advice: z.string().optional().meta({ description: 'With `article_unreadable`: what to do' }),
		message_id: z.int().optional().meta({ description: 'With `turn_in_progress`: the answer to follow' }),
	})
	.meta({ id: 'Error' });

/** A stream: described, not checked frame by frame. */
export const eventStream = z.string().meta({ description: 'Server-sent events' });
