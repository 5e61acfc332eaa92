// Somebody else's work, waited for so long and no longer: what says nothing is left behind.

import { pause } from './pause.ts';

/** @param signal aborted when nobody waits any more. @throws whatever the work throws, or that it was late */
export async function inTime<T>(work: Promise<T>, longestMs: number, what: string, signal?: AbortSignal): Promise<T> {
	const over = new AbortController();
	const waiting = signal ? AbortSignal.any([over.signal, signal]) : over.signal;
	const late = pause(longestMs, waiting).then((): never => {
		throw signal?.aborted ? signal.reason : new Error(`${what} took longer than ${longestMs} ms`);
	});
	late.catch(() => {});
	work.catch(() => {});
	return Promise.race([work, late]).finally(() => over.abort());
}
