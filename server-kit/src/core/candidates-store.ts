// What the core asks of a database about training candidates: reviewed one by one, exported in batches.

import type { FilterHit } from './filter.ts';
import type { Candidate, Page, PageRequest } from './records.ts';

export const CANDIDATE_STATUSES = ['queued', 'approved', 'rejected', 'exported', 'withdrawn'] as const;
export type CandidateStatus = (typeof CANDIDATE_STATUSES)[number];

export interface StoredCandidate extends Candidate {
	id: number;
	type: string;
	status: CandidateStatus;
	/** Null once the conversation is deleted: an exported candidate outlives it. */
	conversationId: number | null;
	/** The reviewer's. */
	note: string | null;
	/** What the answer should have been, by the reviewer. */
	betterAnswer: string | null;
	/** The batch it went out with. */
	batchId: string | null;
	createdAt: number;
	updatedAt: number;
}

export interface CandidateMove {
	from: CandidateStatus;
	to: CandidateStatus;
	note: string | null;
	betterAnswer: string | null;
	at: number;
}

/** What is still there of the answer that was rated. */
export interface CandidateOrigin {
	/** BCP 47 tag of the conversation. */
	locale: string;
	answerId: number;
	filterHits: readonly FilterHit[];
}

export interface CandidateStore {
	/** Newest first. */
	list(tenantId: string, status: CandidateStatus, page: PageRequest): Promise<Page<StoredCandidate>>;
	find(tenantId: string, id: number): Promise<StoredCandidate | null>;
	count(tenantId: string, status: CandidateStatus): Promise<number>;
	/** Null where the conversation is gone, or held no answer. */
	origin(tenantId: string, id: number): Promise<CandidateOrigin | null>;
	/** Changes the status if it is still `from`; false where it is not. */
	move(tenantId: string, id: number, move: CandidateMove): Promise<boolean>;
	/** Takes everything approved into a new batch, as exported; how many that were. None makes no batch. */
	openBatch(tenantId: string, batchId: string, at: number): Promise<number>;
	/** How many candidates of the batch are still there; null where there is no such batch. */
	countBatch(tenantId: string, batchId: string): Promise<number | null>;
	/** In the order of their ids. */
	readBatch(tenantId: string, batchId: string, after: number, limit: number): Promise<StoredCandidate[]>;
}
