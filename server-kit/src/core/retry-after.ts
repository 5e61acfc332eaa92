// How long another server asks us to wait, as its Retry-After header says it.

const LONGEST_WAIT = 3600;

/** Seconds, from a number or a date; null for no header, nonsense, or a moment that is over. An hour at most. */
export function retryAfterIn(header: string | undefined, now: number = Date.now()): number | null {
	const value = header?.trim() ?? '';
	const seconds = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
	return Number.isFinite(seconds) && seconds >= 0 ? Math.min(Math.ceil(seconds), LONGEST_WAIT) : null;
}
