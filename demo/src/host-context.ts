// What Acme Files knows of its users: the trouble behind the questions that people try in the playground.

import type { SupportKitOptions } from '@deskbell/server-kit';
import { findPerson } from './people.ts';

type HostContext = NonNullable<SupportKitOptions['context']>;

const MINUTE = 60_000;
/** Instants move along with the clock, so that the demo's trouble is always fresh. */
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();

/** The largest file of each plan, in megabytes. */
const largestFile: Readonly<Record<string, number>> = { free: 50, plus: 2_000, team: 5_000, business: 20_000 };

const isAda = (userId: string) => userId === 'ada';
const isGrace = (userId: string) => userId === 'grace';

export const hostContext: HostContext = {
	userState({ tenantId, userId }) {
		const person = findPerson(tenantId, userId);
		const plan = person?.plan ?? 'free';
		return {
			tenantId,
			userId,
			roles: person?.roles ?? ['customer'],
			plan,
			featuresEnabled: plan === 'free' ? ['share-links'] : ['share-links', 'versions', 'guests'],
			entities: isGrace(userId)
				? [
						{
							type: 'card',
							id: 'card_visa',
							status: 'expired',
							description: 'The Visa card on file, expired last month',
						},
					]
				: [],
			activeErrors: isGrace(userId)
				? [
						{
							errorCode: 'CARD_EXPIRED',
							errorClass: 'BillingError',
							retryable: false,
							userActionable: true,
							resourceId: 'card_visa',
							occurredAt: ago(90),
						},
					]
				: [],
			limitsReached: isAda(userId)
				? [{ limit: 'upload_file_size_mb', current: 184, max: largestFile[plan] ?? 50 }]
				: [],
		};
	},

	userHistory({ userId, windowHours }) {
		const uploads = [
			{
				ts: ago(12),
				event: 'upload_started',
				page: '/projects/1/files',
				elementId: 'upload',
				correlationRequestId: 'req_upload_1',
			},
			{
				ts: ago(11),
				event: 'error_shown',
				page: '/projects/1/files',
				intent: 'upload',
				correlationRequestId: 'req_upload_1',
			},
		];
		return {
			windowHours,
			events: isAda(userId) ? uploads : [],
			clickTimeline: [{ ts: ago(13), page: '/projects/1/files', action: 'open' }],
		};
	},

	userLogs({ userId }) {
		if (!isAda(userId)) return { recentRequests: [], jobs: [], errors: [] };
		const failed = { errorCode: 'E1042', resourceId: 'file_teaser', requestId: 'req_upload_1' };
		return {
			recentRequests: [{ ts: ago(11), route: 'POST /projects/1/files', httpStatus: 413, timingMs: 240, ...failed }],
			jobs: [
				{
					jobId: 'job_preview_7',
					queue: 'previews',
					status: 'failed',
					errorCode: 'PREVIEW_TIMEOUT',
					lastStage: 'render',
					createdAt: ago(40),
					updatedAt: ago(38),
					durationMs: 120_000,
				},
			],
			errors: [{ ts: ago(11), errorClass: 'LimitError', route: 'POST /projects/1/files', ...failed }],
		};
	},

	businessRules: () => ({
		rules: { largestFileInMegabytes: largestFile, trashKeptForDays: 30 },
		errorCatalog: [
			{
				errorCode: 'E1042',
				errorClass: 'LimitError',
				retryable: false,
				userActionable: true,
				resolution: 'The file is larger than the plan allows: choose a larger plan, or split the file',
			},
			{
				errorCode: 'PREVIEW_TIMEOUT',
				errorClass: 'JobError',
				retryable: true,
				userActionable: true,
				resolution: 'Making the preview took too long: try again',
			},
			{
				errorCode: 'CARD_EXPIRED',
				errorClass: 'BillingError',
				retryable: false,
				userActionable: true,
				resolution: 'Add a card that is valid under Settings, Billing',
			},
		],
	}),

	actions: {
		retry: (caller, { jobId = '' }) => ({ jobId, state: 'queued', for: caller.userId }),
	},
};
