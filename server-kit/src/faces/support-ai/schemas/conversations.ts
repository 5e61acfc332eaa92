// Conversations, messages and turns as they are answered.

import { z } from 'zod';
import { caseStatus, degradedCode, idOf, instant, nextCursor } from './common.ts';
import { grounds } from './grounds.ts';

const conversationStatus = z
	.enum(['open', 'escalated', 'closed'])
	.meta({ description: 'escalated: read-only for the AI' });

export const conversationCreated = z
	.object({
		conversation_id: idOf('new conversation'),
		status: conversationStatus,
		title: z.string().nullable().meta({ description: 'As given; else named after the first message' }),
		locale: z.string().meta({ description: 'BCP 47 tag of the language of the conversation' }),
		created_at: instant,
	})
	.meta({ id: 'ConversationCreated' });

const conversationListItem = z
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

const toolArgument = z
	.object({
		name: z.string().meta({ description: 'Name of the argument' }),
		label: z.string().meta({ description: 'What to show for the name' }),
		value: z.string().meta({ description: 'Exactly what would be run; structured values as JSON' }),
	})
	.meta({ id: 'ToolArgument' });

const toolCall = z
	.object({
		id: z.string().meta({ description: 'Id of the call' }),
		name: z.string().meta({ description: 'Name of the tool' }),
		title: z.string().meta({ description: 'What to show for the name' }),
		status: z
			.enum(['running', 'done', 'failed', 'waiting_approval', 'declined', 'expired', 'unknown'])
			.meta({ description: 'How far the call is; unknown: nobody can say whether it was done' }),
		arguments: z
			.array(toolArgument)
			.optional()
			.meta({ description: 'Only while it waits for approval: exactly what would be run' }),
		approval_id: z
			.string()
			.optional()
			.meta({ description: 'Of a call that a person is, or was, asked about', example: 'approval_17' }),
		expires_at: instant.optional().meta({ description: 'From then on it can no longer be approved' }),
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

const message = z
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
		unsupported: z.boolean().meta({ description: 'A whole answer that claims something and cites nothing' }),
		grounds: grounds.nullable().meta({ description: 'Set where the answer knew the user' }),
		tool_calls: z.array(toolCall).meta({ description: 'What the model called, without raw arguments' }),
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
		feedback: feedback.nullable().meta({ description: 'What this customer thought of the conversation as a whole' }),
		case: z
			.object({
				id: idOf('case'),
				number: z.string().meta({ description: 'What a customer quotes', example: 'TKT-2026-0042' }),
				status: caseStatus,
			})
			.nullable()
			.meta({ description: 'The latest case that came from it' }),
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
