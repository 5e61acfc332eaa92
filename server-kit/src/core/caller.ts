// Who calls: made by the host's own session or by a token; carried through every use case.

export interface Caller {
	tenantId: string;
	userId: string;
	/** `visitor`: somebody whom the host does not know. */
	kind: 'customer' | 'visitor' | 'agent' | 'admin' | 'service';
	roles: readonly string[];
	name?: string;
	email?: string;
	plan?: string;
	/** BCP 47 tag, such as `de-CH`. */
	locale?: string;
}
