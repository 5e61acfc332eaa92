// Tokens that we sign and read ourselves: one algorithm, one issuer; audience and type say what a token is for.

import { type JWTPayload, jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../core/ports.ts';

const ISSUER = 'deskbell';
const ALGORITHM = 'HS256';

export interface Purpose {
	audience: string;
	/** Stands in the header: a token for one purpose is none for another. */
	typ: string;
	validSeconds: number;
	/** How far the clocks of two processes may be apart. */
	leewaySeconds: number;
}

export interface Signed {
	sign(subject: string, claims: JWTPayload): Promise<{ token: string; expiresAt: number }>;
	/** Null for a token that is forged, too old, or for another purpose. */
	read(token: string): Promise<JWTPayload | null>;
}

export function signedFor({ audience, typ, ...time }: Purpose, secret: string, clock: Clock): Signed {
	const key = new TextEncoder().encode(secret);
	return {
		async sign(subject, claims) {
			const now = Math.floor(clock.now() / 1000);
			const end = now + time.validSeconds;
			const token = await new SignJWT(claims)
				.setProtectedHeader({ alg: ALGORITHM, typ })
				.setSubject(subject)
				.setIssuer(ISSUER)
				.setAudience(audience)
				.setIssuedAt(now)
				.setExpirationTime(end)
				.sign(key);
			return { token, expiresAt: end * 1000 };
		},
		async read(token) {
			const verified = await jwtVerify(token, key, {
				algorithms: [ALGORITHM],
				issuer: ISSUER,
				audience,
				typ,
				requiredClaims: ['sub', 'exp'],
				clockTolerance: time.leewaySeconds,
				currentDate: new Date(clock.now()),
			}).catch(() => null);
			return verified?.payload ?? null;
		},
	};
}
