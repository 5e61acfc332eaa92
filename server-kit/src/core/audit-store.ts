// What the core asks of a database about the audit: rows are added and read, never changed.

import type { Page, PageRequest } from './records.ts';

export type AuditAction =
	| 'person.export'
	| 'person.erase'
	| 'candidate.approve'
	| 'candidate.reject'
	| 'candidate.undo'
	| 'candidates.export'
	| 'candidates.replay'
	| 'settings.change'
	| 'retention.run'
	| 'article.create'
	| 'article.change'
	| 'article.delete'
	| 'articles.import'
	| 'case.reply'
	| 'case.note'
	| 'case.status'
	| 'case.action'
	| 'case.undelivered'
	| 'tools.call'
	| 'tool.run'
	| 'tool.approve'
	| 'tool.decline'
	| 'webhook.create'
	| 'webhook.change'
	| 'webhook.delete'
	| 'webhook.disable'
	| 'webhook.replay'
	| 'webhook.rotate'
	| 'webhook.test';

export interface NewAuditRow {
	tenantId: string;
	/** Epoch milliseconds. */
	at: number;
	/** A caller's kind, `person`, `operator`, `job` or `model`. */
	actorKind: string;
	/** Null where the act is the person's own, or nobody is named: the target says whom it was about. */
	actorId: string | null;
	/** Goes with the id when the actor is erased; without it the proof names nobody. */
	actorSalt: string | null;
	/** A hash of salt and id: holds the id to the chain. */
	actorProof: string | null;
	action: AuditAction;
	target: string | null;
	/** JSON, as it was written. Never holds what a person wrote. */
	details: string;
}

export interface AuditRow extends NewAuditRow {
	/** 1, 2, 3 … within the tenant. */
	seq: number;
	previousHash: string;
	hash: string;
}

export interface AuditHead {
	seq: number;
	hash: string;
}

export interface AuditStore {
	/** Hangs the row at the end of the tenant's chain; whoever writes at the same time waits. For a transaction only. */
	append(row: NewAuditRow): Promise<void>;
	/** Newest first. */
	list(tenantId: string, page: PageRequest): Promise<Page<AuditRow>>;
	/** In the order of the chain. */
	after(tenantId: string, seq: number, limit: number): Promise<AuditRow[]>;
	/** The next tenant with a chain, in the order of their ids; null after the last one. */
	tenantAfter(tenantId: string): Promise<string | null>;
	/** Where the chain ends; null where nothing was ever written. */
	head(tenantId: string): Promise<AuditHead | null>;
}
