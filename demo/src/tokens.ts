// Signs the tokens of the playground. A real host signs them where its own session is checked.

import { SignJWT } from 'jose';

export const issuer = 'deskbell-playground';
export const audience = 'deskbell';
const lifetimeSeconds = 60 * 60;

/** The claims that the kit's `auth.jwt` reads by default. */
export interface TokenClaims {
	tenantId: string;
	userId: string;
	userRoles: readonly string[];
	name?: string;
	userEmail?: string;
	plan?: string;
	/** BCP 47 tag. */
	locale?: string;
}

export interface MintedToken {
	token: string;
	/** ISO 8601 instant in UTC. */
	expiresAt: string;
	/** What the token says, `iss`, `aud`, `iat` and `exp` (seconds) included. */
	claims: TokenClaims & { iss: string; aud: string; iat: number; exp: number };
}

export type MintToken = (claims: TokenClaims) => Promise<MintedToken>;

/** `secret` is the tenant's HS256 secret: at least 32 bytes. @throws RangeError when it is shorter. */
export function createMint(secret: string): MintToken {
	const key = new TextEncoder().encode(secret);
	if (key.length < 32) throw new RangeError('The secret of the playground tokens must have at least 32 bytes.');
	return async (said) => {
		const iat = Math.floor(Date.now() / 1000);
		const claims = { ...said, iss: issuer, aud: audience, iat, exp: iat + lifetimeSeconds };
		const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(key);
		return { token, expiresAt: new Date(claims.exp * 1000).toISOString(), claims };
	};
}
