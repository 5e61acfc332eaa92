// What every contract test of this face needs: a kit whose host knows its users, and people who ask.

import { type Client, createClient, type StartedKit, type StartOptions, startKit } from '@deskbell/server-kit/testing';
import type { Caller } from '../../../server-kit/src/core/caller.ts';

export type Context = NonNullable<StartOptions['context']>;

/** Ana's host: a full plan limit, a failed job, an expired card; secrets and other people's data in its logs. */
export const hostOf: Context = {
	userState: ({ userId, tenantId }) => ({
		userId,
		tenantId,
		roles: ['member'],
		plan: 'free',
		featuresEnabled: ['sharing'],
		entities: [{ type: 'card', id: 'card_7', status: 'expired', description: 'Visa ending in 4242, expired 10/2026' }],
		activeErrors: [],
		limitsReached: [{ limit: 'upload_file_size_mb', current: 184, max: 50 }],
	}),
	userHistory: ({ windowHours }) => ({
		windowHours,
		events: [{ ts: '2026-11-22T08:58:00Z', event: 'upload_started', page: '/files', correlationRequestId: 'req_1' }],
		clickTimeline: [{ ts: '2026-11-22T08:57:00Z', page: '/files', action: 'click upload' }],
	}),
	userLogs: () => ({
		recentRequests: [
			{ ts: '2026-11-22T08:58:01Z', route: '/upload', httpStatus: 413, errorCode: 'E1042', requestId: 'req_1' },
			{ ts: '2026-11-22T08:50:00Z', route: 'http://db.internal:5432/x by bob@example.com', httpStatus: 200 },
		],
		jobs: [{ jobId: 'job_88', queue: 'previews', status: 'failed', errorCode: 'E2001', lastStage: 'render' }],
		errors: [{ ts: '2026-11-22T08:58:01Z', errorCode: 'E1042', errorClass: 'LimitError', requestId: 'req_1' }],
	}),
	businessRules: () => ({
		rules: { free: { uploadFileSizeMb: 50 } },
		errorCatalog: [{ errorCode: 'E1042', errorClass: 'LimitError', retryable: false, resolution: 'Upgrade the plan.' }],
	}),
};

export interface Gateway extends StartedKit {
	/** A client of the gateway who has accepted the disclosure. */
	asking(userId: string, who?: Partial<Caller>): Promise<Client>;
}

export async function gatewayFor(
	test: { after(end: () => unknown): void },
	options: StartOptions = {},
): Promise<Gateway> {
	const kit = await startKit({ context: hostOf, ...options });
	test.after(() => kit.close());
	return {
		...kit,
		async asking(userId, who = {}) {
			const person = kit.as(userId, who);
			const { body } = await person.get<{ current_version: string }>('/disclosure/status');
			await person.post('/disclosure/accept', { version: body.current_version });
			const caller: Caller = { tenantId: 'acme', userId, kind: 'customer', roles: [], ...who };
			return createClient(`${kit.url}/api`, { 'x-test-caller': encodeURIComponent(JSON.stringify(caller)) });
		},
	};
}

export interface CaseBody {
	case: { id: string; status: string; snapshotId: string | null; messageCount: number; resolution: string | null };
	messages: MessageBody[];
	snapshot: { id: string; sources: Record<string, { ok: boolean; error: string | null; ms: number }> } | null;
	refused: { label: string } | null;
}

export interface MessageBody {
	id: string;
	role: string;
	content: string;
	evidence: { type: string; label: string; value: string; source: string }[];
	actions: { id: string; type: string; label: string; payload: Record<string, string> }[];
	confidence: number | null;
}

export const QUESTION = 'I can’t upload files larger than 50MB';

/** An answer with an appendix, as a model would write it. */
export function grounded(text: string, appendix: unknown): string {
	return `${text}\n\n===GROUNDS===\n${JSON.stringify(appendix)}`;
}
