// The interfaces between the core and the world; the store has its own file. Parts are handed in, never reached for.

import type { FinishReason, Grounds, StreamPart } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import type { CaseTicket } from './case-store.ts';
import type { FilterHit } from './filter.ts';
import type { OnAccount } from './knowledge.ts';
import type { ModelUsage } from './model.ts';
import type { Classification, Conversation, Handover, Owner, PastMessage } from './records.ts';
import type { KeptSnapshot, SourceAnswer, SourceName } from './snapshot/host-data.ts';
import type { CallLedger, DecidedCall } from './tool-call.ts';

/** Epoch milliseconds. */
export interface Clock {
	now(): number;
}

export interface Ids {
	/** A prefixed public id with at least 96 random bits. */
	make(prefix: string): string;
}

export interface Log {
	info(message: string, facts?: Record<string, unknown>): void;
	warn(message: string, facts?: Record<string, unknown>): void;
	error(message: string, facts?: Record<string, unknown>): void;
}

/** Seals secrets that the database keeps. */
export interface Sealer {
	seal(tenantId: string, text: string): string;
	/** Null where it was sealed for another tenant, with another secret of the host's, or was changed. */
	open(tenantId: string, sealed: string): string | null;
}

/** Tells open feeds that there is something new for a person. Carries no data: readers ask the store. */
export interface Bus {
	publish(topic: string): void;
	subscribe(topic: string, listener: () => void): () => void;
}

/** Asks the host what it knows of one of its users. */
export interface HostContext {
	/** Never throws, but for an abort: each source says for itself how it went. */
	ask(caller: Caller, signal: AbortSignal): Promise<Readonly<Record<SourceName, SourceAnswer>>>;
	/** The actions that the host can run, by their type. */
	readonly actions: Readonly<Partial<Record<HostActionType, HostAction>>>;
	/** When to suggest those of the type `custom`. */
	readonly custom?: readonly CustomOffer[];
}

export type HostActionType = 'retry' | 'request_access' | 'custom';

/** @param payload the arguments that the person confirmed. What it gives back is shown to them. */
export type HostAction = (
	caller: Caller,
	payload: Readonly<Record<string, string>>,
) =>
	| Promise<Readonly<Record<string, unknown>> | null | undefined>
	| Readonly<Record<string, unknown>>
	| null
	| undefined;

/** An action of the host's own, and the trouble that it is good for: one of these stands in what the host told. */
export interface CustomOffer {
	/** Stands in the payload as `action`. */
	name: string;
	/** For the button; by language where it is an object, as `{ en: …, de: … }`. */
	label: string | Readonly<Record<string, string>>;
	when: {
		/** Codes of errors that the user has met. */
		errorCodes?: readonly string[];
		/** Names of limits that they have reached. */
		limits?: readonly string[];
	};
}

export interface CustomAction extends CustomOffer {
	run: HostAction;
}

/** Where a case becomes a ticket: our own desk, or another system. */
export interface TicketConnector {
	/**
	 * The same handoff again gives the same ticket.
	 * @throws ConnectorFault where the other side cannot be reached, or refuses
	 */
	create(handoff: CaseHandoff): Promise<CaseTicket>;
	/**
	 * Adds to the ticket what the customer says afterwards; the same comment again is added once. Left out where the
	 * other side takes none.
	 * @throws ConnectorFault where the other side cannot be reached, or refuses
	 */
	comment?(said: CaseComment): Promise<void>;
}

export interface CaseHandoff {
	caller: Caller;
	conversation: Conversation;
	/** The customer's words, masked. */
	reason: string;
	/** What is handed over, masked. */
	handover: Handover;
	/** What the host knew of the caller, cleaned; absent where it told nothing. */
	snapshot?: KeptSnapshot | null;
}

export interface CaseComment {
	caller: Caller;
	conversation: Conversation;
	/** As `create` gave it. */
	ticket: CaseTicket;
	/** `text` is masked. */
	comment: { id: string; text: string; at: number };
}

