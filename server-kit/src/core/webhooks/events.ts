// What happened, as a tenant's own server is told: built where it happens, written in the same transaction.

import type {
	CaseStatus,
	CommentView,
	TicketReference,
	WebhookCase,
	WebhookComment,
	WebhookConversation,
	WebhookEventType,
	WebhookFeedback,
	WebhookMessage,
	WebhookPerson,
} from '../../protocol/index.ts';
import type { Sealer } from '../ports.ts';
import type { Comment, Conversation, Feedback, Owner, Ticket } from '../records.ts';
import type { AnswerEnd } from '../turn-store.ts';

export interface NewEvent {
	tenantId: string;
	type: WebhookEventType;
	/** A conversation or a case counts its events, and takes them along when it goes. */
	about: { kind: 'conversation' | 'case'; id: number } | { kind: 'person' };
	/** A third person whose words it holds: they are erased with them too. */
	authorId: string | null;
	data: object;
	at: number;
}

/** All that can be subscribed to. */
export const EVENT_TYPES = [
	'conversation.created',
	'conversation.escalated',
	'conversation.deleted',
	'message.completed',
	'feedback.created',
	'feedback.updated',
	'case.created',
	'case.commented',
	'case.status_changed',
	'person.erased',
] as const satisfies readonly WebhookEventType[];

export function conversationEvent(
	type: 'conversation.created' | 'conversation.escalated',
	conversation: Conversation,
	at: number,
	more: { reason?: string | null; note?: string | null; ticket?: TicketReference | null } = {},
): NewEvent {
	const { id, publicId, tenantId, userId, status, title, locale, createdAt } = conversation;
	const view: WebhookConversation = {
		id,
		public_id: publicId,
		status,
		title,
		locale,
		customer: { id: userId },
		created_at: instant(createdAt),
	};
	return { ...ofConversation(tenantId, id), type, data: { conversation: view, ...more }, at };
}

/** Bears nothing but the number: the rest has just been deleted. */
export function conversationDeleted({ tenantId, id }: Conversation, at: number): NewEvent {
	return { ...ofConversation(tenantId, id), type: 'conversation.deleted', data: { conversation: { id } }, at };
}

/** However it ended: its status says how. */
export function messageCompleted({ tenantId, conversationId, messageId, at, ...answer }: AnswerEnd): NewEvent {
	const { status, content, citations } = answer;
	const message: WebhookMessage = {
		id: messageId,
		conversation_id: conversationId,
		role: 'assistant',
		author: { type: 'ai' },
		status,
		content,
		citations,
	};
	return { ...ofConversation(tenantId, conversationId), type: 'message.completed', data: { message }, at };
}

export function feedbackEvent(
	type: 'feedback.created' | 'feedback.updated',
	tenantId: string,
	given: Feedback & { conversationId: number; messageId: number | null },
	at: number,
): NewEvent {
	const { id, conversationId: conversation_id, messageId: message_id, helpful, rating, comment, reasons } = given;
	const feedback: WebhookFeedback = { id, conversation_id, message_id, helpful, rating, comment, reasons };
	return { ...ofConversation(tenantId, conversation_id), type, data: { feedback }, at };
}

export function caseCreated(ticket: Ticket): NewEvent {
	return { ...ofCase(ticket), type: 'case.created', data: { case: caseView(ticket) }, at: ticket.createdAt };
}

export function caseCommented(ticket: Ticket, { author, createdAt: at }: Comment, view: CommentView): NewEvent {
	const comment: WebhookComment = view;
	const authorId = author.id === ticket.userId ? null : author.id;
	return { ...ofCase(ticket), authorId, type: 'case.commented', data: { case: caseView(ticket), comment }, at };
}

/** @param ticket as it is now */
export function caseMoved(ticket: Ticket, previous: CaseStatus): NewEvent {
	const data = { case: caseView(ticket), previous_status: previous };
	return { ...ofCase(ticket), type: 'case.status_changed', data, at: ticket.updatedAt };
}

/** Outlives what it tells of: who it was is sealed, so that a copy of the database names nobody. */
export function personErased({ tenantId, userId }: Owner, at: number, sealer: Sealer): NewEvent {
	const person: WebhookPerson = { id: userId };
	const data: SealedData = { sealed: sealer.seal(tenantId, JSON.stringify({ person })) };
	return { tenantId, about: { kind: 'person' }, authorId: null, type: 'person.erased', data, at };
}

/** Stands in the outbox for data that is opened when it is sent. */
export interface SealedData {
	sealed: string;
}

function ofConversation(tenantId: string, id: number) {
	return { tenantId, about: { kind: 'conversation' as const, id }, authorId: null };
}

function ofCase({ tenantId, id }: Ticket) {
	return { tenantId, about: { kind: 'case' as const, id }, authorId: null };
}

function caseView(ticket: Ticket): WebhookCase {
	const { id, number, subject, description, category, priority, status, conversationId, userId, customerName } = ticket;
	return {
		id,
		number,
		subject,
		description,
		category,
		priority,
		status,
		conversation_id: conversationId,
		customer: { id: userId, name: customerName },
		created_at: instant(ticket.createdAt),
		updated_at: instant(ticket.updatedAt),
	};
}

function instant(at: number): string {
	return new Date(at).toISOString();
}
