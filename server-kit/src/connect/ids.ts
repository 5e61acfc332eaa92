// Public ids: a prefix and 128 random bits.

import { randomFillSync } from 'node:crypto';
import type { Ids } from '../core/ports.ts';

const BYTES = 16;
/** Drawn for many ids at once: asking the system costs more than everything else about an id. */
const drawn = Buffer.alloc(256 * BYTES);
let used = drawn.length;

export const randomIds: Ids = {
	make(prefix) {
		if (used === drawn.length) {
			randomFillSync(drawn);
			used = 0;
		}
		const from = used;
		used += BYTES;
		return `${prefix}_${drawn.toString('base64url', from, used)}`;
	},
};
