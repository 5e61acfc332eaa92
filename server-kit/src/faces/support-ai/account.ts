// What concerns the person rather than one conversation: the quota, and pushes to an open widget.

import { openPushes } from '../../core/pushes.ts';
import { quotaFor } from '../../core/quota.ts';
import type { Parts } from '../../core/turn-state.ts';
import { events, json, type Route, route } from '../../http/route.ts';
import { none } from './fields.ts';
import * as answers from './schemas/account.ts';
import { eventStream } from './schemas/common.ts';

export function accountRoutes(parts: Parts): Route[] {
	const usual = { degrades: false, rate: null, params: none, query: none, body: null, method: 'get' } as const;
	return [
		route({
			...usual,
			path: '/quota',
			operationId: 'getQuota',
			summary: 'What the caller has used, and what is left',
			action: 'conversation:own',
			streams: false,
			response: answers.quota,
			errors: ['unauthenticated'],
			handle: async ({ caller }) => json(await quotaFor(caller, parts)),
		}),
		route({
			...usual,
			path: '/events',
			operationId: 'followEvents',
			summary:
				'Pushes to an open widget: comments on cases and their states, and tickets that were made of conversations',
			description:
				'With `Last-Event-ID` everything since then, else what comes next. Types: `case-comment`, `case-status`, `conversation-escalated`; more may come.',
			action: 'case:own',
			streams: true,
			response: eventStream,
			errors: ['unauthenticated'],
			async handle({ caller, lastEventId }) {
				const seen = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : null;
				const feed = await openPushes(caller, seen, parts);
				return events(feed, feed.start, { closed: feed.close });
			},
		}),
	];
}
