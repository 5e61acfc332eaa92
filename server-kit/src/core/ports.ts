// The interfaces between the core and the world; the store has its own file. Parts are handed in, never reached for.

import type { FinishReason, StreamPart } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import type { ModelUsage } from './model.ts';
import type { Classification, Conversation, Message } from './records.ts';

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

export interface AnswerInput {
	caller: Caller;
	conversation: Conversation;
	messageId: number;
	question: string;
	/** Earlier messages, oldest first. */
	history: readonly Message[];
	intent: Classification['label'];
	context: Record<string, unknown> | null;
}

export interface AnswerOutcome {
	status: 'complete' | 'blocked' | 'interrupted';
	finishReason: FinishReason;
	usage: ModelUsage;
	/** What went wrong; null where nothing did. */
	fault: unknown;
}

/** Writes one answer: gathers, prompts, asks the model, runs tools, filters. Yields the parts that may be shown. */
export interface Answerer {
	/** The model's name. */
	readonly model: string;
	/** Ends as `interrupted` when the signal aborts or the model cannot answer. */
	answer(input: AnswerInput, signal: AbortSignal): AsyncGenerator<readonly StreamPart[], AnswerOutcome>;
}
