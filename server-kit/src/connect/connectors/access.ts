// How another system knows us: credentials that go with each request.

import type { Line, LineAnswer, LineRequest } from './line.ts';

export interface Access {
	/** Asks with our credentials. */
	ask(line: Line, request: LineRequest): Promise<LineAnswer>;
}

/** @param password sent as it is, and nowhere kept */
export function basicAccess(user: string, password: string): Access {
	const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
	return {
		ask: (line, request) => line.ask({ ...request, headers: { ...request.headers, authorization } }),
	};
}
