// Who calls, and may they? The host says who; the table of permissions says what.

import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Caller } from '../core/caller.ts';
import { localeOf } from '../core/locale.ts';
import { may } from '../core/permissions.ts';
import type { Log, Visitors } from '../core/ports.ts';
import { KitError } from '../errors.ts';
import type { ResolvedOptions } from '../options.ts';
import { bearerOf, pageOf } from './arrival.ts';
import type { HttpParts, KitContext, Step } from './exchange.ts';

export const caller =
	({ identify }: HttpParts): Step =>
	async (ctx, next) => {
		const { route } = ctx.state.deskbell;
		if (route?.action) {
			const found = await identify(ctx);
			if (!found) throw new KitError('unauthenticated');
			ctx.state.deskbell.caller = found;
		}
		return next();
	};

export const permission = (): Step => (ctx, next) => {
	const { route, caller: found } = ctx.state.deskbell;
	if (route?.action && (!found || !may(found, route.action))) throw new KitError('forbidden');
	return next();
};

type Auth = ResolvedOptions['auth'];
type Jwt = NonNullable<Auth['jwt']>;

/**
 * Who calls is, in this order: whom the host's own session names; whom a visitor's token names; whom the host's token
 * names. So a person who is signed in is that person, whatever token the page has kept.
 */
export function identifyBy(auth: Auth, visitors: Visitors | null, log: Log): HttpParts['identify'] {
	const verify = auth.jwt ? verifierOf(auth.jwt, log) : null;
	return async (ctx) => {
		const own = await auth.authenticate?.({
			headers: ctx.headers,
			req: ctx.req,
			state: ctx.state as unknown as Record<string, unknown>,
		});
		if (own) return wellFormed(own);
		const token = bearerOf(ctx);
		if (token === null) return null;
		// Only we sign those, and reading one asks nobody: the host's keys are fetched for the host's tokens alone.
		const visitor = await visitors?.read(token, pageOf(ctx));
		if (visitor) return wellFormed({ ...visitor, kind: 'visitor', roles: [] });
		return verify ? verify(token) : null;
	};
}

const LEEWAY_SECONDS = 60;

function verifierOf(jwt: Jwt, log: Log): (token: string) => Promise<Caller | null> {
	const { issuer, audience, maxLifetimeSeconds } = jwt;
	const [key, algorithms] = keyOf(jwt);
	return async (token) => {
		try {
			const checks = { issuer, audience, algorithms, clockTolerance: LEEWAY_SECONDS, requiredClaims: ['exp'] };
			const { payload } = await jwtVerify(token, key, checks);
			if (lifetimeOf(payload) > maxLifetimeSeconds + LEEWAY_SECONDS) {
				// Its owner signed it, and would look for a fault in the signature.
				log.warn('token refused: it lives longer than auth.jwt.maxLifetimeSeconds', { maxLifetimeSeconds });
				return null;
			}
			return wellFormed(callerOf(payload, jwt.claims));
		} catch (fault) {
			if (isAway(fault)) throw new KitError('identity_unavailable', { cause: fault });
			if (fault instanceof errors.JOSEError) return null;
			throw fault;
		}
	};
}

/** In seconds. One that says it was signed in the future lives from now on. */
function lifetimeOf({ exp = 0, iat }: JWTPayload): number {
	const now = Date.now() / 1000;
	return exp - Math.min(iat ?? now, now);
}

/** The keys could not be fetched: that says nothing about the token. */
function isAway(fault: unknown): boolean {
	if (fault instanceof errors.JWKSTimeout || fault instanceof TypeError) return true;
	return fault instanceof errors.JOSEError && fault.code === 'ERR_JOSE_GENERIC';
}

function keyOf({ secret, jwksUrl, claims }: Jwt): [JWTVerifyGetKey, string[]] {
	if (jwksUrl) return [createRemoteJWKSet(new URL(jwksUrl)), ['RS256', 'ES256']];
	const bytes = (text: string) => new TextEncoder().encode(text);
	if (typeof secret === 'string') return [async () => bytes(secret), ['HS256']];
	const secrets = new Map(Object.entries(secret ?? {}));
	// The claim is not trusted: it only says which tenant's key must fit.
	const byTenant: JWTVerifyGetKey = async (_header, { payload }) => {
		const own = secrets.get(claimedTenant(String(payload), claims.tenantId));
		if (!own) throw new errors.JWSSignatureVerificationFailed();
		return bytes(own);
	};
	return [byTenant, ['HS256']];
}

function claimedTenant(payload: string, claim: string): string {
	try {
		return String(JSON.parse(Buffer.from(payload, 'base64url').toString())[claim]);
	} catch {
		return '';
	}
}

function callerOf(payload: JWTPayload, claims: Jwt['claims']): Caller {
	const text = (name: string) => (typeof payload[name] === 'string' ? (payload[name] as string) : undefined);
	const listed = payload[claims.roles];
	const roles = Array.isArray(listed) ? listed.filter((role) => typeof role === 'string') : [];
	return {
		tenantId: text(claims.tenantId) ?? '',
		userId: text(claims.userId) ?? '',
		kind: kindOf(roles),
		roles,
		...optional('name', text(claims.name)),
		...optional('email', text(claims.email)),
		...optional('plan', text(claims.plan)),
		...optional('locale', text(claims.locale)),
	};
}

function optional<K extends string>(name: K, value: string | undefined): { [P in K]?: string } {
	return value === undefined ? {} : ({ [name]: value } as { [P in K]?: string });
}

/** The widest role decides; a person without a known role is a customer. */
function kindOf(roles: readonly string[]): Caller['kind'] {
	if (roles.includes('admin')) return 'admin';
	if (roles.includes('agent')) return 'agent';
	return 'customer';
}

const LONGEST = { tenantId: 64, userId: 128, name: 200 } as const;

/** A caller without a tenant or a name to keep is nobody; one that does not fit the store is refused, never cut. */
function wellFormed(found: Caller): Caller | null {
	const { tenantId, userId } = found;
	if (!tenantId || !userId || tenantId.length > LONGEST.tenantId || userId.length > LONGEST.userId) return null;
	if (!isKind(found.kind) || !isName(tenantId) || !isName(userId)) return null;
	const locale = localeOf(found.locale);
	const { locale: _given, name, ...rest } = found;
	return { ...rest, ...optional('name', name?.slice(0, LONGEST.name)), ...optional('locale', locale) };
}

/** Half a surrogate pair would be kept as a replacement mark, and be the same person as any other half. */
function isName(text: string): boolean {
	return text.isWellFormed() && !/\p{Cc}/u.test(text);
}

function isKind(kind: string): kind is Caller['kind'] {
	return ['customer', 'visitor', 'agent', 'admin', 'service'].includes(kind);
}

/** A header has room for thousands, and each that is none costs a fault of its own. */
const MOST_WANTED = 8;

/** The language that the widget (or the browser) asks for, else the person's, else the host's. */
export function spokenLocale(ctx: KitContext, defaultLocale: string): string {
	const [asked] = ctx
		.acceptsLanguages()
		.slice(0, MOST_WANTED)
		.flatMap((tag) => localeOf(tag) ?? []);
	return asked ?? ctx.state.deskbell.caller?.locale ?? defaultLocale;
}
