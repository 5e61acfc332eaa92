// The signed note that a customer carries from the locked thread to the ticket form.

import type { Clock } from '../core/ports.ts';
import type { Handoffs } from '../core/turn-state.ts';
import { signedFor } from './signed.ts';

const HANDOFF = { audience: 'deskbell-handoff', typ: 'handoff+jwt', validSeconds: 30 * 60, leewaySeconds: 0 };

export function createHandoffs(secret: string, clock: Clock): Handoffs {
	const notes = signedFor(HANDOFF, secret, clock);
	return {
		async sign({ tenantId, userId, conversationId }) {
			return (await notes.sign(userId, { tenantId, conversationId })).token;
		},
		async read(token) {
			const claims = await notes.read(token);
			if (!claims) return null;
			const { sub, tenantId, conversationId } = claims;
			return { userId: String(sub), tenantId: String(tenantId), conversationId: Number(conversationId) };
		},
	};
}
