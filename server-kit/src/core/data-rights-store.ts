// What the core asks of a database about one person as a whole: everything there is of them, and nothing left of them.

import type {
	Acceptance,
	Amounts,
	Candidate,
	Classification,
	Comment,
	Conversation,
	Feedback,
	Message,
	Owner,
	Ticket,
} from './records.ts';
import type { KeptSnapshot } from './snapshot/host-data.ts';

export interface ExportedMessage
	extends Pick<Message, 'id' | 'conversationId' | 'role' | 'content' | 'status' | 'clientMessageId' | 'citations'> {
	degradedCode: Message['degradedCode'];
	unsupported: boolean;
	model: string | null;
	/** On the customer's own messages. */
	classification: Classification | null;
	toolCalls: Message['toolCalls'];
	grounds: Message['grounds'];
	createdAt: number;
}

/** The sections of an export, in the order in which they are told. */
export interface Exported {
	disclosures: Acceptance;
	conversations: Conversation;
	messages: ExportedMessage;
	snapshots: KeptSnapshot & { conversationId: number };
	feedback: Feedback & { conversationId: number; messageId: number | null; createdAt: number; updatedAt: number };
	escalations: {
		id: number;
		conversationId: number | null;
		reason: string | null;
		note: string | null;
		createdAt: number;
	};
	candidates: Candidate & {
		id: number;
		conversationId: number | null;
		type: string;
		status: string;
		createdAt: number;
	};
	tickets: Ticket;
	/** Public ones. */
	comments: Comment;
	usage: { periodStart: number; used: Amounts; estimated: boolean };
}

export type ExportSection = keyof Exported;

/** Where the next page begins; opaque to whoever asks. */
export type ExportPlace = readonly number[];

export interface ExportStore {
	/** A page of the person's own rows in a fixed order; `next` is null on the last one. */
	page<S extends ExportSection>(
		section: S,
		owner: Owner,
		after: ExportPlace | null,
	): Promise<{ items: readonly Exported[S][]; next: ExportPlace | null }>;
}

/**
 * Everything that holds something of a person, in the order in which it goes. `authored` are words in other people's
 * cases: they stay, without their author. `acted` is what they did as staff: it stays in the audit, and says no more who
 * it was. `usage` stays counted, without a name.
 */
export const ERASED = [
	'conversations',
	'tickets',
	'candidates',
	'escalations',
	'pushes',
	'webhookEvents',
	'repeats',
	'disclosures',
	'authored',
	'acted',
	'usage',
] as const;

export type ErasedPart = (typeof ERASED)[number];

export interface ErasedRows {
	/** Rows by table. */
	deleted: Readonly<Record<string, number>>;
	/** Rows that stay, without a name. */
	unnamed: Readonly<Record<string, number>>;
}

/** An erasure as the ledger keeps it. */
export interface Erasure {
	tenantId: string;
	/** A keyed hash of who it was. */
	person: string;
	askedBy: 'person' | 'operator';
	begunAt: number;
	finishedAt: number | null;
}

export interface RetentionStore {
	/** The next tenant with conversations, in the order of their ids; null after the last one. */
	tenantAfter(tenantId: string): Promise<string | null>;
	/**
	 * Removes some of a tenant's conversations in which nothing has happened since `before`, with what hangs on them.
	 * Rows by table; null where none is left. For a transaction only.
	 */
	next(tenantId: string, before: number): Promise<ErasedRows['deleted'] | null>;
}

export interface ErasureStore {
	/** This person's conversations in which an answer is under way. */
	answering(owner: Owner): Promise<Conversation[]>;
	/** Removes some hundreds of rows at most; null where none of this part is left. */
	next(part: ErasedPart, owner: Owner): Promise<ErasedRows | null>;
}

/** One that has not come to its end, and whose lease has ended. */
export interface BegunErasure {
	id: number;
	tenantId: string;
	/** Sealed. */
	person: string;
}

/** Where the next page of people begins; opaque to whoever asks. */
export type PeoplePlace = readonly [table: number, userId: string];

export interface LedgerStore {
	/**
	 * Enters it; one that was begun and never finished is gone on with.
	 * @param held who it is, sealed, and until when nobody else takes it up; null where there is nothing to erase
	 */
	begin(erasure: Omit<Erasure, 'finishedAt'>, held: { person: string; until: number } | null): Promise<number>;
	/** Adds what one piece was, and renews the lease. For a transaction with that piece. */
	count(id: number, rows: ErasedRows, until: number): Promise<void>;
	/** All that was counted; null where somebody else has finished it. Who it was goes. For a transaction only. */
	finish(id: number, at: number): Promise<ErasedRows | null>;
	/** Takes up some that were left; nobody else takes them before the lease ends. */
	claim(asked: { now: number; until: number; limit: number }): Promise<readonly BegunErasure[]>;
	/** Nobody takes it up any more. */
	leave(id: number): Promise<void>;
	/** Whether this very erasure was brought to its end in this database. */
	isFinished(erasure: Pick<Erasure, 'tenantId' | 'person' | 'begunAt'>): Promise<boolean>;
	/** Of all tenants, in the order of the ids. */
	after(id: number, limit: number): Promise<(Erasure & { id: number })[]>;
	/** Everybody of whom a tenant has anything; who stands in several tables comes several times. */
	people(
		tenantId: string,
		after: PeoplePlace | null,
	): Promise<{ userIds: readonly string[]; next: PeoplePlace | null }>;
}

/** A person who was erased, of whom the host's own function is still to be told. */
export interface ErasureNotice {
	id: number;
	tenantId: string;
	/** Sealed. */
	person: string;
	/** How many were made before. */
	attempts: number;
	/** Ours to tell until then. */
	leasedUntil: number;
}

export interface ErasureNoticeStore {
	/** Due at once. */
	enter(tenantId: string, person: string, at: number): Promise<void>;
	/** Takes some that are due; nobody else takes them before the lease ends. */
	claim(asked: { now: number; until: number; limit: number }): Promise<readonly ErasureNotice[]>;
	/** Nothing is kept of it. */
	told(notice: ErasureNotice): Promise<void>;
	/** Null: nobody tries any more. Does nothing where the lease is another's by now. */
	putOff(notice: ErasureNotice, dueAt: number | null): Promise<void>;
}

/** One erasure as a ledger keeps it: says that somebody was erased, and with the host’s secret alone who. */
export type LedgerEntry = Pick<Erasure, 'tenantId' | 'person' | 'askedBy' | 'begunAt'>;

/** A ledger that no backup of the database brings back to an earlier state. */
export interface OuterLedger {
	/** Kept for good when it resolves: nothing is deleted before. */
	enter(entry: LedgerEntry): Promise<void>;
}
