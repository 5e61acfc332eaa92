// How this face speaks of what went wrong: FastAPI's list for a bad request, else a sentence and a code.

import { degradedView } from '../../core/degraded-view.ts';
import { ERRORS } from '../../errors.ts';
import type { Problem } from '../../http/route.ts';
import type { DegradedView, ErrorBody } from '../../protocol/index.ts';
import { issueView } from './validation.ts';

export function failure(problem: Problem): ErrorBody | DegradedView {
	switch (problem.kind) {
		case 'validation':
			return {
				detail: problem.failure.issues.map(issueView),
				code: 'validation_failed',
				request_id: problem.requestId,
			};
		case 'degraded':
			return degradedView(problem.degraded, problem);
		case 'error':
			return errorView(problem);
	}
}

function errorView({ error, requestId }: Extract<Problem, { kind: 'error' }>): ErrorBody {
	const { code, facts } = error;
	const { message } = ERRORS[code];
	const told = { code, request_id: requestId, ...facts };
	if (code === 'json_invalid')
		return { ...told, detail: [{ loc: ['body', 0], msg: 'JSON decode error', type: 'json_invalid' }] };
	if (code === 'disclosure_version_outdated')
		return { ...told, detail: [{ loc: ['body', 'version'], msg: `Value error, ${message}`, type: 'value_error' }] };
	if (code === 'cursor_invalid')
		return { ...told, detail: [{ loc: ['query', 'cursor'], msg: `Value error, ${message}`, type: 'value_error' }] };
	return { ...told, detail: message };
}
