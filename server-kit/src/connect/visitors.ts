// Visitors' tokens: signed with the host's secret, good for one tenant, from the pages of that tenant.

import { createHmac } from 'node:crypto';
import { isIPv6 } from 'node:net';
import type { Clock, VisitorPage, Visitors } from '../core/ports.ts';
import { signedFor } from './signed.ts';

export interface VisitorOptions {
	/** One for every page that may call, or one for each origin. */
	tenant: string | Readonly<Record<string, string>>;
	tokenMinutes: number;
}

interface Host {
	secret: string;
	clock: Clock;
	/** Origins of pages that may call, besides our own. */
	origins: readonly string[];
}

const LEEWAY_SECONDS = 60;
const A_DAY_MS = 24 * 60 * 60_000;

export function createVisitors({ tenant, tokenMinutes }: VisitorOptions, { secret, clock, origins }: Host): Visitors {
	const purpose = { audience: 'deskbell-visitor', typ: 'visitor+jwt', leewaySeconds: LEEWAY_SECONDS };
	const tokens = signedFor({ ...purpose, validSeconds: tokenMinutes * 60 }, secret, clock);
	const tenantOf = typeof tenant === 'string' ? oneTenant(tenant, origins) : tenantByOrigin(tenant);
	const tenants = new Set(typeof tenant === 'string' ? [tenant] : Object.values(tenant));
	return {
		tenantOf,
		sign: ({ tenantId, userId }) => tokens.sign(userId, { tenantId }),
		async read(token, page) {
			const claims = await tokens.read(token);
			if (!claims) return null;
			const { sub: userId = '', tenantId } = claims;
			if (typeof tenantId !== 'string' || !tenants.has(tenantId)) return null;
			// A GET of our own origin does not say where it comes from.
			return page.origin === null || tenantOf(page) === tenantId ? { tenantId, userId } : null;
		},
		counterOf(address) {
			const day = Math.floor(clock.now() / A_DAY_MS);
			return createHmac('sha256', secret)
				.update(`visitor ${day} ${networkOf(address)}`)
				.digest('base64url');
		},
	};
}

function oneTenant(tenant: string, origins: readonly string[]): Visitors['tenantOf'] {
	return ({ origin, own }: VisitorPage) => (origin === null || own || origins.includes(origin) ? tenant : null);
}

function tenantByOrigin(tenants: Readonly<Record<string, string>>): Visitors['tenantOf'] {
	const byOrigin = new Map(Object.entries(tenants));
	return ({ origin }) => byOrigin.get(origin ?? '') ?? null;
}

/** Whoever has one IPv6 address has a whole network of them. */
function networkOf(address: string): string {
	const plain = address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '');
	if (!isIPv6(plain)) return plain;
	const [left = '', right = ''] = plain.toLowerCase().split('::');
	const [before, after] = [left, right].map((side) => side.split(':').filter(Boolean));
	const zeros = Array.from({ length: Math.max(0, 8 - (before?.length ?? 0) - (after?.length ?? 0)) }, () => '0');
	const groups = [...(before ?? []), ...zeros, ...(after ?? [])];
	return groups.slice(0, 4).join(':');
}
