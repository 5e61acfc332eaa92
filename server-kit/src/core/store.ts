// What the core asks of a database. A transaction is the same store, re-bound.

import type { CaseStatus, ConversationStatus } from '../protocol/index.ts';
import type { ArticleInput, PassageSource } from './knowledge.ts';
import type {
	Acceptance,
	Amounts,
	Classification,
	Comment,
	Conversation,
	Feedback,
	Handover,
	Message,
	Page,
	QuotaLimits,
	QuotaScope,
	Reservation,
	StoredPush,
	Ticket,
} from './records.ts';

export interface Owner {
	tenantId: string;
	userId: string;
}

export interface PageRequest {
	limit: number;
	cursor: string | null;
}

export interface NewConversation extends Owner {
	title: string | null;
	locale: string;
	context: Record<string, unknown> | null;
	at: number;
}

/** The question and the empty answer, written together or not at all. */
export interface TurnStart extends Owner {
	conversationId: number;
	content: string;
	clientMessageId: string | null;
	title: string;
	classification: Classification;
	/** Null for a refused turn: it has no answer. */
	answer: { model: string; runner: string } | null;
	at: number;
}

export interface AnswerEnd {
	tenantId: string;
	conversationId: number;
	messageId: number;
	content: string;
	status: Message['status'];
	citations: Message['citations'];
	toolCalls: Message['toolCalls'];
	degradedCode: Message['degradedCode'];

	at: number;
}

export interface ConversationStore {
	create(row: NewConversation): Promise<Conversation>;
	/** Null for another person's conversation as for none. */
	find(owner: Owner, id: number): Promise<Conversation | null>;
	list(owner: Owner, page: PageRequest): Promise<Page<Conversation>>;
	/** Changes the status if it is still one of `from`; false where it is not. */
	changeStatus(
		tenantId: string,
		id: number,
		from: ConversationStatus[],
		to: ConversationStatus,
		at: number,
	): Promise<boolean>;
	/** Everything of it, explicitly; tickets keep living without it. */
	remove(owner: Owner, id: number): Promise<boolean>;
}

export interface MessageStore {
	/** Oldest first; the page is the newest messages before the cursor. With each message its feedback by this person. */
	thread(owner: Owner, conversationId: number, page: PageRequest): Promise<Page<Message>>;
	find(owner: Owner, conversationId: number, id: number): Promise<Message | null>;
	byClientId(owner: Owner, conversationId: number, clientMessageId: string): Promise<Message | null>;
	/** The assistant message that follows a question; null where it was refused. */
	answerTo(owner: Owner, conversationId: number, questionId: number): Promise<Message | null>;
	/** The last `limit` messages up to this one (or the newest), oldest first, without refused ones. */
	recent(tenantId: string, conversationId: number, limit: number, upTo?: number): Promise<Message[]>;
	streaming(tenantId: string, conversationId: number): Promise<Message | null>;
	/**
	 * Writes the question, its classification and the empty answer.
	 * Null where the conversation is not open or an answer is already under way.
	 */
	begin(turn: TurnStart): Promise<{ questionId: number; answerId: number | null } | null>;
	/** Keeps what was said so far; false where the answer is no longer ours to write. */
	checkpoint(
		tenantId: string,
		messageId: number,
		said: Pick<Message, 'content' | 'citations'>,
		at: number,
	): Promise<boolean>;
	/** Ends an answer once; false where it had ended or was deleted. */
	end(answer: AnswerEnd): Promise<boolean>;
}

export interface EscalationStore {
	record(row: {
		tenantId: string;
		userId: string;
		conversationId: number;
		reason: string | null;
		note: string | null;
		at: number;
	}): Promise<void>;
}

export interface NewTicket extends Owner {
	number: string;
	customerName: string | null;
	subject: string;
	description: string;
	category: string | null;
	priority: Ticket['priority'];
	conversationId: number | null;
	handover: Handover | null;
	at: number;
}

