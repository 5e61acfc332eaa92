// What the core asks of a database about training candidates: reviewed one by one, exported in batches.

import type { Candidate, Page, PageRequest } from './records.ts';

export type CandidateStatus = 'queued' | 'approved' | 'rejected' | 'exported' | 'withdrawn';

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

export interface CandidateStore {
	/** Newest first. */
	list(tenantId: string, status: CandidateStatus, page: PageRequest): Promise<Page<StoredCandidate>>;
	find(tenantId: string, id: number): Promise<StoredCandidate | null>;
	/** Changes the status if it is still `from`; false where it is not. */
	move(tenantId: string, id: number, move: CandidateMove): Promise<boolean>;
	/** Takes everything approved into a new batch, as exported; how many that were. None makes no batch. */
	openBatch(tenantId: string, batchId: string, at: number): Promise<number>;
	/** How many candidates of the batch are still there; null where there is no such batch. */
	countBatch(tenantId: string, batchId: string): Promise<number | null>;
	/** In the order of their ids. */
	readBatch(tenantId: string, batchId: string, after: number, limit: number): Promise<StoredCandidate[]>;
}
