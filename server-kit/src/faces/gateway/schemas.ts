// What the gateway answers. A field that does not stand in a schema does not leave.

import { z } from 'zod';

const instant = z
	.string()
	.meta({ description: 'An instant in UTC, ISO 8601 with milliseconds', example: '2026-11-22T09:30:00.000Z' });

const publicId = (prefix: string, what: string) =>
	z.string().meta({ description: what, example: `${prefix}_kX9s3vQmT0aYwLr5h2NfEg` });

export const supportCase = z
	.object({
		id: publicId('cas', 'Id of the case'),
		status: z.enum(['active', 'resolved', 'escalated']).meta({ description: 'State of the case' }),
		snapshotId: publicId('scs', 'The newest snapshot; null while there is none').nullable(),
		createdAt: instant,
		messageCount: z.int().meta({ description: 'Messages of both sides' }),
		resolution: z
			.enum(['resolved', 'unresolved', 'abandoned'])
			.nullable()
			.meta({ description: 'How it was closed; null while it is open' }),
		rating: z.int().nullable().meta({ description: '0 to 10, where one was given' }),
		ticketId: z.string().nullable().meta({ description: 'Number of the ticket; null while there is none' }),
		ticketUrl: z.string().nullable().meta({ description: 'Where to read the ticket; null while there is none' }),
		ticketPending: z
			.boolean()
			.meta({ description: 'True while a ticket that was asked for is made by and by: the AI answers until then' }),
	})
	.meta({ id: 'SupportCase' });

const evidence = z
	.object({
		type: z
			.enum(['error_code', 'job_id', 'timestamp', 'resource_id', 'log_excerpt', 'limit', 'article'])
			.meta({ description: 'What kind of thing it is' }),
		label: z.string().meta({ description: 'What it is, in a few words' }),
		value: z.string().meta({ description: 'As it stands in the source' }),
		source: z.string().meta({ description: 'The host’s source, or the cited article', example: 'userState' }),
	})
	.meta({ id: 'Evidence' });

const action = z
	.object({
		id: publicId('act', 'Names the action when it is confirmed'),
		type: z
			.enum(['retry', 'open_docs', 'create_ticket', 'request_access', 'custom'])
			.meta({ description: 'What it does' }),
		label: z.string().meta({ description: 'For a button' }),
		payload: z
			.record(z.string(), z.string().meta({ description: 'An argument' }))
			.meta({ description: 'The exact arguments that it is run with' }),
	})
	.meta({ id: 'CaseAction' });

export const message = z
	.object({
		id: publicId('msg', 'Id of the message'),
		role: z.enum(['user', 'assistant']).meta({ description: 'Who wrote it' }),
		content: z.string().meta({ description: 'Markdown of the assistant, plain text of the customer' }),
		status: z
			.enum(['streaming', 'complete', 'stopped', 'interrupted', 'blocked', 'failed'])
			.meta({ description: 'Whether it is whole' }),
		evidence: z.array(evidence).meta({ description: 'What it rests on, verified' }),
		actions: z.array(action).meta({ description: 'What may be done next' }),
		confidence: z.number().nullable().meta({ description: '0 to 1; null where nothing is claimed' }),
		citations: z
			.array(
				z.object({
					number: z.int().meta({ description: 'As it stands in the text' }),
					title: z.string().meta({ description: 'Title of the article' }),
					url: z.string().nullable().meta({ description: 'Where to read it' }),
				}),
			)
			.meta({ description: 'Cited articles, as `[1]` in the text' }),
		createdAt: instant,
	})
	.meta({ id: 'CaseMessage' });

const source = z.object({
	ok: z.boolean().meta({ description: 'Whether it answered' }),
	error: z.string().nullable().meta({ description: 'Why not, in a word' }),
	ms: z.number().meta({ description: 'How long it took' }),
});

