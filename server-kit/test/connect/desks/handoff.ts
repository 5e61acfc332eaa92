// Handoffs for tests of connectors: one that a person could have, and one that somebody made to do harm.

import type { CaseComment, CaseHandoff } from '../../../src/core/ports.ts';
import type { KeptSnapshot } from '../../../src/core/snapshot/host-data.ts';

export const CASE = 'cas_4GmVw1TzQXbN0kLp8RyJ2c';

type Changes = Partial<Omit<CaseHandoff, 'caller'>> & {
	caller?: Partial<CaseHandoff['caller']>;
	publicId?: string | null;
};

const ada: CaseHandoff['caller'] = {
	tenantId: 'acme',
	userId: 'u-1',
	kind: 'customer',
	roles: [],
	name: 'Ada Lovelace',
	email: 'ada@customer.example',
	plan: 'pro',
	locale: 'en',
};

const conversation: CaseHandoff['conversation'] = {
	id: 7,
	kind: 'gateway',
	publicId: CASE,
	tenantId: 'acme',
	userId: 'u-1',
	title: null,
	preview: null,
	status: 'open',
	locale: 'en',
	context: null,
	version: 1,
	answeringSince: null,
	escalatedAt: null,
	resolution: null,
	rating: null,
	createdAt: 0,
	updatedAt: 0,
};

export function handoff({ caller, publicId = CASE, ...changes }: Changes = {}): CaseHandoff {
	return {
		caller: { ...ada, ...caller },
		conversation: { ...conversation, publicId },
		reason: 'I need a person',
		handover: {
			summary: 'My upload fails',
			intent: 'troubleshooting',
			attempted: ['Upload limits'],
			lastMessages: [
				{ role: 'user', content: 'My upload fails', createdAt: 1_000 },
				{ role: 'assistant', content: 'Your plan takes 50 MB.', createdAt: 2_000 },
			],
		},
		snapshot,
		...changes,
	};
}

/** What Ada says to the person who works on the ticket. */
export function remark(
	ticketId: string,
	text = 'It works now.',
	caller: Partial<CaseHandoff['caller']> = {},
): CaseComment {
	const made = handoff({ caller });
	const comment = { id: 'msg_9XbN0kLp8RyJ2cGmVw1TzQ', text, at: 3_000 };
	return { caller: made.caller, conversation: made.conversation, ticket: { ticketId, ticketUrl: '' }, comment };
}

const answered = { ok: true as const, error: null, ms: 5 };

const snapshot: KeptSnapshot = {
	id: 1,
	publicId: 'scs_1',
	takenAt: 0,
	sources: {
		userState: answered,
		userHistory: answered,
		userLogs: { ok: false, error: 'timeout', ms: 5000 },
		businessRules: answered,
	},
	content: {
		identity: { tenantId: 'acme', userId: 'u-1', roles: ['owner'], plan: 'pro' },
		productState: {
			featuresEnabled: [],
			entities: [],
			activeErrors: [],
			limitsReached: [{ limit: 'uploadMb', current: 62, max: 50 }],
		},
		recentActivity: { events: [], clickTimeline: [] },
		backend: {
			recentRequests: [
				{ route: '/upload', httpStatus: 413 },
				{ route: '/fine', httpStatus: 200 },
			],
			jobs: [{ jobId: 'job-9', status: 'failed' }],
			errors: [{ errorCode: 'FILE_TOO_LARGE' }],
		},
		knowledge: { rules: {}, errorCatalog: [] },
		privacy: {
			redacted: { secrets: 0, personal: 0, binary: 0, internalAddresses: 0, misshapen: 0 },
			trimmed: { events: 0, clickTimeline: 0, recentRequests: 0, jobs: 0, errors: 0, rules: 0, errorCatalog: 0 },
			metadataLeftOut: false,
		},
	},
};

/** Tries to end a header, a line, a code block, a quote, a document. */
export const HOSTILE = [
	'<img src=x onerror=alert(1)>',
	'Subject: x\r\nBcc: all@victim.example\r\n\r\n<script>alert(1)</script>',
	'```\n# Not a heading ![p](https://evil.example/pixel.png)\n```',
	'"}]},{"type":"mediaSingle"}',
	'\u2028\u202eright to left\u0000\u001b[2J \ud800',
	'.\r\nQUIT\r\n',
].join('\r\n');

export const hostile = (): CaseHandoff =>
	handoff({
		caller: {
			name: `Ada\r\nBcc: all@victim.example ${HOSTILE}`,
			email: 'ada@customer.example\r\nBcc: x@victim.example',
		},
		reason: HOSTILE,
		handover: {
			summary: HOSTILE,
			intent: 'unknown',
			attempted: [HOSTILE],
			lastMessages: [{ role: 'user', content: HOSTILE, createdAt: 1_000 }],
		},
	});

/** More than any desk takes. */
export const huge = (): CaseHandoff =>
	handoff({
		reason: '"'.repeat(20_000),
		handover: {
			summary: '\\'.repeat(20_000),
			intent: null,
			attempted: Array.from({ length: 200 }, () => '"'.repeat(500)),
			lastMessages: Array.from({ length: 10 }, (_, at) => ({
				role: 'user' as const,
				content: `message ${at} ${'"\n'.repeat(100_000)}`,
				createdAt: at,
			})),
		},
	});
