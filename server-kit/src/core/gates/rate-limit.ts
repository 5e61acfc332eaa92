// Gate 3, first half: how many messages a person may send in a short time.

import type { Caller } from '../caller.ts';
import { Degraded } from '../faults.ts';
import type { Gate } from '../turn-state.ts';

export const rateLimit: Gate = async ({ caller, request }, { rates }) => {
	const { allowed, resetSeconds } = await rates.messages.take(rateKey(caller));
	if (allowed) return;
	throw new Degraded('rate_limited', { conversationId: request.conversationId, retryAfterSeconds: resetSeconds });
};

/** Length-prefixed, so that no tenant's name can be read as part of a user's. */
export function rateKey({ tenantId, userId }: Caller): string {
	return `${tenantId.length}:${tenantId}:${userId}`;
}
