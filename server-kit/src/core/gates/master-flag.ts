// Gate 1: is the AI switched on, and is there a model to ask in the way that was asked for?

import type { Caller } from '../caller.ts';
import { Degraded, type DegradedFacts } from '../faults.ts';
import type { Gate, Parts } from '../turn-state.ts';

export const masterFlag: Gate = ({ caller, request }, parts) => {
	refuseWhereOff(caller, request.whole, parts, { conversationId: request.conversationId });
};

/** @throws Degraded `master_flag_off`, `tenant_disabled`, `runtime_not_wired` */
export function refuseWhereOff(
	{ tenantId }: Caller,
	whole: boolean,
	{ settings, answerer }: Pick<Parts, 'settings' | 'answerer'>,
	about: DegradedFacts = {},
): void {
	const facts = { ...about, scope: 'global' as const };
	if (!settings.enabled) throw new Degraded('master_flag_off', facts);
	if (settings.tenantDisabled(tenantId)) throw new Degraded('tenant_disabled', { ...facts, scope: 'tenant' });
	if (!answerer || (whole && !settings.jsonTurns)) throw new Degraded('runtime_not_wired', facts);
}
