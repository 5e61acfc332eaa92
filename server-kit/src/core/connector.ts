// Tickets in systems of others: how making one can fail.

/**
 * `auth`: the credentials or their rights. `invalid`: it was understood and refused, so the options have to change.
 * `rate_limited` and `unavailable`: the same handoff may succeed later.
 */
export type ConnectorReason = 'auth' | 'rate_limited' | 'invalid' | 'unavailable';

/** The message says what to do; it holds no secret and nothing that a person wrote. `cause` is for the log. */
export class ConnectorFault extends Error {
	readonly reason: ConnectorReason;
	/** As the other side named it; null where it named nothing. */
	readonly retryAfterSeconds: number | null;
	constructor(
		reason: ConnectorReason,
		message: string,
		more: { retryAfterSeconds?: number | null; cause?: unknown } = {},
	) {
		super(message, { cause: more.cause });
		this.name = 'ConnectorFault';
		this.reason = reason;
		this.retryAfterSeconds = more.retryAfterSeconds ?? null;
	}
}
