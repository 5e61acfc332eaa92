// Gate 4b: the customer knows that an AI answers, in the version that stands today.

import { Degraded } from '../faults.ts';
import type { Gate } from '../turn-state.ts';

export const disclosed: Gate = async ({ caller, request }, { store, settings }) => {
	if (!settings.disclosure.required) return;
	const latest = await store.disclosures.latest(caller);
	if (latest?.version === settings.disclosure.version) return;
	throw new Degraded('disclosure_required', { conversationId: request.conversationId });
};
