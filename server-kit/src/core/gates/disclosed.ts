// Gate 4b: the customer knows that an AI answers, in the version that stands today.

import { isDisclosed } from '../disclosure.ts';
import { Degraded } from '../faults.ts';
import type { Gate } from '../turn-state.ts';

export const disclosed: Gate = async ({ caller, request }, parts) => {
	if (await isDisclosed(caller, parts)) return;
	throw new Degraded('disclosure_required', { conversationId: request.conversationId });
};
