// Vectors of passages and of questions: who makes them, and where those of passages are kept.

import type { ModelUsage } from './model.ts';

/** A question is waited for by a person; passages by nobody. */
export type Purpose = 'question' | 'passages';

export interface Embedded {
	/** One for each text, in their order; of length 1, and all of as many numbers. */
	vectors: readonly Float32Array[];
	usage: ModelUsage;
}

export interface Embedder {
	readonly model: string;
	/** Vectors of another maker cannot be compared with ours: it stands for the model and what it is asked for. */
	readonly maker: string;
	/**
	 * One call, never repeated.
	 * @param limits `timeoutMs`: the whole call
	 * @throws EmbeddingFault
	 */
	embed(
		texts: readonly string[],
		purpose: Purpose,
		limits: { timeoutMs: number; signal?: AbortSignal },
	): Promise<Embedded>;
}

/**
 * `busy`: it wants to be left alone for a while, and was perhaps not asked at all. `late`: no answer in time. `away`:
 * the call broke or the server failed. `texts`: it refuses what it was asked. `nonsense`: the answer holds no vectors
 * that can be used. `left`: nobody waits for it any more.
 */
export type EmbeddingOutcome = 'busy' | 'late' | 'away' | 'texts' | 'nonsense' | 'left';

export class EmbeddingFault extends Error {
	readonly outcome: EmbeddingOutcome;
	readonly retryAfterSeconds: number | null;
	constructor(outcome: EmbeddingOutcome, cause?: unknown, retryAfterSeconds: number | null = null) {
		super(`no vectors: ${outcome}`, { cause });
		this.name = 'EmbeddingFault';
		this.outcome = outcome;
		this.retryAfterSeconds = retryAfterSeconds;
	}
}

/** A passage without a vector, and what is made one of. */
export interface BarePassage {
	id: number;
	articleId: number;
	title: string;
	headings: readonly string[];
	text: string;
}

export interface KeptVector {
	passageId: number;
	vector: Float32Array;
}

export interface NewVector extends KeptVector {
	articleId: number;
	/** The same for the same words; tells that a passage which was written anew is still the same. */
	fingerprint: string;
}

/** While one process makes the vectors of a tenant, no other does. */
export interface VectorLease {
	tenantId: string;
	lease: string;
	/** What the articles stood at when it was taken. */
	revision: number;
}

export interface VectorStore {
	/** Tenants whose articles have changed since their vectors were made, or whose vectors another maker made. */
	due(maker: string, now: number, limit: number): Promise<readonly string[]>;
	/** Null where another process holds it, or it rests. */
	take(
		tenantId: string,
		hold: { maker: string; lease: string; now: number; until: number },
	): Promise<VectorLease | null>;
	/** False where it was lost to another process. */
	renew(held: VectorLease, until: number): Promise<boolean>;
	/** The next passages without a vector of this maker. */
	bare(tenantId: string, maker: string, page: { after: number; limit: number }): Promise<readonly BarePassage[]>;
	/** Vectors that were made of the same words, by fingerprint. */
	same(tenantId: string, maker: string, fingerprints: readonly string[]): Promise<ReadonlyMap<string, Float32Array>>;
	keep(tenantId: string, maker: string, vectors: readonly NewVector[]): Promise<void>;
	/** All are made: what belongs to no passage any more goes. */
	finish(held: VectorLease, maker: string): Promise<void>;
	/** Nobody tries again before `dueAt`. */
	postpone(held: VectorLease, dueAt: number): Promise<void>;
	/** Vectors of another length cannot be compared: they go, and are made again. */
	dropOther(tenantId: string, maker: string, length: number): Promise<void>;
	/** Changes whenever vectors of the tenant do; null where none were ever made. */
	version(tenantId: string, maker: string): Promise<number | null>;
	/** In the order of the passages. */
	read(tenantId: string, maker: string, page: { after: number; limit: number }): Promise<readonly KeptVector[]>;
	/** How many of the tenant's passages have no vector of this maker. */
	lacking(tenantId: string, maker: string): Promise<number>;
}

/** Told of each call that was made or spared. */
export interface EmbeddingTold {
	purpose: Purpose;
	outcome: EmbeddingOutcome | 'done';
	texts: number;
	tokens: number;
}
