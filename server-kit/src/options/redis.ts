// Redis, for hosts that run several processes: limits are counted in common, and pushes reach every process.

import { z } from 'zod';

export const redis = z
	.strictObject({
		/** `redis://user:password@host:6379/0`, or `rediss://` for TLS. */
		url: z
			.string()
			.refine((text) => /^rediss?:\/\//.test(text) && URL.canParse(text), 'an address such as redis://localhost:6379'),
		/** What our keys and channels begin with; hosts that share a Redis take one each. */
		prefix: z
			.string()
			.regex(/^[\w:.-]{1,64}$/, 'letters, digits, and any of : . _ -')
			.default('deskbell:'),
	})
	.nullable()
	.default(null);
