// Told what happens, for metrics and traces. Null where nobody measures: then nothing is called and nothing is made.
// Nobody is told of a single token.

import type { DegradedCode } from '../protocol/index.ts';
import type { EmbeddingTold } from './embeddings.ts';
import type { ModelUsage } from './model.ts';
import type { Message } from './records.ts';

export interface Observer {
	/** A request has come in: what `work` does belongs to the trace that its headers name. */
	request<T>(headers: TraceHeaders, work: () => Promise<T>): Promise<T>;
	/** A request was answered; `operation` is null where no route was found. */
	answered(face: string, operation: string | null, status: number): void;
	/** A gate stopped a turn. */
	refused(gate: string, code: string): void;
	/** One answer, from its first part to its stored end. */
	answer(begun: AnswerBegun, work: (watch: AnswerWatch) => Promise<void>): Promise<void>;
	/** One call of a model, its retries included. Throws what `work` throws. */
	modelCall(begun: ModelCallBegun, work: (watch: ModelCallWatch) => Promise<void>): Promise<void>;
	/** One search of the knowledge base; told how many passages it found. */
	search<T extends readonly unknown[]>(work: () => Promise<T>): Promise<T>;
	/** One call of a tool; `worked` says whether it came to anything. */
	tool<T>(name: string, callId: string, work: () => Promise<T>, worked: (result: T) => boolean): Promise<T>;
	job(name: string, milliseconds: number, failed: boolean): void;
	/** @param kind the first word of the statement */
	statement(kind: string, milliseconds: number, failed: boolean): void;
	delivered(outcome: DeliveryOutcome): void;
	/** Vectors were asked for, or would have been. */
	embedded(told: EmbeddingTold): void;
	/** What carries the trace on to the server that is asked next; empty where there is none. */
	outgoing(): Record<string, string>;
}

export interface TraceHeaders {
	traceparent: string;
	tracestate: string;
}

export interface AnswerBegun {
	conversationId: number;
	messageId: number;
	model: string;
}

export interface AnswerWatch {
	/** The first words are on their way. */
	spoke(): void;
	ended(end: AnswerEnd): void;
}

export interface AnswerEnd {
	/** `refused`: taken back before its first word. */
	outcome: Exclude<Message['status'], 'streaming'> | 'refused';
	/** Why it is not the whole answer. */
	code: DegradedCode | null;
	/** The model that answered. */
	model: string;
	usage: ModelUsage;
	/** Micro-dollars. */
	cost: number;
}

export interface ModelCallBegun {
	model: string;
	/** Asked over the network. */
	remote: boolean;
	maxOutputTokens: number;
	/** What it is asked; only read by a host that wants content in its traces. */
	messages: readonly { role: string; content: string }[];
}

export interface ModelCallWatch {
	/** Something has come. */
	began(): void;
	/** Only told where `content` is wanted. */
	readonly said: ((text: string) => void) | null;
	used(usage: ModelUsage): void;
	finished(reason: string): void;
}

/** `failed`: it will be tried again. `given_up`: it will not. */
export type DeliveryOutcome = 'delivered' | 'failed' | 'given_up';