const snapshot = z.object({
	id: publicId('scs', 'Id of the snapshot'),
	sources: z
		.object({ userState: source, userHistory: source, userLogs: source, businessRules: source })
		.meta({ description: 'How each source of the host answered' }),
});

const refused = z
	.object({
		label: z.string().meta({ description: 'What was wanted' }),
		message: z.string().meta({ description: 'What to tell the customer' }),
	})
	.nullable()
	.meta({ description: 'Set where the message was refused: no model was asked' });

export const caseOpened = z.object({
	case: supportCase.meta({ description: 'The case' }),
	messages: z.array(message).meta({ description: 'The question and its answer' }),
	snapshot: snapshot.nullable().meta({ description: 'What the answer knew of the user; null where it was refused' }),
	refused,
});

export const caseRead = z.object({
	case: supportCase.meta({ description: 'The case' }),
	messages: z.array(message).meta({ description: 'Oldest first' }),
	nextCursor: z.string().nullable().meta({ description: 'Leads to older messages' }),
});

export const answered = z.object({
	message: message.nullable().meta({ description: 'The answer; null where the message was refused' }),
	refused,
});

export const done = z.object({ ok: z.literal(true).meta({ description: 'It is done' }) });

export const closed = done.extend({ case: supportCase.meta({ description: 'The case' }) });

export const escalated = z.object({
	ticketId: z.string().meta({ description: 'Number of the ticket', example: 'TKT-2026-0042' }),
	ticketUrl: z.string().meta({ description: 'Where to read it' }),
});

export const commented = z.object({
	message: message.meta({ description: 'The comment, as it stands in the case' }),
	delivered: z.boolean().meta({ description: 'False where the other system is told later' }),
});

export const ran = z.object({
	ok: z.literal(true).meta({ description: 'It was run, now or before' }),
	action: action.meta({ description: 'What was run' }),
	result: z.record(z.string(), z.unknown()).meta({ description: 'What the host gave back' }),
});

const check = z.enum(['up', 'down', 'off']).meta({ description: 'Whether it answers; `off` where there is none' });

export const health = z.object({
	ok: z.boolean().meta({ description: 'Takes traffic' }),
	version: z.string().meta({ description: 'Of the kit' }),
	uptimeSeconds: z.int().meta({ description: 'Since the start of this process' }),
	checks: z.object({ store: check, model: check, jobs: check }).meta({ description: 'Part by part' }),
});

export const stopped = z.object({ stopped: z.boolean().meta({ description: 'False where no answer was under way' }) });

export const eventStream = z.string().meta({ description: 'Server-sent events' });

export const errorBody = z
	.object({
		statusCode: z.int().meta({ description: 'The HTTP status' }),
		error: z.string().meta({ description: 'Stable; see the table of errors', example: 'CASE_NOT_FOUND' }),
		message: z.string().meta({ description: 'A plain sentence' }),
		requestId: z.string().meta({ description: 'Quote it to support' }),
		issues: z
			.array(
				z.object({
					path: z.string().meta({ description: 'Where, as `body.message`' }),
					message: z.string().meta({ description: 'What is wrong' }),
				}),
			)
			.optional()
			.meta({ description: 'With `VALIDATION_ERROR`: each fault' }),
	})
	.meta({ id: 'GatewayError' });

/** An error that is a state to show. */
export const degraded = errorBody
	.extend({
		degraded: z.literal(true).meta({ description: 'Tells this body from a result' }),
		retryable: z.boolean().meta({ description: 'Whether the same request may succeed later' }),
		retryAfterSeconds: z.number().nullable().meta({ description: 'When to try again' }),
		scope: z.enum(['user', 'tenant', 'global']).meta({ description: 'Whom it concerns' }),
		fallback: z
			.object({ kind: z.literal('create_case').meta({ description: 'Open a human case' }) })
			.nullable()
			.meta({ description: 'What the customer can do instead' }),
	})
	.meta({ id: 'GatewayDegraded' });
