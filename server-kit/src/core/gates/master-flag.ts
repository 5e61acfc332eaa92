// Gate 1: is the AI switched on, and is there a model to ask in the way that was asked for?

import { Degraded } from '../faults.ts';
import type { Gate } from '../turn-state.ts';

export const masterFlag: Gate = ({ caller, request }, { settings, answerer }) => {
	const facts = { conversationId: request.conversationId, scope: 'global' as const };
	if (!settings.enabled) throw new Degraded('master_flag_off', facts);
	if (settings.tenantDisabled(caller.tenantId)) throw new Degraded('tenant_disabled', { ...facts, scope: 'tenant' });
	if (!answerer || (request.whole && !settings.jsonTurns)) throw new Degraded('runtime_not_wired', facts);
};
