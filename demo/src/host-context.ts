// What Acme Files knows of its users: the trouble behind the questions that people try in the playground.

import type { SupportKitOptions } from '@deskbell/server-kit';
import { adaHistory, adaLogs, ago } from './ada.ts';
import { findPerson } from './people.ts';

type HostContext = NonNullable<SupportKitOptions['context']>;

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
		return { windowHours, ...(isAda(userId) ? adaHistory() : { events: [], clickTimeline: [] }) };
	},

	userLogs: ({ userId }) => (isAda(userId) ? adaLogs() : { recentRequests: [], jobs: [], errors: [] }),

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