export interface TicketStore {
	/** The next number of the tenant's year; never handed out twice. */
	nextNumber(tenantId: string, year: number): Promise<number>;
	create(row: NewTicket): Promise<Ticket>;
	find(tenantId: string, id: number, userId?: string): Promise<Ticket | null>;
	/** Latest activity first. Without `userId`: the whole tenant, for agents. */
	list(filter: { tenantId: string; userId?: string; statuses: CaseStatus[] }, page: PageRequest): Promise<Page<Ticket>>;
	comments(tenantId: string, ticketId: number, visibility: 'public' | 'all'): Promise<Comment[]>;
	addComment(tenantId: string, comment: Omit<Comment, 'id'>): Promise<Comment>;
	/** Changes the status if it is still one of `from`; false where it is not. */
	changeStatus(tenantId: string, id: number, from: CaseStatus[], to: CaseStatus, at: number): Promise<boolean>;
	/** The customer has seen everything up to this comment. */
	markRead(owner: Owner, id: number, replyId: number): Promise<void>;
}

export interface PushStore {
	add(owner: Owner, event: StoredPush['event'], at: number): Promise<number>;
	/** What came after `id` for this person, oldest first, at most 100. */
	after(owner: Owner, id: number): Promise<StoredPush[]>;
	lastId(owner: Owner): Promise<number>;
}

export interface DisclosureStore {
	accept(owner: Owner, acceptance: Acceptance): Promise<void>;
	/** The latest acceptance of any version. */
	latest(owner: Owner): Promise<Acceptance | null>;
}

export interface FeedbackInput extends Omit<Feedback, 'id'> {
	conversationId: number;
	/** Null for feedback on the whole conversation. */
	messageId: number | null;
}

export interface Candidate {
	comment: string | null;
	question: string | null;
	answer: string | null;
}

export interface FeedbackStore {
	find(owner: Owner, conversationId: number, messageId: number | null): Promise<Feedback | null>;
	/** One per person and message: a later one replaces. */
	save(owner: Owner, input: FeedbackInput, at: number): Promise<number>;
	/** Makes or renews the one candidate of this feedback; true where it is new. */
	queueCandidate(
		tenantId: string,
		conversationId: number,
		feedbackId: number,
		candidate: Candidate,
		at: number,
	): Promise<boolean>;
	withdrawCandidate(tenantId: string, feedbackId: number, at: number): Promise<void>;
}

export interface QuotaStore {
	/** All scopes or none. The scope and the measure that had no room, or null where the reservation stands. */
	reserve(
		reservation: Reservation,
		limits: Record<QuotaScope, QuotaLimits>,
	): Promise<{ scope: QuotaScope; measure: keyof Amounts } | null>;
	attach(reservationId: string, messageId: number): Promise<void>;
	/** Books what was really used and gives the rest back; does nothing the second time. */
	settle(reservationId: string, used: Amounts, estimated: boolean): Promise<void>;
	settleByMessage(messageId: number, used: Amounts): Promise<void>;
	used(
		owner: Owner,
		scope: QuotaScope,
		periodStart: number,
	): Promise<{ used: Amounts; reserved: Amounts; estimated: boolean }>;
	/** Gives back what was reserved by turns that never came to an end; returns how many. */
	sweep(now: number): Promise<number>;
}

export interface IdempotencyClaim extends Owner {
	key: string;
	operation: string;
	/** Hash of what was asked for. */
	fingerprint: string;
	at: number;
	/** A claim without an answer that is older than this may be taken over. */
	staleBefore: number;
	/** A claim that is older than this is forgotten. */
	expiredBefore: number;
}

export interface IdempotencyStore {
	/** `earlier` is null where the key is ours now; null for all where another request took it in this moment. */
	claim(
		claim: IdempotencyClaim,
	): Promise<{ id: number; earlier: { fingerprint: string; response: string | null } | null } | null>;
	/** @param response JSON */
	complete(id: number, response: string): Promise<void>;
	release(id: number): Promise<void>;
	sweep(before: number): Promise<number>;
}

export interface KnowledgeStore extends PassageSource {
	/** Writes articles; the same slug again replaces the article. */
	write(tenantId: string, articles: readonly ArticleInput[], at: number): Promise<void>;
	count(tenantId: string): Promise<number>;
}

export interface Store {
	conversations: ConversationStore;
	messages: MessageStore;
	escalations: EscalationStore;
	tickets: TicketStore;
	pushes: PushStore;
	disclosures: DisclosureStore;
	feedback: FeedbackStore;
	quota: QuotaStore;
	knowledge: KnowledgeStore;
	idempotency: IdempotencyStore;
	/** Runs the work in one transaction; the store handed to it is bound to it. Repeats it after a deadlock. */
	transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
}

/** The turn exists already: its transaction is given up, and the one who asked looks the turn up. */
export class DuplicateTurn extends Error {}
