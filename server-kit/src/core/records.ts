// What the store keeps, as the core speaks of it: camelCase, times as epoch milliseconds in UTC.

import type {
	CasePriority,
	CaseStatus,
	CitationView,
	ConversationStatus,
	DegradedCode,
	Grounds,
	IntentLabel,
	MessageStatus,
	PushEvent,
	ToolArgument,
	ToolCallStatus,
} from '../protocol/index.ts';

export type ConversationKind = 'support' | 'gateway';

/** How a case of the gateway ended, in the words of whoever closed it. */
export type Resolution = 'resolved' | 'unresolved' | 'abandoned';

export interface Conversation {
	id: number;
	kind: ConversationKind;
	/** Null where no face names it by one. */
	publicId: string | null;
	tenantId: string;
	userId: string;
	title: string | null;
	preview: string | null;
	status: ConversationStatus;
	/** BCP 47 tag. */
	locale: string;
	/** What the page said about itself: untrusted. */
	context: Readonly<Record<string, unknown>> | null;
	/** Grows with every change; a change is made only against the version that was read. */
	version: number;
	/** When the answer under way was begun; null while none is. */
	answeringSince: number | null;
	escalatedAt: number | null;
	resolution: Resolution | null;
	/** 0 to 10. */
	rating: number | null;
	createdAt: number;
	updatedAt: number;
}

export interface Message {
	id: number;
	/** Null where no face names it by one. */
	publicId: string | null;
	conversationId: number;
	role: 'user' | 'assistant';
	content: string;
	status: MessageStatus;
	clientMessageId: string | null;
	citations: readonly CitationView[];
	toolCalls: readonly ToolCall[];
	degradedCode: DegradedCode | null;
	/** A whole answer that claims something and cites nothing. */
	unsupported: boolean;
	/** What an answer with a snapshot rests on; null where there was none. */
	grounds: Grounds | null;
	/** Set on the customer's message. */
	intent: { label: Intent; refused: boolean } | null;
	feedback: Feedback | null;
	model: string | null;
	/** While streaming: which process writes it, and when it last said so. */
	runner: string | null;
	heartbeatAt: number | null;
	reservation: Reservation | null;
	createdAt: number;
}

/** An earlier message as a model and a classifier read it. */
export type PastMessage = Pick<Message, 'id' | 'role' | 'content'>;

/** What a model asked for. */
export interface ToolCall {
	id: string;
	name: string;
	/** The host's own words; empty for what is no tool of the host's. */
	title: string;
	status: ToolCallStatus;
	/** JSON of the arguments as layer D let them pass: kept for the log of the turn, never shown raw. */
	input: string;
	/** What is shown to the person who must approve it, and until when they may (epoch milliseconds). */
	asks: { arguments: readonly ToolArgument[]; expiresAt: number } | null;
}

/** One of ours, or the name of an intent of the host's. */
export type Intent = IntentLabel | (string & Record<never, never>);

export interface Classification {
	label: Intent;
	/** 0 to 1. */
	confidence: number;
	refused: boolean;
	/** Which rule or example decided; for the log and for tuning, never the text. */
	reason: string;
}

export interface Feedback {
	id: number;
	helpful: boolean | null;
	rating: number | null;
	comment: string | null;
	reasons: readonly string[];
}

/** What is kept of a bad answer to learn from; masked. */
export interface Candidate {
	comment: string | null;
	question: string | null;
	answer: string | null;
}

export interface Ticket {
	id: number;
	tenantId: string;
	number: string;
	userId: string;
	customerName: string | null;
	subject: string;
	description: string;
	category: string | null;
	priority: CasePriority;
	status: CaseStatus;
	conversationId: number | null;
	/** What was handed over from the conversation, for the agent. */
	handover: Handover | null;
	lastCommentAt: number | null;
	/** The last comment of an agent that the customer can see, and the last one that the customer has seen. */
	lastReplyId: number | null;
	readReplyId: number | null;
	createdAt: number;
	updatedAt: number;
}

export interface Handover {
	summary: string;
	intent: string | null;
	attempted: readonly string[];
	lastMessages: readonly { role: 'user' | 'assistant'; content: string; createdAt: number }[];
}

export interface Comment {
	id: number;
	ticketId: number;
	author: { type: 'customer' | 'agent' | 'system'; id: string | null; name: string | null };
	visibility: 'public' | 'internal';
	body: string;
	createdAt: number;
}

/** Something that an open widget is told; its id resumes the feed. */
export interface StoredPush {
	id: number;
	event: PushEvent;
}

export interface Acceptance {
	version: string;
	locale: string;
	textHash: string;
	acceptedAt: number;
}

export const MEASURES = ['messages', 'tokens', 'cost'] as const satisfies readonly (keyof Amounts)[];

/** Amounts of one turn or of one period. Cost in micro-dollars. */
export interface Amounts {
	messages: number;
	tokens: number;
	cost: number;
}

export type QuotaScope = 'user' | 'tenant' | 'global';

/** A limit is null where none is set. */
export type QuotaLimits = { [K in keyof Amounts]: number | null };

/** What a turn holds of each scope until its answer ends; kept on the row of the answer. */
export interface Reservation {
	tenantId: string;
	userId: string;
	/** Epoch milliseconds. */
	periodStart: number;
	/** The widest first. */
	scopes: readonly QuotaScope[];
	amounts: Amounts;
}

export interface Settlement {
	reservation: Reservation;
	used: Amounts;
	/** True where no model reported it. */
	estimated: boolean;
}

/** What one scope has used in a period, and what turns under way hold of it. */
export interface Usage {
	used: Amounts;
	reserved: Amounts;
}

/** What all of a scope have used in a period, without names. */
export interface UsageSum {
	periodStart: number;
	scope: 'user' | 'tenant';
	/** How many counters make the sum. */
	people: number;
	used: Amounts;
	estimated: boolean;
}

export interface Owner {
	tenantId: string;
	userId: string;
}

export interface PageRequest {
	limit: number;
	cursor: string | null;
}

export interface Page<T> {
	items: readonly T[];
	/** Null on the last page. */
	nextCursor: string | null;
}
