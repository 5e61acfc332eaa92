// What a tenant's own server is told: the body of a webhook, by its type.

import type {
	CasePriority,
	CaseStatus,
	CitationView,
	CommentView,
	ConversationStatus,
	MessageStatus,
} from './support-ai.ts';

export type WebhookEventType =
	| 'conversation.created'
	| 'conversation.escalated'
	| 'conversation.deleted'
	| 'message.completed'
	| 'feedback.created'
	| 'feedback.updated'
	| 'case.created'
	| 'case.commented'
	| 'case.status_changed'
	| 'person.erased'
	| 'webhook.test';

/** The whole body. */
export interface WebhookEvent {
	/** The same at each attempt, and at a replay; stands in the header `webhook-id` too. */
	id: string;
	type: WebhookEventType;
	/** When it happened. */
	timestamp: string;
	tenant_id: string;
	/** 1, 2, 3 … of the conversation or case that it is about: a greater one is later. Null where it is about neither. */
	sequence: number | null;
	data: object;
}

export interface WebhookConversation {
	id: number;
	/** The id that the gateway shows; null where the conversation is none of its cases. */
	public_id: string | null;
	status: ConversationStatus;
	title: string | null;
	locale: string;
	customer: { id: string };
	created_at: string;
}

export interface WebhookMessage {
	id: number;
	conversation_id: number;
	role: 'assistant';
	/** Whoever shows the text says so too. */
	author: { type: 'ai' };
	status: MessageStatus;
	/** As it left, after the output filter. */
	content: string;
	citations: readonly CitationView[];
}

export interface WebhookFeedback {
	id: number;
	conversation_id: number;
	/** Null: on the conversation as a whole. */
	message_id: number | null;
	helpful: boolean | null;
	rating: number | null;
	comment: string | null;
	reasons: readonly string[];
}

export interface WebhookCase {
	id: number;
	number: string;
	subject: string;
	description: string;
	category: string | null;
	priority: CasePriority;
	status: CaseStatus;
	conversation_id: number | null;
	customer: { id: string; name: string | null };
	created_at: string;
	updated_at: string;
}

/** Nothing but who it was: the rest has been erased. */
export interface WebhookPerson {
	id: string;
}

/** Public ones: an internal note never leaves the desk. */
export type WebhookComment = CommentView;
