// What this face answers, field by field. A field that does not stand here does not leave.

import { z } from 'zod';

const instant = z
	.string()
	.meta({ description: 'An instant in UTC, ISO 8601 with milliseconds', example: '2026-11-22T09:30:00.000Z' });
const idOf = (what: string) => z.int().meta({ description: `Id of the ${what}`, example: 42 });
const nextCursor = z.string().nullable().meta({ description: 'Leads to the next page; null on the last one' });
const conversationStatus = z
	.enum(['open', 'escalated', 'closed'])
	.meta({ description: 'escalated: read-only for the AI' });
const caseStatus = z.enum(['open', 'pending', 'resolved', 'closed']).meta({ description: 'State of the case' });
const priority = z
	.enum(['low', 'normal', 'high', 'urgent'])
	.meta({ description: 'How urgent the customer says it is' });

export const conversationCreated = z
	.object({
		conversation_id: idOf('new conversation'),
		status: conversationStatus,
		title: z.string().nullable().meta({ description: 'As given; else named after the first message' }),
		locale: z.string().meta({ description: 'BCP 47 tag of the language of the conversation' }),
		created_at: instant,
	})
	.meta({ id: 'ConversationCreated' });

export const conversationListItem = z
	.object({
		id: idOf('conversation'),
		conversation_id: idOf('conversation, again under the name that other calls use'),
		title: z.string().nullable().meta({ description: 'Null until the first message' }),
		preview: z.string().nullable().meta({ description: 'The start of the latest message as plain text' }),
		status: conversationStatus,
		created_at: instant,
		updated_at: instant,
	})
	.meta({ id: 'ConversationListItem' });

export const conversationList = z
	.object({
		conversations: z.array(conversationListItem).meta({ description: 'Newest first' }),
		next_cursor: nextCursor,
	})
	.meta({ id: 'ConversationList' });

export const citation = z
	.object({
		number: z.int().meta({ description: 'What stands in the text as [1]' }),
		source_id: z.string().meta({ description: 'Names the source within the answer' }),
		title: z.string().meta({ description: 'Title of the article' }),
		heading: z.string().nullable().meta({ description: 'Heading of the cited passage' }),
		url: z.string().nullable().meta({ description: 'Where a reader finds it' }),
		excerpt: z.string().meta({ description: 'The start of the passage' }),
	})
	.meta({ id: 'Citation' });

const refused = z
	.object({
		label: z.string().meta({ description: 'Why: the intent that was refused' }),
		message: z.string().meta({ description: 'What the customer is told' }),
	})
	.meta({ id: 'Refusal' });

const toolCall = z
	.object({
		id: z.string().meta({ description: 'Id of the call' }),
		name: z.string().meta({ description: 'Name of the tool' }),
		status: z.enum(['running', 'complete', 'failed']).meta({ description: 'How far the call is' }),
	})
	.meta({ id: 'ToolCall' });

const feedback = z
	.object({
		helpful: z.boolean().nullable().meta({ description: 'Thumb up or down' }),
		rating: z.int().nullable().meta({ description: '1 to 5' }),
		comment: z.string().nullable().meta({ description: 'In the customer’s words' }),
		reasons: z.array(z.string()).meta({ description: 'Chosen reasons' }),
	})
	.meta({ id: 'Feedback' });

const degradedCode = z
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

export const message = z
	.object({
		id: idOf('message'),
		role: z.enum(['user', 'assistant']).meta({ description: 'Who speaks, in the words of a model' }),
		author: z
			.object({
				type: z.enum(['customer', 'ai']).meta({ description: 'Who wrote it' }),
				name: z.string().nullable().meta({ description: 'Name to show' }),
			})
			.meta({ description: 'Who wrote it; an answer of the AI always says so' }),
		content: z.string().meta({ description: 'Markdown for the assistant, plain text for the customer' }),
		status: z
			.enum(['streaming', 'complete', 'stopped', 'interrupted', 'blocked', 'failed'])
			.meta({ description: 'How the message ended; a customer’s is complete at once' }),
		refused: refused.nullable().meta({ description: 'Set where a message was refused: it has no answer' }),
		degraded_code: degradedCode.nullable().meta({ description: 'Why an answer failed or was blocked' }),
		citations: z.array(citation).meta({ description: 'Sources of the answer' }),
		tool_calls: z.array(toolCall).meta({ description: 'What the model did by itself, without raw arguments' }),
		feedback: feedback.nullable().meta({ description: 'This customer’s own feedback' }),
		client_message_id: z.string().nullable().meta({ description: 'As the client gave it' }),
		created_at: instant,
	})
	.meta({ id: 'Message' });

export const conversation = conversationListItem
	.extend({
		locale: z.string().meta({ description: 'BCP 47 tag' }),
		can_send: z.boolean().meta({ description: 'Whether a message would be taken now' }),
		can_send_reason: z
			.enum(['escalated', 'closed', 'disclosure_required', 'master_flag_off', 'quota_exhausted'])
			.nullable()
			.meta({ description: 'Why not' }),
		answering_message_id: z.int().nullable().meta({ description: 'The answer that is being written now' }),
		messages: z.array(message).meta({ description: 'Oldest first' }),
		next_cursor: z.string().nullable().meta({ description: 'Leads to older messages' }),
	})
	.meta({ id: 'Conversation' });

