// What the core asks of a database about a turn: looked at, begun, kept, ended; and about the messages that it leaves.

import type { FilterHit } from './filter.ts';
import type {
	Amounts,
	Classification,
	Conversation,
	Message,
	Owner,
	Page,
	PageRequest,
	PastMessage,
	QuotaLimits,
	QuotaScope,
	Reservation,
	Settlement,
	Usage,
} from './records.ts';

/** The question and the empty answer, written together or not at all. */
export interface TurnStart extends Owner {
	conversationId: number;
	content: string;
	clientMessageId: string | null;
	/** Where a face names messages by ids of its own. */
	publicIds?: { question: string; answer: string } | null;
	title: string;
	classification: Classification;
	/** Null for a refused turn: it has no answer and reserves nothing. */
	answer: {
		model: string;
		runner: string;
		reservation: Reservation;
		limits: Readonly<Record<QuotaScope, QuotaLimits>>;
	} | null;
	/** What waits for the person's approval waits no more: they have asked something else. */
	declines?: boolean;
	at: number;
}

/** An answer that goes on from a call that the person has decided on: without a question of its own. */
export interface TurnResumed extends Owner {
	conversationId: number;
	/** The row of the call. */
	callId: number;
	approved: boolean;
	answer: Omit<NonNullable<TurnStart['answer']>, 'reservation'> & {
		/** Null where no model is asked. */
		reservation: Reservation | null;
	};
	at: number;
}

export interface Begun {
	questionId: number;
	answerId: number | null;
}

/** Which scope had no room, and of what. */
export interface Denied {
	scope: QuotaScope;
	measure: keyof Amounts;
}

export interface LookFor {
	owner: Owner;
	conversationId: number;
	disclosureVersion: string;
	clientMessageId: string | null;
	scopes: readonly QuotaScope[];
	periodStart: number;
	/** How many earlier messages. */
	past: number;
	/** Whether to look for calls that wait for the person. */
	calls?: boolean;
}

/** All that the gates ask of the store before a turn. */
export interface TurnLook {
	/** Null for another person's conversation as for none. */
	conversation: Conversation | null;
	/** Whether this person accepted the disclosure in the version asked for. */
	accepted: boolean;
	/** The message that bears the client's id already. */
	questionId: number | null;
	/** Whether the tenant has webhooks that may be told of the turn. */
	webhooks: boolean;
	/** Whether a call waits for the person's approval. */
	waits: boolean;
	usage: readonly (Usage & { scope: QuotaScope })[];
	/** Oldest first, without refused ones and without the answer under way. */
	past: readonly PastMessage[];
}

export interface Checkpoint extends Pick<Message, 'content' | 'citations'> {
	tenantId: string;
	messageId: number;
}

export interface AnswerEnd {
	tenantId: string;
	conversationId: number;
	messageId: number;
	content: string;
	status: Message['status'];
	citations: Message['citations'];
	/** Those that are not written down yet. */
	toolCalls: Message['toolCalls'];
	/** Whether it may have run tools of the host's: what of them is left running is `unknown` from now on. */
	hostCalls?: boolean;
	degradedCode: Message['degradedCode'];
	/** The model that answered, where it is another one than the turn began with. */
	model: string | null;
	/** What the output filter found; null where it found nothing. */
	filterHits: readonly FilterHit[] | null;
	unsupported: boolean;
	/** Null where it rests on no snapshot. */
	grounds?: Message['grounds'];
	/** What a second classifier made of the question; null where the first label stands. */
	judged: { questionId: number; classification: Classification } | null;
	/** Null where nothing was reserved. */
	settlement: Settlement | null;
	/** False where there was no webhook when the turn began: then none is looked for. */
	webhooks?: boolean;
	at: number;
}

export interface Exchange {
	question: Message;
	answer: Message;
}

/** A question that is refused after its answer was begun. */
export interface Withdrawal extends Begun {
	tenantId: string;
	conversationId: number;
	answerId: number;
	classification: Classification;
	settlement: Settlement;
	at: number;
}

export interface NewComment {
	tenantId: string;
	conversationId: number;
	publicId: string;
	content: string;
	at: number;
}

export interface MessageStore {
	/** Oldest first; the page is the newest messages before the cursor. With each message its feedback by this person. */
	thread(owner: Owner, conversationId: number, page: PageRequest): Promise<Page<Message>>;
	find(owner: Owner, conversationId: number, id: number): Promise<Message | null>;
	/** By the id that a face gave it. */
	findPublic(owner: Owner, conversationId: number, publicId: string): Promise<Message | null>;
	byClientId(owner: Owner, conversationId: number, clientMessageId: string): Promise<Message | null>;
	/** The assistant message that follows a question; null where it was refused. */
	answerTo(owner: Owner, conversationId: number, questionId: number): Promise<Message | null>;
	count(tenantId: string, conversationId: number): Promise<number>;
	/** An answer with its question; null where no answer of this conversation has the id. */
	exchange(owner: Owner, conversationId: number, answerId: number): Promise<Exchange | null>;
	/** The last `limit` messages up to this one (or the newest), oldest first, without refused ones. */
	recent(tenantId: string, conversationId: number, limit: number, upTo?: number): Promise<Message[]>;
	streaming(tenantId: string, conversationId: number): Promise<Message | null>;
	look(asked: LookFor): Promise<TurnLook>;
	/**
	 * Writes the question, its classification and the empty answer, and reserves what the turn may come to: all or nothing.
	 * Null where the conversation is not open or an answer is already under way.
	 * @throws DuplicateTurn
	 */
	begin(turn: TurnStart): Promise<Begun | { denied: Denied } | null>;
	/**
	 * Writes down a decision and the empty answer that goes on from it, and reserves for it: all or nothing.
	 * Null where the conversation is not open, an answer is under way, or the call waits no more.
	 */
	resume(turn: TurnResumed): Promise<{ answerId: number } | { denied: Denied } | null>;
	/** Keeps what was said so far; false for each answer that is no longer ours to write. */
	checkpoint(due: readonly Checkpoint[], at: number): Promise<boolean[]>;
	/** Takes an answer under way from its process, which finds that out when it next keeps it, and ends it. */
	recall(tenantId: string, messageId: number): Promise<void>;
	/** Ends an answer once and settles what it reserved; false where it had ended or was deleted. */
	end(answer: AnswerEnd): Promise<boolean>;
	/** Takes an empty answer back; false where it had ended or was deleted. */
	withdraw(withdrawal: Withdrawal): Promise<boolean>;
	/** What the customer says to the person who works on their case: no turn, and no answer. */
	comment(row: NewComment): Promise<Message>;
	/** Answers of all tenants whose last sign of life is older, the oldest first; those behind `after`. */
	abandoned(
		before: number,
		after: Pick<Message, 'id' | 'heartbeatAt'> | null,
		limit: number,
	): Promise<{ tenantId: string; answer: Message }[]>;
}

/** The turn exists already: its transaction is given up, and the one who asked looks the turn up. */
export class DuplicateTurn extends Error {}
