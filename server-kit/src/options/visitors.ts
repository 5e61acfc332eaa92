// Visitors of a public site, whom the host does not know. Off where nothing is said.

import { z } from 'zod';

const tenantId = z.string().min(1).max(64);

/** Thirty days: who comes back later is a new visitor. */
const LONGEST_MINUTES = 30 * 24 * 60;

export const visitors = z
	.strictObject({
		/** Whose visitors they are: one tenant, or one for each origin, such as `{ 'https://www.acme.com': 'acme' }`. */
		tenant: z.union([
			tenantId,
			z
				.record(
					z
						.string()
						.refine(
							(text) => URL.canParse(text) && new URL(text).origin === text,
							'an origin such as https://www.acme.com',
						),
					tenantId,
				)
				.refine((tenants) => Object.keys(tenants).length > 0, 'name at least one origin'),
		]),
		/** How long a token holds that is not renewed. */
		tokenMinutes: z.number().int().positive().max(LONGEST_MINUTES).default(60),
		/** How many proxies of your own stand before this server and add to X-Forwarded-For. */
		trustedProxies: z.number().int().nonnegative().max(10).default(0),
	})
	.nullable()
	.default(null);
