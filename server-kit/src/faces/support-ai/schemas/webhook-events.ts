// What a receiver of webhooks is sent, by the type of the event. A receiver may meet fields that are newer than it is.

import { z } from 'zod';
import type { SentEvent } from '../../../http/route.ts';
import type {
	TicketReference,
	WebhookCase,
	WebhookComment,
	WebhookConversation,
	WebhookEvent,
	WebhookEventType,
	WebhookFeedback,
	WebhookMessage,
	WebhookPerson,
} from '../../../protocol/index.ts';
import { caseStatus, idOf, instant } from './common.ts';
import { citation } from './conversations.ts';

const customerId = z.string().meta({ description: 'The customer, as the host names them', example: 'ada' });
const conversationStatus = z.enum(['open', 'escalated', 'closed']).meta({ description: 'State of the conversation' });

const conversation: z.ZodType<WebhookConversation> = z
	.object({
		id: idOf('conversation'),
		public_id: z.string().nullable().meta({ description: 'The case of the gateway, as `cas_…`; else null' }),
		status: conversationStatus,
		title: z.string().nullable().meta({ description: 'Null before the first message' }),
		locale: z.string().meta({ description: 'BCP 47 tag', example: 'en' }),
		customer: z.object({ id: customerId }).meta({ description: 'Whose it is' }),
		created_at: instant,
	})
	.meta({ id: 'SentConversation', description: 'The conversation as it was' });

const message: z.ZodType<WebhookMessage> = z
	.object({
		id: idOf('message'),
		conversation_id: idOf('conversation'),
		role: z.literal('assistant').meta({ description: 'Answers alone are told' }),
		author: z
			.object({ type: z.literal('ai').meta({ description: 'Whoever shows the text says so too' }) })
			.meta({ description: 'Who wrote it' }),
		status: z
			.enum(['streaming', 'complete', 'stopped', 'interrupted', 'blocked', 'failed'])
			.meta({ description: 'How the answer ended; never `streaming`' }),
		content: z.string().meta({ description: 'As it left, after the output filter' }),
		citations: z.array(citation).meta({ description: 'Sources of the answer' }),
	})
	.meta({ id: 'SentMessage', description: 'The answer as it was kept' });

const feedback: z.ZodType<WebhookFeedback> = z
	.object({
		id: idOf('feedback'),
		conversation_id: idOf('conversation'),
		message_id: z.int().nullable().meta({ description: 'Null: on the conversation as a whole' }),
		helpful: z.boolean().nullable().meta({ description: 'The thumb' }),
		rating: z.int().nullable().meta({ description: 'Stars, 1 to 5' }),
		comment: z.string().nullable().meta({ description: 'The customer’s own words' }),
		reasons: z.array(z.string()).meta({ description: 'Chosen from a list' }),
	})
	.meta({ id: 'SentFeedback', description: 'The feedback as it was' });

const supportCase: z.ZodType<WebhookCase> = z
	.object({
		id: idOf('case'),
		number: z.string().meta({ description: 'What a customer quotes', example: 'TKT-2026-0042' }),
		subject: z.string().meta({ description: 'In one line' }),
		description: z.string().meta({ description: 'The customer’s own words' }),
		category: z.string().nullable().meta({ description: 'As the host’s form names it' }),
		priority: z.enum(['low', 'normal', 'high', 'urgent']).meta({ description: 'How urgent the customer says it is' }),
		status: caseStatus,
		conversation_id: z.int().nullable().meta({ description: 'The conversation that it came from' }),
		customer: z
			.object({ id: customerId, name: z.string().nullable().meta({ description: 'Name to show' }) })
			.meta({ description: 'Whose it is' }),
		created_at: instant,
		updated_at: instant,
	})
	.meta({ id: 'SentCase', description: 'The case as it was' });

const comment: z.ZodType<WebhookComment> = z
	.object({
		id: idOf('comment'),
		author: z
			.object({
				type: z.enum(['customer', 'agent', 'system']).meta({ description: 'Who wrote it' }),
				name: z.string().nullable().meta({ description: 'Name to show' }),
			})
			.meta({ description: 'Who wrote it; an agent’s address is never sent' }),
		body: z.string().meta({ description: 'Plain text; internal notes are never sent' }),
		created_at: instant,
	})
	.meta({ id: 'SentComment', description: 'A public comment' });

const person: z.ZodType<WebhookPerson> = z
	.object({
		id: z.string().meta({ description: 'Who it was, as the host names them', example: 'ada' }),
	})
	.meta({ id: 'SentPerson', description: 'Nothing but who it was' });

const gone = z.object({ id: idOf('conversation') }).meta({ description: 'Its number alone: the rest is deleted' });
const note = z.string().nullable().meta({ description: 'The customer’s own words' });
const ticket = z
	.object({
		id: z.string().meta({ description: 'Its number, at our own desk or in another system', example: 'TKT-2026-0042' }),
		url: z.string().meta({ description: 'Where to read it' }),
	})
	.nullable()
	.meta({
		description: 'Of a case of the gateway; null where the customer writes the case',
	}) satisfies z.ZodType<TicketReference | null>;

const DATA: Readonly<Record<WebhookEventType, readonly [summary: string, data: z.ZodRawShape]>> = {
	'conversation.created': ['A conversation is begun', { conversation }],
	'conversation.escalated': ['A conversation is handed to a person', { conversation, reason: note, note, ticket }],
	'conversation.deleted': ['Its customer deleted a conversation', { conversation: gone }],
	'message.completed': ['An answer has come to its end; its status says how', { message }],
	'feedback.created': ['A thumb, stars or a comment', { feedback }],
	'feedback.updated': ['A thumb, stars or a comment is changed', { feedback }],
	'case.created': ['A case is opened', { case: supportCase }],
	'case.commented': ['A public comment on a case', { case: supportCase, comment }],
	'case.status_changed': ['A case moves', { case: supportCase, previous_status: caseStatus }],
	'person.erased': ['Everything about a person was erased; erase what you keep of them', { person }],
	'webhook.test': ['You asked for it by `POST …/test`', {}],
};

export const sentEvents: readonly SentEvent[] = Object.entries(DATA).map(([type, [summary, data]]) => ({
	type,
	summary,
	body: eventOf(type as WebhookEventType, data),
}));

function eventOf(type: WebhookEventType, data: z.ZodRawShape): z.ZodType<WebhookEvent> {
	return z
		.object({
			id: z.string().meta({ description: 'The same at each attempt, and at a replay', example: 'evt_…' }),
			type: z.literal(type).meta({ description: 'What has happened' }),
			timestamp: instant,
			tenant_id: z.string().meta({ description: 'Whose customer it is about', example: 'acme' }),
			sequence: z
				.int()
				.nullable()
				.meta({ description: 'Counts the events of one conversation or case; null where it is about neither' }),
			data: z.object(data).meta({ description: 'What it is about' }),
		})
		.meta({ id: `${nameOf(type)}Event` });
}

/** `case.status_changed` is `CaseStatusChanged`. */
function nameOf(type: string): string {
	return type.replaceAll(/(?:^|[._])(\w)/g, (_match, letter: string) => letter.toUpperCase());
}
