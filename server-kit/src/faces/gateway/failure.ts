// How this face speaks of what went wrong: one shape, with the code in capitals.

import { degradedView } from '../../core/degraded-view.ts';
import { DEGRADED } from '../../core/faults.ts';
import { ERRORS, type ErrorCode } from '../../errors.ts';
import { type Problem, type RequestIssue, statusOfError } from '../../http/route.ts';

/** What is 422 elsewhere is 400 here, as the reference has it. */
export const STATUSES: Readonly<Partial<Record<ErrorCode, number>>> = {
	validation_failed: 400,
	json_invalid: 400,
	cursor_invalid: 400,
	idempotency_key_invalid: 400,
};

/** Codes that the reference names otherwise. */
const NAMES: Readonly<Partial<Record<ErrorCode, string>>> = {
	validation_failed: 'VALIDATION_ERROR',
	json_invalid: 'VALIDATION_ERROR',
	cursor_invalid: 'VALIDATION_ERROR',
	idempotency_key_invalid: 'VALIDATION_ERROR',
	not_found: 'CASE_NOT_FOUND',
	unauthenticated: 'UNAUTHORIZED',
	conversation_escalated: 'CONFLICT',
	conversation_closed: 'CONFLICT',
	case_resolution_conflict: 'CONFLICT',
	case_not_escalated: 'CONFLICT',
	turn_in_progress: 'CONFLICT',
	action_running: 'CONFLICT',
	idempotency_key_reused: 'CONFLICT',
	idempotency_in_progress: 'CONFLICT',
};

export function failure(problem: Problem): Record<string, unknown> {
	switch (problem.kind) {
		case 'validation':
			return { ...errorView('validation_failed', problem), issues: problem.failure.issues.map(issueView) };
		case 'degraded':
			return degradedBody(problem);
		case 'error':
			return errorView(problem.error.code, problem);
	}
}

function errorView(code: ErrorCode, { requestId }: { requestId: string }) {
	const statusCode = statusOfError(code, { statuses: STATUSES });
	return { statusCode, error: NAMES[code] ?? code.toUpperCase(), message: ERRORS[code].message, requestId };
}

/** Says where and what; never what was sent. */
function issueView({ in: where, issue }: RequestIssue): { path: string; message: string } {
	return { path: [where, ...issue.path.map(String)].join('.'), message: issue.message };
}

function degradedBody(problem: Extract<Problem, { kind: 'degraded' }>): Record<string, unknown> {
	const { code, message, retryable, retry_after_seconds, scope, fallback } = degradedView(problem.degraded, problem);
	return {
		statusCode: DEGRADED[code].status,
		error: code.toUpperCase(),
		message,
		requestId: problem.requestId,
		degraded: true,
		retryable,
		retryAfterSeconds: retry_after_seconds,
		scope,
		fallback,
	};
}