const usage = z
	.object({
		input_tokens: z.int().meta({ description: 'Tokens read' }),
		output_tokens: z.int().meta({ description: 'Tokens written' }),
		estimated: z.boolean().meta({ description: 'True where the model reported nothing' }),
	})
	.meta({ id: 'Usage' });

export const turn = z
	.object({
		conversation_id: idOf('conversation'),
		user_message_id: idOf('customer’s message'),
		message: message.nullable().meta({ description: 'The answer; null where the message was refused' }),
		refused: refused.nullable().meta({ description: 'Set where the message was refused' }),
		usage: usage.nullable().meta({ description: 'What the answer cost in tokens' }),
	})
	.meta({ id: 'Turn' });

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

export const deleted = z
	.object({
		deleted: z.literal(true).meta({ description: 'It is gone' }),
		conversation_id: idOf('deleted conversation'),
	})
	.meta({ id: 'ConversationDeleted' });

export const stopped = z
	.object({
		conversation_id: idOf('conversation'),
		stopped: z.boolean().meta({ description: 'False where no answer was under way' }),
	})
	.meta({ id: 'Stopped' });

export const escalation = z
	.object({
		conversation_id: idOf('conversation'),
		status: z.literal('escalated').meta({ description: 'The thread is read-only now' }),
		ticket_form_url: z.string().meta({ description: 'Where to file the case; carries a signed token for 30 minutes' }),
		snapshot: z
			.object({
				summary: z.string().meta({ description: 'The customer’s own words, secrets masked' }),
				intent: z.string().nullable().meta({ description: 'The latest intent' }),
				attempted: z.array(z.string()).meta({ description: 'Sources that were shown already' }),
				last_messages: z
					.array(
						z.object({
							role: z.enum(['user', 'assistant']).meta({ description: 'Who spoke' }),
							content: z.string().meta({ description: 'What was said, secrets masked' }),
							created_at: instant,
						}),
					)
					.meta({ description: 'At most ten, oldest first' }),
			})
			.meta({ description: 'What is handed over' }),
		escalated_at: instant,
	})
	.meta({ id: 'Escalation' });

export const feedbackSaved = z
	.object({
		id: idOf('feedback'),
		conversation_id: idOf('conversation'),
		training_candidate_created: z.boolean().meta({ description: 'True where this call queued a new candidate' }),
	})
	.meta({ id: 'FeedbackSaved' });

export const caseListItem = z
	.object({
		id: idOf('case'),
		number: z.string().meta({ description: 'What a customer quotes', example: 'TKT-2026-0042' }),
		subject: z.string().meta({ description: 'In one line' }),
		category: z.string().nullable().meta({ description: 'As the customer chose it' }),
		priority,
		status: caseStatus,
		conversation_id: z.int().nullable().meta({ description: 'The conversation it came from' }),
		last_comment_at: instant.nullable(),
		unread: z.boolean().meta({ description: 'True while there is a reply that was not opened' }),
		created_at: instant,
		updated_at: instant,
	})
	.meta({ id: 'CaseListItem' });

export const caseList = z
	.object({ cases: z.array(caseListItem).meta({ description: 'Latest activity first' }), next_cursor: nextCursor })
	.meta({ id: 'CaseList' });

export const comment = z
	.object({
		id: idOf('comment'),
		author: z
			.object({
				type: z.enum(['customer', 'agent', 'system']).meta({ description: 'Who wrote it' }),
				name: z.string().nullable().meta({ description: 'Name to show' }),
			})
			.meta({ description: 'Who wrote it; an agent’s address is never shown' }),
		body: z.string().meta({ description: 'Plain text' }),
		created_at: instant,
	})
	.meta({ id: 'Comment' });

export const supportCase = caseListItem
	.extend({
		description: z.string().meta({ description: 'The customer’s own words' }),
		comments: z.array(comment).meta({ description: 'Public comments, oldest first' }),
	})
	.meta({ id: 'Case' });

export const commentAdded = z
	.object({
		comment,
		case: z
			.object({ id: idOf('case'), status: caseStatus })
			.meta({ description: 'The case after the comment: one that waited or was resolved is open again' }),
	})
	.meta({ id: 'CommentAdded' });

export const disclosureStatus = z
	.object({
		required: z.boolean().meta({ description: 'Whether a message needs an acceptance' }),
		current_version: z.string().meta({ description: 'The version to accept' }),
		accepted: z.boolean().meta({ description: 'Whether this customer accepted the current version' }),
		accepted_version: z.string().nullable().meta({ description: 'The version accepted last' }),
		accepted_at: instant.nullable(),
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
	})
	.meta({ id: 'Error' });

/** A stream: described, not checked frame by frame. */
export const eventStream = z.string().meta({ description: 'Server-sent events' });
