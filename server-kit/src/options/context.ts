// What the host knows of its users, and how the kit asks for it: four functions of its own, or four endpoints.

import { z } from 'zod';
import type { HostAction } from '../core/ports.ts';
import { LEAST_BYTES } from '../core/snapshot/build.ts';
import type { HostQuestion } from '../core/snapshot/host-data.ts';
import { handed, isFunction } from './handed.ts';

/** Gives what the endpoint of the same name answers, or a promise of it. */
export type HostSource = (asked: HostQuestion) => unknown;

const source = handed<HostSource>('a function', isFunction).optional();
const action = handed<HostAction>('a function', isFunction).optional();

export const context = z
	.strictObject({
		userState: source,
		userHistory: source,
		userLogs: source,
		businessRules: source,
		/** Below it lie `/support/user-state` and the three others; `token` is sent as a bearer token. */
		endpoints: z
			.strictObject({
				url: z.url({ protocol: /^https?$/ }),
				token: z.string().min(16),
				/** For development: also plain `http:`, and addresses of this machine and of private networks. */
				allowPrivate: z.boolean().default(false),
			})
			.optional(),
		/** How far back history and logs are asked for. */
		windowHours: z.number().int().positive().max(720).default(72),
		/** What a snapshot may take, as JSON. */
		maxContextBytes: z
			.number()
			.int()
			.min(LEAST_BYTES)
			.max(256 * 1024)
			.default(12 * 1024),
		/** A follow-up asks the host again when its snapshot is older. */
		freshSeconds: z.number().int().nonnegative().default(600),
		/** Whether answers of the support-ai face know the user too. */
		supportAi: z.boolean().default(false),
		/** What the host can do for a user who has confirmed it; suggested only where it is given. */
		actions: z.strictObject({ retry: action, request_access: action, custom: action }).prefault({}),
	})
	.refine(
		({ endpoints, userState, userHistory, userLogs, businessRules }) =>
			!endpoints || !(userState || userHistory || userLogs || businessRules),
		'give functions or endpoints, not both',
	)
	.nullable()
	.default(null);

export function contextFrom(given: z.output<typeof context>) {
	const { maxContextBytes = 12 * 1024, freshSeconds = 600, supportAi = false } = given ?? {};
	return { maxBytes: maxContextBytes, freshMs: freshSeconds * 1000, supportAi };
}
