// docs/errors.md: the table of codes with what to do about each, and the states that are no errors.

import { DEGRADED } from '../src/core/faults.ts';
import { textsIn } from '../src/core/texts.ts';
import { ERRORS, type ErrorCode } from '../src/errors.ts';
import type { DegradedCode } from '../src/protocol/index.ts';
import { codesIn, endpointsOf, type OpenApi } from './document.ts';
import { table } from './fields.ts';
import { DEGRADED_REMEDIES, REMEDIES } from './remedies.ts';

const HEAD = `# Errors

<!-- Generated from server-kit/src/errors.ts and the routes: \`npm run openapi\` writes it anew. -->

\`\`\`ts
const answer = await response.json();
if (answer.degraded) show(answer.message);                       // off, capped or out: a state, not a fault
else if (!response.ok) handle(answer.code, answer.request_id);   // one of the codes below
\`\`\`

Decide by \`code\`: it is stable, the words beside it are not. Where *again* says yes, the same request may succeed later; with every 429 and 503, and with \`idempotency_in_progress\`, \`Retry-After\` says when. A 404 is also the answer about what belongs to somebody else. The faces speak of the same codes in their own shape: the support-ai face puts \`code\` and \`request_id\` beside \`detail\`.`;

const STATES = `## Degraded states

Answered by calls that need the AI, with \`degraded: true\`: the request was understood and can be served otherwise. Where *case* says yes, a human case can be opened instead.`;

export function errorsPage(faces: Readonly<Record<string, OpenApi>>): string {
	const codes = Object.keys(ERRORS) as ErrorCode[];
	const told = facesByCode(faces);
	const rows = codes.toSorted(byStatus).map((code) => {
		const { status, retryable, message } = ERRORS[code];
		const named = told.get(code)?.join(', ') ?? 'any';
		return [`\`${code}\``, String(status), yes(retryable), message, REMEDIES[code], named];
	});
	const errors = table(['code', 'status', 'again', 'meaning', 'what to do', 'faces'], rows);
	return `${[HEAD, '## Codes', errors, STATES, degradedTable()].join('\n\n')}\n`;
}

function byStatus(one: ErrorCode, other: ErrorCode): number {
	return ERRORS[one].status - ERRORS[other].status || one.localeCompare(other, 'en');
}

/** Which faces list a code, each with its status where that is another. One that depends on no route stands nowhere. */
function facesByCode(faces: Readonly<Record<string, OpenApi>>): Map<string, string[]> {
	const told = new Map<string, string[]>();
	for (const [face, api] of Object.entries(faces)) {
		const listed = endpointsOf(api).flatMap(({ responses }) =>
			Object.entries(responses).flatMap(([status, { description }]) =>
				codesIn(description).map((code): [string, string] => [code, status]),
			),
		);
		for (const [code, status] of new Map(listed))
			told.set(code, [...(told.get(code) ?? []), named(face, code, status)]);
	}
	return told;
}

function named(face: string, code: string, status: string): string {
	return String(ERRORS[code as ErrorCode].status) === status ? face : `${face} (${status})`;
}

function degradedTable(): string {
	const { degraded } = textsIn('en');
	const rows = (Object.keys(DEGRADED) as DegradedCode[]).map((code) => {
		const { status, retryable, fallback } = DEGRADED[code];
		return [`\`${code}\``, String(status), yes(retryable), yes(fallback), degraded[code], DEGRADED_REMEDIES[code]];
	});
	return table(['code', 'status', 'again', 'case', 'what the customer reads', 'what to do'], rows);
}

function yes(is: boolean): string {
	return is ? 'yes' : '';
}
