// Gate 4b: the customer knows that an AI answers, in the version that stands today.

import { Degraded } from '../faults.ts';
import type { Gate } from '../turn-state.ts';
import { lookOf } from './reserve.ts';

export const disclosed: Gate = (turn, { settings }) => {
	const { required, gateway } = settings.disclosure;
	if (!required || lookOf(turn).accepted) return;
	if (turn.conversation?.kind === 'gateway' && !gateway) return;
	throw new Degraded('disclosure_required', { conversationId: turn.request.conversationId });
};
