// Requests to addresses that a customer of ours has typed in: the port, and how such a request can fail.

export interface EgressRequest {
	/** `https:`, without a user name; anything else is refused before a packet is sent. */
	url: string;
	method: 'GET' | 'POST' | 'PUT';
	headers?: Readonly<Record<string, string>>;
	body?: string;
	/** For all of it: finding the address, connecting, sending and reading to the end. */
	timeoutMs: number;
	/** How much of the answer is read. It is never unpacked, so that a small one stays small. */
	maxBytes: number;
	/** Gives the beginning of a longer answer instead of failing: for whoever wants the status. */
	cut?: boolean;
	signal?: AbortSignal;
}

export interface EgressResponse {
	/** A 3xx is given as it is: nobody follows it. */
	status: number;
	/** Names in lower case. */
	headers: Readonly<Record<string, string>>;
	body: Buffer;
}

/** What connects to addresses of others. It reaches the public internet and nothing of ours. */
export interface Egress {
	/**
	 * @throws EgressFault
	 * @throws whatever reason the given signal was aborted with
	 */
	send(request: EgressRequest): Promise<EgressResponse>;
}

export type EgressReason =
	| 'forbidden_address'
	| 'forbidden_scheme'
	| 'dns'
	| 'timeout'
	| 'too_large'
	| 'tls'
	| 'connection';

/** `cause` is for the log: it may name addresses of the inner network. */
export class EgressFault extends Error {
	readonly reason: EgressReason;
	constructor(reason: EgressReason, cause?: unknown) {
		super(reason, { cause });
		this.name = 'EgressFault';
		this.reason = reason;
	}
}
