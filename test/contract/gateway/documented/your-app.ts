// What the examples of docs/gateway.md call of the reader's own application.

export const requests = {
	of: async (_userId: string, _hours: number, _signal: AbortSignal) => ({
		recentRequests: [
			{ ts: '2026-11-22T08:58:01Z', route: 'POST /files', httpStatus: 413, errorCode: 'E1042', requestId: 'req_1' },
		],
		jobs: [{ jobId: 'job_88', queue: 'previews', status: 'failed', errorCode: 'PREVIEW_TIMEOUT' }],
	}),
};

export const jobs = { retry: async (userId: string, jobId: string) => ({ jobId, state: 'queued', for: userId }) };
export const access = {
	request: async (userId: string, role: string, resourceId: string) => ({ for: userId, role, resourceId }),
};
export const limits = { request: async (userId: string, limit: string) => ({ for: userId, limit }) };

const made = new Map<string | null, { number: string; url: string }>();

export const tickets = {
	/** One per case, however often it is asked for. */
	async findOrMake(caseId: string | null, _about: object) {
		const number = `T-${made.size + 1}`;
		const ticket = made.get(caseId) ?? { number, url: `https://tickets.example.com/${number}` };
		made.set(caseId, ticket);
		return ticket;
	},
};
