// What was used in each period: sums, without names.

import { z } from 'zod';
import type { Parts } from '../../../core/turn-state.ts';
import { json, type Route, route } from '../../../http/route.ts';
import { cursor, none, pageLimit } from '../fields.ts';
import * as answers from './schemas.ts';
import { usageListView } from './views.ts';

export function usageRoutes({ store }: Parts): Route[] {
	return [
		route({
			method: 'get',
			path: '/admin/usage',
			operationId: 'listUsage',
			summary: 'Messages, tokens and cost of each period, latest first',
			description: 'Scope `user` sums up all people; `tenant` is counted while the tenant has a limit of its own.',
			action: 'usage:read',
			streams: false,
			degrades: false,
			rate: null,
			params: none,
			query: z.object({ limit: pageLimit(31), cursor }),
			body: null,
			response: answers.usageList,
			errors: ['unauthenticated', 'cursor_invalid'],
			handle: async ({ caller, query }) => json(usageListView(await store.quota.sums(caller.tenantId, query))),
		}),
	];
}
