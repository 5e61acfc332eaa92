// Public ids: a prefix and 128 random bits.

import { randomBytes } from 'node:crypto';
import type { Ids } from '../core/ports.ts';

export const randomIds: Ids = {
	make: (prefix) => `${prefix}_${randomBytes(16).toString('base64url')}`,
};
