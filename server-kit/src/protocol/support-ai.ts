// The resources of the support-ai face as they stand on the wire: snake_case, integer ids, UTC instants.

import type { DegradedCode } from './codes.ts';
import type { CaseActionView, Grounds } from './gateway.ts';
import type { ToolCallView } from './tools.ts';

export type ConversationStatus = 'open' | 'escalated' | 'closed';
export type MessageStatus = 'streaming' | 'complete' | 'stopped' | 'interrupted' | 'blocked' | 'failed';
export type CaseStatus = 'open' | 'pending' | 'resolved' | 'closed';
export type CasePriority = 'low' | 'normal' | 'high' | 'urgent';
export type CannotSendReason = 'escalated' | 'closed' | 'disclosure_required' | 'master_flag_off' | 'quota_exhausted';

export interface ConversationCreated {
	conversation_id: number;
	status: ConversationStatus;
	title: string | null;
	locale: string;
	created_at: string;
}

export interface ConversationListItem {
	id: number;
	conversation_id: number;
	title: string | null;
	/** The start of the latest message as plain text; null while there is none. */
	preview: string | null;
	status: ConversationStatus;
	created_at: string;
	updated_at: string;
}

export interface ConversationList {
	conversations: ConversationListItem[];
	next_cursor: string | null;
}

/** One source of an answer. `number` is what stands in the text as `[1]`. */
export interface CitationView {
	number: number;
	source_id: string;
	title: string;
	/** The heading of the cited passage, if it has one. */
	heading: string | null;
	/** Where a reader finds the article; null where the host gave no address. */
	url: string | null;
	/** The start of the passage, so that a reader can check it. */
	excerpt: string;
}

export interface FeedbackView {
	helpful: boolean | null;
	rating: number | null;
	comment: string | null;
	reasons: string[];
}

export interface MessageView {
	id: number;
	role: 'user' | 'assistant';
	author: { type: 'customer' | 'ai'; name: string | null };
	/** Markdown for the assistant, plain text for the customer. */
	content: string;
	status: MessageStatus;
	/** Set on a customer's message that was refused; there is no answer to it. */
	refused: { label: string; message: string } | null;
	/** Why an answer failed or was blocked. */
	degraded_code: DegradedCode | null;
	citations: CitationView[];
	/** A whole answer that claims something and cites nothing. */
	unsupported: boolean;
	/** What an answer that knows the user rests on, and what it suggests. */
	grounds: (Omit<Grounds, 'actions'> & { actions: CaseActionView[] }) | null;
	tool_calls: ToolCallView[];
	feedback: FeedbackView | null;
	client_message_id: string | null;
	created_at: string;
}

export interface ConversationView extends ConversationListItem {
	locale: string;
	can_send: boolean;
	can_send_reason: CannotSendReason | null;
	/** The answer that is being written now: GET …/stream follows it. */
	answering_message_id: number | null;
	/** Oldest first. */
	messages: MessageView[];
	/** Leads to older messages. */
	next_cursor: string | null;
	/** What this customer thought of the conversation as a whole. */
	feedback: FeedbackView | null;
	/** The latest case that came from it. */
	case: Pick<CaseListItem, 'id' | 'number' | 'status'> | null;
}

/** A turn answered in one piece, for clients that ask for JSON. */
export interface TurnView {
	conversation_id: number;
	user_message_id: number;
	/** Null where the turn was refused. */
	message: MessageView | null;
	refused: { label: string; message: string } | null;
	usage: { input_tokens: number; output_tokens: number; estimated: boolean } | null;
}

export interface DegradedView {
	degraded: true;
	code: DegradedCode;
	message: string;
	retryable: boolean;
	retry_after_seconds: number | null;
	scope: 'user' | 'tenant' | 'global';
	fallback: { kind: 'create_case' } | null;
	conversation_id: number | null;
	user_message_id: number | null;
	request_id: string;
}

export interface EscalationView {
	conversation_id: number;
	status: 'escalated';
	ticket_form_url: string;
	snapshot: {
		summary: string;
		intent: string | null;
		/** What was tried so far: the titles of the sources that were shown. */
		attempted: string[];
		last_messages: { role: 'user' | 'assistant'; content: string; created_at: string }[];
	};
	escalated_at: string;
}

export interface FeedbackSaved {
	id: number;
	conversation_id: number;
	training_candidate_created: boolean;
}

export interface CaseListItem {
	id: number;
	number: string;
	subject: string;
	category: string | null;
	priority: CasePriority;
	status: CaseStatus;
	conversation_id: number | null;
	last_comment_at: string | null;
	/** True while there is a reply that the customer has not opened. */
	unread: boolean;
	created_at: string;
	updated_at: string;
}

export interface CaseList {
	cases: CaseListItem[];
	next_cursor: string | null;
}

export interface CommentView {
	id: number;
	author: { type: 'customer' | 'agent' | 'system'; name: string | null };
	body: string;
	created_at: string;
}

export interface CaseView extends CaseListItem {
	description: string;
	comments: CommentView[];
}

export interface CommentAdded {
	comment: CommentView;
	case: { id: number; status: CaseStatus };
}

export interface DisclosureStatus {
	required: boolean;
	current_version: string;
	accepted: boolean;
	accepted_version: string | null;
	accepted_at: string | null;
	text: string;
	url: string | null;
}

export interface DisclosureAccepted {
	accepted: true;
	version: string;
	accepted_at: string;
}

export interface QuotaCounter {
	/** Null: no limit is set. */
	limit: number | null;
	used: number;
	reserved: number;
	remaining: number | null;
}

export interface QuotaView {
	enabled: boolean;
	state: 'ok' | 'soft_limit' | 'exhausted' | 'disabled';
	blocking_scope: 'user' | 'tenant' | 'global' | null;
	period: { kind: 'day' | 'month'; timezone: string; starts_at: string; resets_at: string };
	messages: QuotaCounter;
	tokens: QuotaCounter;
	/** Money as decimal strings of `currency`. */
	cost: { currency: string; limit: string | null; used: string; remaining: string | null; estimated: boolean };
	rate: { limit: number; window_seconds: number; remaining: number; retry_after_seconds: number | null };
}

/** A ticket by its number, at our own desk or in another system. */
export interface TicketReference {
	id: string;
	url: string;
}

/** What GET /events pushes; the event's `id:` resumes it. */
export type PushEvent =
	| { type: 'case-comment'; case_id: number; case_number: string; comment: CommentView }
	| { type: 'case-status'; case_id: number; case_number: string; status: CaseStatus }
	| { type: 'conversation-escalated'; conversation_id: number; public_id: string | null; ticket: TicketReference };

export interface VisitorToken {
	token: string;
	/** Renew it before: the same request with this token gives another one for the same visitor. */
	expires_at: string;
	visitor_id: string;
}

/** What went with a person, and what stays without a name: rows by table. */
export interface PersonErased {
	deleted: true;
	counts: Record<string, number>;
	unnamed: Record<string, number>;
}

/** What stands in `detail` of an error body; `code` is stable. */
export interface ErrorBody {
	detail: string | ValidationIssue[];
	code?: string;
	request_id?: string;
}

export interface ValidationIssue {
	loc: (string | number)[];
	msg: string;
	type: string;
}
