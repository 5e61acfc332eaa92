// Who says who calls: the host's own session, a token that the host signed, or nobody: a visitor.

import { z } from 'zod';
import type { Caller } from '../core/caller.ts';
import { handed, isFunction } from './handed.ts';
import { visitors } from './visitors.ts';

/** What `authenticate` is handed: the parts of a Koa context that identify a person. */
export interface AuthContext {
	/** Lower-case names. */
	headers: Readonly<Record<string, string | string[] | undefined>>;
	/** Node's request, on which the host's own middleware may have put its session. */
	req: unknown;
	/** Koa's `ctx.state` where the host mounts the kit in Koa; empty elsewhere. */
	state: Readonly<Record<string, unknown>>;
}

const claims = z.strictObject({
	tenantId: z.string().default('tenantId'),
	userId: z.string().default('userId'),
	name: z.string().default('name'),
	email: z.string().default('userEmail'),
	roles: z.string().default('userRoles'),
	plan: z.string().default('plan'),
	locale: z.string().default('locale'),
});

const jwt = z.strictObject({
	/** HS256: one secret of at least 32 characters, or one per tenant. */
	secret: z
		.union([
			z.string().min(32),
			z
				.record(z.string(), z.string().min(32))
				.refine((secrets) => Object.keys(secrets).length > 0, 'name at least one tenant'),
		])
		.optional(),
	/** RS256 or ES256: where the public keys are. */
	jwksUrl: z.url().optional(),
	issuer: z.string().min(1),
	audience: z.string().min(1),
	/** From `iat` (or now) to `exp`: a token that leaks is worth nothing soon. The page fetches the next one by itself. */
	maxLifetimeSeconds: z.int().min(60).default(3600),
	claims: claims.prefault({}),
});

export const auth = z
	.strictObject({
		authenticate: handed<(ctx: AuthContext) => Caller | null | Promise<Caller | null>>(
			'a function',
			isFunction,
		).optional(),
		jwt: jwt.optional(),
		visitors,
	})
	.refine(
		(given) => given.authenticate || given.jwt || given.visitors,
		'give authenticate, jwt or visitors: someone must say who calls',
	)
	.refine(
		(given) => !given.jwt || Boolean(given.jwt.secret) !== Boolean(given.jwt.jwksUrl),
		'jwt needs either secret or jwksUrl',
	);
