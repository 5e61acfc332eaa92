// A feature that is off, capped or out: thrown by a gate, shown by every face as a state and not as a crash.

import type { DegradedCode } from '../protocol/index.ts';
import type { QuotaScope } from './records.ts';

interface DegradedRow {
	/** Once a wait is over, the same request may succeed. */
	retryable: boolean;
	/** Rate, quota and cost answer 429; the others are states of a feature and answer 200. */
	status: 200 | 429;
	/** A case can still be opened. */
	fallback: boolean;
}

export const DEGRADED: Readonly<Record<DegradedCode, DegradedRow>> = {
	master_flag_off: { retryable: false, status: 200, fallback: true },
	tenant_disabled: { retryable: false, status: 200, fallback: true },
	disclosure_required: { retryable: false, status: 200, fallback: true },
	rate_limited: { retryable: true, status: 429, fallback: false },
	quota_exceeded: { retryable: true, status: 429, fallback: true },
	cost_cap_reached: { retryable: true, status: 429, fallback: true },
	runtime_not_wired: { retryable: false, status: 200, fallback: true },
	vendor_outage: { retryable: true, status: 200, fallback: true },
	model_timeout: { retryable: true, status: 200, fallback: true },
	retrieval_unavailable: { retryable: true, status: 200, fallback: true },
	output_blocked: { retryable: false, status: 200, fallback: true },
};

export interface DegradedFacts {
	scope?: QuotaScope;
	retryAfterSeconds?: number | null;
	conversationId?: number | null;
	userMessageId?: number | null;
	/** For the log. */
	cause?: unknown;
}

export class Degraded extends Error {
	readonly code: DegradedCode;
	readonly scope: QuotaScope;
	readonly retryAfterSeconds: number | null;
	readonly conversationId: number | null;
	readonly userMessageId: number | null;
	constructor(code: DegradedCode, facts: DegradedFacts = {}) {
		super(code, { cause: facts.cause });
		this.name = 'Degraded';
		this.code = code;
		this.scope = facts.scope ?? 'user';
		this.retryAfterSeconds = facts.retryAfterSeconds ?? null;
		this.conversationId = facts.conversationId ?? null;
		this.userMessageId = facts.userMessageId ?? null;
	}
}