/** What is counted: messages of a person, cases and messages of the gateway, new visitors of an address, exports and erasures of a person. */
export type RateName = 'messages' | 'gatewayCases' | 'gatewayMessages' | 'visitors' | 'data';

/** Counts requests per key in a sliding or fixed window. */
export interface RateLimit {
	/** What callers are told it is a limit of. */
	readonly name: string;
	readonly limit: number;
	readonly windowSeconds: number;
	/** Takes one; `allowed` is false where none was left. */
	take(key: string): Promise<RateState & { allowed: boolean }>;
	/** Looks without taking. */
	look(key: string): Promise<RateState>;
}

export interface RateState {
	remaining: number;
	/** Seconds until more is allowed. */
	resetSeconds: number;
}

/** The page that a request comes from, as the browser says it. */
export interface VisitorPage {
	/** Null where it says nothing: a GET of our own origin, or no browser. */
	origin: string | null;
	/** Whether that is the origin of this very server. */
	own: boolean;
}

/** Makes visitors' tokens and knows them again. */
export interface Visitors {
	/** Whose visitors come from this page; null where none may. */
	tenantOf(page: VisitorPage): string | null;
	sign(visitor: Owner): Promise<{ token: string; expiresAt: number }>;
	/** Null for a token that is not ours, too old, or not of a tenant whose visitors may come from this page. */
	read(token: string, page: VisitorPage): Promise<Owner | null>;
	/** Stands for an address in counters: not the address itself, and another one tomorrow. */
	counterOf(address: string): string;
}

export interface AnswerInput {
	caller: Caller;
	conversation: Pick<Conversation, 'id' | 'tenantId' | 'locale'>;
	/** The tools of the host's that may be run, and where that is written down; absent where none may be. */
	calls?: CallLedger | null;
	/** Where it goes on from a call that the person has decided on. */
	decided?: DecidedCall | null;
	messageId: number;
	question: string;
	/** Earlier messages, oldest first. */
	history: readonly PastMessage[];
	intent: Classification['label'];
	context: Record<string, unknown> | null;
	/** What the host knows of the caller; absent where nobody asks it. */
	user?: KnownUser | null;
	/** Whether a model may be asked at all; null where nobody needs to be waited for. */
	cleared: Promise<boolean> | null;
	/** Told what was asked beside the answer; without it nothing is. */
	book?: OnAccount['book'];
}

/** How an answer comes to know its user. */
export interface KnownUser {
	/** Null where no snapshot could be taken. */
	snapshot(signal: AbortSignal): Promise<KeptSnapshot | null>;
	/** What the host can do for them. */
	can: ReadonlySet<HostActionType>;
	custom?: readonly CustomOffer[];
	ids: Ids;
}

export interface AnswerOutcome {
	/** `refused`: it was not cleared, no model was asked. */
	status: 'complete' | 'blocked' | 'interrupted' | 'refused';
	finishReason: FinishReason;
	usage: ModelUsage;
	/** The model that answered, where it is another than the answerer's; else null. */
	model: string | null;
	/** What went wrong; null where nothing did. */
	fault: unknown;
	/** What the output filter found; absent where nobody asked it. */
	hits?: readonly FilterHit[];
	/** What it rests on, verified; absent where there was no snapshot. */
	grounds?: Grounds | null;
}

/** Told the parts that may be shown, as they come. */
export type TellParts = (parts: readonly StreamPart[]) => void;

/** Writes one answer: gathers, prompts, asks the model, runs tools, filters. Tells the parts that may be shown. */
export interface Answerer {
	/** The model's name. */
	readonly model: string;
	/** See `Model`. */
	readonly quotes: boolean;
	/** Ends as `interrupted` when the signal aborts or the model cannot answer. */
	answer(input: AnswerInput, signal: AbortSignal, tell: TellParts): Promise<AnswerOutcome>;
}
