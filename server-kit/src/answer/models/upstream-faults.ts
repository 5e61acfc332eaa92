// How a model's server can fail us before its answer has begun, and whether another try may help.

import type { IncomingHttpHeaders } from 'node:http';
import { retryAfterIn } from '../../core/retry-after.ts';

/** It answered with a status that is no answer. The log learns the status and no more: its words may repeat a key. */
export class Refused extends Error {
	readonly status: number;
	/** As it named them; null where it named none, or nonsense. */
	readonly retryAfterSeconds: number | null;
	/** It said itself that another try would not help. */
	readonly final: boolean;
	constructor(status: number, headers: IncomingHttpHeaders) {
		super(`the upstream answered ${status}`);
		this.status = status;
		this.retryAfterSeconds = retryAfterIn(headers['retry-after']);
		this.final = headers['x-should-retry'] === 'false';
	}
}

/** The connection broke, or never stood, before the first event of an answer. */
export class BrokenOff extends Error {}

/** `busy`: all calls wait. `again`: this one may be made once more. `no`: another try would not help. */
export function verdictOn(cause: unknown): 'busy' | 'again' | 'no' {
	if (cause instanceof BrokenOff) return 'again';
	if (!(cause instanceof Refused) || cause.final) return 'no';
	const { status, retryAfterSeconds } = cause;
	if (status === 429 || (status === 503 && retryAfterSeconds !== null)) return 'busy';
	return status === 408 || status === 409 || status >= 500 ? 'again' : 'no';
}

export function retryAfterOf(cause: unknown): number | null {
	return cause instanceof Refused ? cause.retryAfterSeconds : null;
}
