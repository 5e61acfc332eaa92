// What a turn knows while it passes the gates.

import type { Caller } from './caller.ts';
import type { Checkpoints } from './checkpoint.ts';
import type { OuterLedger } from './data-rights-store.ts';
import type { HostTools } from './host-tool.ts';
import type { ArticleFile, ArticleInput, SearchUpkeep } from './knowledge.ts';
import type { Live } from './live.ts';
import type { ModelUsage } from './model.ts';
import type { Observer } from './observer.ts';
import type {
	Answerer,
	Bus,
	Clock,
	HostContext,
	Ids,
	Log,
	RateLimit,
	RateName,
	TicketConnector,
	Visitors,
} from './ports.ts';
import type { Classification, Conversation, Owner, PastMessage, Reservation } from './records.ts';
import type { Settings } from './settings.ts';
import type { Redactor } from './snapshot/cleaning.ts';
import type { KeptSnapshot } from './snapshot/host-data.ts';
import type { Store } from './store.ts';
import type { DecidedCall } from './tool-call.ts';
import type { TurnLook } from './turn-store.ts';
import type { WebhookTools } from './webhooks/tools.ts';

export interface TurnRequest {
	conversationId: number;
	content: string;
	clientMessageId: string | null;
	/** That id came as an Idempotency-Key. */
	keyed?: boolean;
	/** Told in degraded states, for whoever asks support. */
	requestId: string;
	context: Record<string, unknown> | null;
	/** Wanted in one piece rather than as a stream. */
	whole: boolean;
	/** Where a face names messages by ids of its own. */
	publicIds?: { question: string; answer: string };
	/** Goes on from a call that the person has decided on: the question was asked, and counted, before. */
	resumes?: boolean;
}

/** The parts of the kit that a use case may reach. */
export interface Parts {
	store: Store;
	live: Live;
	checkpoints: Checkpoints;
	answerer: Answerer | null;
	search: SearchUpkeep;
	/** The article in a file, or what to do about one that holds none. */
	readArticle(file: ArticleFile): ArticleInput | { advice: string };
	classifier: Classifier;
	secondClassifier: SecondClassifier | null;
	/** Masks secrets and personal data in text that is kept for others to read. */
	redact(text: string): string;
	/** Signs what a customer carries to the host's ticket form. */
	handoffs: Handoffs;
	/** Where cases of the gateway become tickets; null for our own desk. */
	connector: TicketConnector | null;
	/** Null where the host tells nothing of its users. */
	hostContext: HostContext | null;
	/** What the host lets a model do. */
	tools: HostTools;
	/** @param own what the person wrote, or is known by */
	redactorFor(own: readonly (string | undefined)[]): Redactor;
	/** Null where there are none. */
	visitors: Visitors | null;
	/** The same for the same person; says who it is to nobody without the host's secret. */
	pseudonymOf(owner: Owner): string;
	/** Null where the host keeps none. */
	outerLedger: OuterLedger | null;
	rates: Record<RateName, RateLimit>;
	bus: Bus;
	clock: Clock;
	ids: Ids;
	log: Log;
	/** Null where nobody measures. */
	observer: Observer | null;
	settings: Settings;
	webhooks: WebhookTools;
	/** Names this process in rows that it is writing. */
	runner: Runner;
}

export interface Runner {
	readonly name: string;
	/** False where the named process is known to be gone; true where it lives or cannot be known. */
	mayLive(name: string): boolean;
	/** Whether the named process goes by the clock of this machine. */
	isHere(name: string): boolean;
	/** Milliseconds for which we have seen an answer without a new sign of life; 0 at the first look, and after a new one. */
	stillFor(answerId: number, heartbeatAt: number): number;
}

export interface HandoffClaims {
	tenantId: string;
	userId: string;
	conversationId: number;
}

export interface Handoffs {
	/** Valid for 30 minutes; says who and which conversation, never what was written. */
	sign(claims: HandoffClaims): Promise<string>;
	/** Null for a token that is not ours or too old. */
	read(token: string): Promise<HandoffClaims | null>;
}

export interface Classifier {
	/** False for the host's own: it knows its intents by itself. */
	readonly takesIntents?: boolean;
	classify(input: ClassifierInput): Classification | Promise<Classification>;
}

/** A classifier that has to be waited for. */
export interface SecondClassifier {
	/** What it is priced as. */
	readonly model: string;
	/**
	 * Null where it failed, was late, or `signal` was aborted. Never throws.
	 * @param spent called with what it used, where that is known
	 */
	judge(
		input: ClassifierInput,
		signal: AbortSignal,
		spent: (usage: ModelUsage) => void,
	): Promise<Classification | null>;
}

export interface ClassifierInput {
	text: string;
	/** Earlier messages, oldest first. */
	history: readonly Pick<PastMessage, 'role' | 'content'>[];
	locale: string;
}

export interface TurnState {
	readonly caller: Caller;
	readonly request: TurnRequest;
	/** Taken from the store once, before the first gate that needs it. */
	look: TurnLook | null;
	/** What the turn may come to; taken from the counters as the turn is stored. */
	reservation: Reservation | null;
	conversation: Conversation | null;
	classification: Classification | null;
	/** What the answer rests on, once it was taken. */
	snapshot?: KeptSnapshot | null;
	/** The call that the person has decided on, where the answer goes on from one. */
	decided?: DecidedCall;
}

/** Passes by returning; stops the turn by throwing `Degraded` or `KitError`. */
export type Gate = (turn: TurnState, parts: Parts) => Promise<void> | void;
