// When an attempt that failed is made again: ten in some 75 hours, as Standard Webhooks recommends.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Between one attempt and the next. */
export const DELAYS: readonly number[] = [
	5 * SECOND,
	5 * MINUTE,
	30 * MINUTE,
	2 * HOUR,
	5 * HOUR,
	10 * HOUR,
	14 * HOUR,
	20 * HOUR,
	24 * HOUR,
];

/** A delay is this much longer or shorter, so that a thousand that failed together do not come again together. */
const JITTER = 0.1;

/** What a receiver asks for is granted up to here. */
const LONGEST_ASKED = HOUR;

/**
 * Milliseconds to wait; null where it was the last attempt.
 * @param attempts how many were made
 * @param askedMs how long the receiver asked to be left alone; null where it said nothing
 * @param random from 0 to 1
 */
export function delayAfter(attempts: number, askedMs: number | null, random: () => number): number | null {
	const delay = DELAYS[attempts - 1];
	if (delay === undefined) return null;
	const jittered = Math.round(delay * (1 - JITTER + 2 * JITTER * random()));
	return Math.max(jittered, Math.min(askedMs ?? 0, LONGEST_ASKED));
}

/** Milliseconds, of a `Retry-After` in seconds or as a date. */
export function askedIn(header: string | undefined, now: number): number | null {
	if (!header) return null;
	const milliseconds = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
	return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : null;
}
