// What the core asks of a database. A transaction is the same store, re-bound.

import type { CaseStatus, ConversationStatus } from '../protocol/index.ts';
import type { AuditStore } from './audit-store.ts';
import type { CandidateStore } from './candidates-store.ts';
import type { CaseActionStore, CaseTicket, SnapshotStore } from './case-store.ts';
import type {
	ErasureNoticeStore,
	ErasureStore,
	ExportStore,
	LedgerStore,
	RetentionStore,
} from './data-rights-store.ts';
import type { DispatchStore } from './dispatch-store.ts';
import type { VectorStore } from './embeddings.ts';
import type { ArticleHead, ArticleInput, ArticleSource, KeptArticle } from './knowledge.ts';
import type { KnowledgeIndexStore } from './knowledge-index.ts';
import type {
	Acceptance,
	Candidate,
	Comment,
	Conversation,
	Feedback,
	Handover,
	Owner,
	Page,
	PageRequest,
	QuotaScope,
	Resolution,
	StoredPush,
	Ticket,
	Usage,
	UsageSum,
} from './records.ts';
import type { SettingsStore } from './settings-store.ts';
import type { ToolCallStore } from './tool-call.ts';
import type { MessageStore } from './turn-store.ts';
import type { WebhookStore } from './webhooks/store.ts';

export interface NewConversation extends Owner {
	title: string | null;
	locale: string;
	context: Record<string, unknown> | null;
	/** `support` where nothing is said. */
	kind?: Conversation['kind'];
	publicId?: string;
	at: number;
}

export interface ConversationStore {
	create(row: NewConversation): Promise<Conversation>;
	/** Null for another person's conversation as for none. */
	find(owner: Owner, id: number): Promise<Conversation | null>;
	/** By the id that a face gave it; null for another person's as for none. */
	findPublic(owner: Owner, kind: Conversation['kind'], publicId: string): Promise<Conversation | null>;
	/** Those of the kind `support`. */
	list(owner: Owner, page: PageRequest): Promise<Page<Conversation>>;
	/** Closes an open one for good; false where it is open no more. */
	close(owner: Owner, id: number, how: { resolution: Resolution; rating: number | null; at: number }): Promise<boolean>;
	/** Changes the status if it is still one of `from`; false where it is not. */
	changeStatus(
		tenantId: string,
		id: number,
		from: ConversationStatus[],
		to: ConversationStatus,
		at: number,
	): Promise<boolean>;
	/** Keeps it from being deleted until the transaction ends; false where it is not there (any more). */
	hold(owner: Owner, id: number): Promise<boolean>;
	/** Everything of it, explicitly; tickets keep living without it, and what an answer under way reserved is booked. */
	remove(owner: Owner, id: number): Promise<boolean>;
}

export interface EscalationStore {
	record(row: {
		tenantId: string;
		userId: string;
		conversationId: number;
		reason: string | null;
		note: string | null;
		/** Where it became a ticket at once. */
		ticket?: CaseTicket;
		at: number;
	}): Promise<void>;
	/** The ticket that a conversation was handed over with; null where there is none. */
	ticketOf(owner: Owner, conversationId: number): Promise<CaseTicket | null>;
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

export interface TicketFilter {
	tenantId: string;
	userId?: string;
	/** Empty for all. */
	statuses: readonly CaseStatus[];
	/** Only those that came from it. */
	conversationId?: number;
}

export interface TicketStore {
	/** The next number of the tenant's year; never handed out twice. */
	nextNumber(tenantId: string, year: number): Promise<number>;
	create(row: NewTicket): Promise<Ticket>;
	find(tenantId: string, id: number, userId?: string): Promise<Ticket | null>;
	/** Latest activity first. Without `userId`: the whole tenant, for agents. */
	list(filter: TicketFilter, page: PageRequest): Promise<Page<Ticket>>;
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
	/** The moment of a version's acceptance only moves forward, whatever the clocks of two processes say. */
	accept(owner: Owner, acceptance: Acceptance): Promise<void>;
	/** The acceptance of this version; where there is none, the latest of another. */
	latest(owner: Owner, version: string): Promise<Acceptance | null>;
}

export interface FeedbackInput extends Omit<Feedback, 'id'> {
	conversationId: number;
	/** Null for feedback on the whole conversation. */
	messageId: number | null;
}

export interface FeedbackStore {
	find(owner: Owner, conversationId: number, messageId: number | null): Promise<Feedback | null>;
	/** One per person and message: a later one replaces. */
	save(owner: Owner, input: FeedbackInput, at: number): Promise<number>;
	/** Makes or renews the one candidate of this feedback; true where it is new. */
	queueCandidate(
		owner: Owner,
		conversationId: number,
		feedbackId: number,
		candidate: Candidate,
		at: number,
	): Promise<boolean>;
	withdrawCandidate(tenantId: string, feedbackId: number, at: number): Promise<void>;
}

export interface QuotaStore {
	/** In the order of the scopes asked for. */
	used(
		owner: Owner,
		scopes: readonly QuotaScope[],
		periodStart: number,
	): Promise<(Usage & { scope: QuotaScope; estimated: boolean })[]>;
	/** A tenant's sums, latest period first. */
	sums(tenantId: string, page: PageRequest): Promise<Page<UsageSum>>;
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

export interface KnowledgeStore extends ArticleSource {
	/** Writes articles; the same slug again replaces the article. */
	write(tenantId: string, articles: readonly ArticleInput[], at: number): Promise<void>;
	/** Removes an article and its passages; false where there is none of that slug. */
	remove(tenantId: string, slug: string): Promise<boolean>;
	count(tenantId: string): Promise<number>;
	/** Newest first. */
	list(tenantId: string, page: PageRequest): Promise<Page<ArticleHead>>;
	find(tenantId: string, id: number): Promise<KeptArticle | null>;
	findSlug(tenantId: string, slug: string): Promise<KeptArticle | null>;
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
	knowledgeIndex: KnowledgeIndexStore;
	vectors: VectorStore;
	idempotency: IdempotencyStore;
	exports: ExportStore;
	erasure: ErasureStore;
	erasureNotices: ErasureNoticeStore;
	ledger: LedgerStore;
	retention: RetentionStore;
	audit: AuditStore;
	candidates: CandidateStore;
	settings: SettingsStore;
	webhooks: WebhookStore;
	snapshots: SnapshotStore;
	caseActions: CaseActionStore;
	toolCalls: ToolCallStore;
	dispatches: DispatchStore;
	/** Runs the work in one transaction; the store handed to it is bound to it. Repeats it after a deadlock. */
	transaction<T>(work: (store: Store) => Promise<T>): Promise<T>;
}
