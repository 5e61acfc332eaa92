// The interfaces between the core and the world; the store has its own file. Parts are handed in, never reached for.

import type { FinishReason, StreamPart } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import type { FilterHit } from './filter.ts';
import type { ModelUsage } from './model.ts';
import type { Classification, Conversation, Owner, PastMessage } from './records.ts';

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

/** Tells open feeds that there is something new for a person. Carries no data: readers ask the store. */
export interface Bus {
	publish(topic: string): void;
	subscribe(topic: string, listener: () => void): () => void;
}

/** What is counted: messages of a person, new visitors of an address, exports and erasures of a person. */
export type RateName = 'messages' | 'visitors' | 'data';

/** Counts requests per key in a sliding or fixed window. */
export interface RateLimit {
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
	conversation: Conversation;
	messageId: number;
	question: string;
	/** Earlier messages, oldest first. */
	history: readonly PastMessage[];
	intent: Classification['label'];
	context: Record<string, unknown> | null;
	/** Whether a model may be asked at all; null where nobody needs to be waited for. */
	cleared: Promise<boolean> | null;
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
