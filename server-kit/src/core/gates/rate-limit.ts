// Gate 3, first half: how many messages a person may send in a short time.

import type { Caller } from '../caller.ts';
import { Degraded, type DegradedFacts } from '../faults.ts';
import type { RateLimit } from '../ports.ts';
import type { Gate } from '../turn-state.ts';

export const rateLimit: Gate = ({ caller, request }, { rates }) =>
	takeOne(rates.messages, rateKey(caller), { conversationId: request.conversationId });

/** @throws Degraded `rate_limited` where none is left */
export async function takeOne(rate: RateLimit, key: string, facts: DegradedFacts = {}): Promise<void> {
	const { allowed, resetSeconds } = await rate.take(key);
	if (!allowed) throw new Degraded('rate_limited', { ...facts, retryAfterSeconds: resetSeconds });
}

/** Length-prefixed, so that no tenant's name can be read as part of a user's. */
export function rateKey({ tenantId, userId }: Caller): string {
	return `${tenantId.length}:${tenantId}:${userId}`;
}
