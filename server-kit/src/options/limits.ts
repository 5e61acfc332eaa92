// How much may be used in a period, and how fast.

import { z } from 'zod';
import type { QuotaLimits } from '../core/records.ts';
import type { Settings } from '../core/settings.ts';
import { microDollars } from './prices.ts';

/** Null: no limit. */
const amount = z.number().int().nonnegative().nullable();
const limits = z.strictObject({
	messages: amount.default(null),
	tokens: amount.default(null),
	costUsd: z.number().nonnegative().nullable().default(null),
});

export const quota = z
	.strictObject({
		period: z.enum(['day', 'month']).default('day'),
		user: limits.prefault({ messages: 200 }),
		tenant: limits.prefault({}),
		global: limits.prefault({}),
	})
	.prefault({});

const rate = (limit: number, windowSeconds: number) =>
	z
		.strictObject({
			limit: z.number().int().positive().default(limit),
			windowSeconds: z.number().int().positive().default(windowSeconds),
		})
		.prefault({});

export const rates = z
	.strictObject({
		/** Messages of one person. */
		messages: rate(20, 60),
		/** New cases of one person at the gateway. */
		gatewayCases: rate(10, 60),
		/** Messages of one person in cases of the gateway. */
		gatewayMessages: rate(30, 60),
		/** New visitors from one network address. */
		visitors: rate(10, 60),
		/** Exports of one person, and erasures. */
		data: rate(10, 60 * 60),
	})
	.prefault({});

export function quotaFrom({ period, user, tenant, global }: z.output<typeof quota>): Settings['quota'] {
	return { period, limits: { user: limitsFrom(user), tenant: limitsFrom(tenant), global: limitsFrom(global) } };
}

function limitsFrom({ messages, tokens, costUsd }: z.output<typeof limits>): QuotaLimits {
	return { messages, tokens, cost: costUsd === null ? null : microDollars(costUsd) };
}
