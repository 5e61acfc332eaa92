// The signed note that a customer carries from the locked thread to the ticket form.

import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../core/ports.ts';
import type { Handoffs } from '../core/turn-state.ts';

const ISSUER = 'deskbell';
const AUDIENCE = 'deskbell-handoff';
const VALID_SECONDS = 30 * 60;

export function createHandoffs(secret: string, clock: Clock): Handoffs {
	const key = new TextEncoder().encode(secret);
	return {
		sign({ tenantId, userId, conversationId }) {
			const now = Math.floor(clock.now() / 1000);
			return new SignJWT({ tenantId, conversationId })
				.setProtectedHeader({ alg: 'HS256', typ: 'handoff+jwt' })
				.setSubject(userId)
				.setIssuer(ISSUER)
				.setAudience(AUDIENCE)
				.setIssuedAt(now)
				.setExpirationTime(now + VALID_SECONDS)
				.sign(key);
		},
		async read(token) {
			const checks = {
				algorithms: ['HS256'],
				issuer: ISSUER,
				audience: AUDIENCE,
				typ: 'handoff+jwt',
				currentDate: new Date(clock.now()),
			};
			const verified = await jwtVerify(token, key, checks).catch(() => null);
			if (!verified) return null;
			const { sub, tenantId, conversationId } = verified.payload;
			return { userId: String(sub), tenantId: String(tenantId), conversationId: Number(conversationId) };
		},
	};
}
