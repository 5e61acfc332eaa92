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

const words = z.string().trim().min(1).max(120);
const codes = z.array(z.string().min(1).max(200)).min(1).optional();

const customActions = z
	.array(
		z.strictObject({
			/** Names it in the payload. */
			name: z.string().regex(/^[\w-]{1,60}$/, 'letters, digits, `_` and `-`'),
			/** For the button; by language where it is an object. */
			label: z.union([words, z.record(z.string().regex(/^[a-z]{2,3}$/, 'a language such as `de`'), words)]),
			/** Suggested where one of these error codes, or of these limits, stands in what the sources told. */
			when: z
				.strictObject({ errorCodes: codes, limits: codes })
				.refine(({ errorCodes, limits }) => errorCodes || limits, 'name error codes or limits'),
			run: handed<HostAction>('a function', isFunction),
		}),
	)
	.refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'each needs a name of its own')
	.default([]);

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
		actions: z.strictObject({ retry: action, request_access: action, custom: customActions }).prefault({}),
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
