// Text that is kept for others to read leaves a customer's thread masked, or not at all.

import type { Parts } from './turn-state.ts';

const LEFT_OUT = '[left out]';

/** Whoever cannot say what stands in a text has not cleared it. */
export function masked(text: string, { redact, log }: Pick<Parts, 'redact' | 'log'>): string {
	try {
		return redact(text);
	} catch (fault) {
		log.error('a text could not be masked, it was left out', { fault });
		return LEFT_OUT;
	}
}
