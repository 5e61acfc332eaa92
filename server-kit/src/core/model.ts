// What the core knows of a language model: text in, events out. A vendor each stands in answer/models.

import type { CaseAction, Evidence } from '../protocol/index.ts';

/** A passage of the knowledge base as it is handed to a model: it may be cited by its number only. */
export interface NumberedPassage {
	/** Counts from 1 within one answer. */
	number: number;
	articleId: number;
	title: string;
	/** Headings above the passage, outermost first. */
	headings: readonly string[];
	/** Markdown. */
	text: string;
	url: string | null;
	/** BM25 score of the passage for this question; comparable within one search only. */
	score: number;
	/** Share of the question’s distinct content words that the passage, its headings or its title hold, 0 to 1. */
	coverage: number;
	/** See `FoundPassage`. */
	likeness?: number;
}

export type ModelMessage =
	| { role: 'system' | 'user'; content: string }
	| { role: 'assistant'; content: string; toolCalls?: readonly ModelToolCall[] }
	| { role: 'tool'; toolCallId: string; content: string };

export interface ModelToolCall {
	id: string;
	name: string;
	/** JSON as the model wrote it: untrusted, perhaps not even JSON. */
	arguments: string;
}

export interface ModelTool {
	name: string;
	description: string;
	/** JSON Schema of the input. */
	parameters: Record<string, unknown>;
}

/** Something that stands in the snapshot of the user; a model that only quotes says it in these words. */
export interface Fact {
	type: Evidence['type'];
	label: string;
	/** As it stands in the snapshot. */
	value: string;
	/** One line of Markdown. */
	text: string;
}

/** What a model that only quotes may say of the user. Any other reads it in its prompt. */
export interface UserFacts {
	facts: readonly Fact[];
	/** By the name that the appendix takes. */
	suggestions: readonly { name: string; type: CaseAction['type']; about?: string }[];
}

export interface ModelRequest {
	/** The customer's words, alone; `messages` holds them too, within the whole prompt. */
	question: string;
	messages: readonly ModelMessage[];
	passages: readonly NumberedPassage[];
	/** Present where the answer is to say, in its appendix, what it rests on. */
	user?: UserFacts;
	tools: readonly ModelTool[];
	/** BCP 47 tag of the language to answer in. */
	locale: string;
	maxOutputTokens: number;
	/** The vendor's own where left out. */
	temperature?: number;
}

export interface ModelUsage {
	inputTokens: number;
	/** Of the input, what the vendor had in its cache and sells for less. */
	cachedInputTokens?: number;
	outputTokens: number;
	/** True where the model reported nothing and we counted for it. */
	estimated: boolean;
}

export type ModelEvent =
	| { type: 'text'; text: string }
	| { type: 'tool-call'; call: ModelToolCall }
	| { type: 'usage'; usage: ModelUsage }
	| { type: 'finish'; reason: 'stop' | 'length' | 'tool-calls' | 'content-filter' | 'refusal' }
	/** Another model than the one that was asked answers from here on. */
	| { type: 'model'; name: string };

export interface Model {
	/** Shown in logs and kept with each answer. */
	readonly name: string;
	/** It says nothing but what it quotes: an answer of its without a source says that there is none. */
	readonly quotes?: true;
	/**
	 * One model call. Yields a batch per arrival, so that nothing is awaited per token.
	 * An iteration that ends without `finish` was cut off. Aborting `signal` ends it without an error.
	 * @throws ModelFault when the model cannot be reached, stalls, or answers nonsense.
	 */
	answer(request: ModelRequest, signal: AbortSignal): AsyncIterable<readonly ModelEvent[]>;
	/**
	 * The same, told as it comes: no promise stands between an arrival and whoever takes it. Resolves at the end.
	 * @param take says false where no more is wanted
	 */
	push?(request: ModelRequest, signal: AbortSignal, take: TakeEvents): Promise<void>;
}

export type TakeEvents = (batch: readonly ModelEvent[]) => boolean;

/** A fault of the model or of the way to it. `cause` is for the log: a vendor's words are never forwarded. */
export class ModelFault extends Error {
	readonly code: 'vendor_outage' | 'model_timeout';
	readonly retryAfterSeconds: number | null;
	constructor(code: 'vendor_outage' | 'model_timeout', cause?: unknown, retryAfterSeconds: number | null = null) {
		super(code, { cause });
		this.name = 'ModelFault';
		this.code = code;
		this.retryAfterSeconds = retryAfterSeconds;
	}
}
