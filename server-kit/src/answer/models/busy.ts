// A model's server that says it is busy says so to all of us: nobody asks before the time it named has passed, and then
// one call asks for all. Fifty people who meet a busy server cost it fifty-one requests, not a hundred.

import { setTimeout as pause } from 'node:timers/promises';
import { ModelFault } from '../../core/model.ts';

export interface BusyGate {
	/**
	 * Waits until the server may be asked.
	 * @param deadline as `performance.now()` tells it
	 * @throws ModelFault where that is later than the deadline, or the call that asked for all met a busy server
	 */
	enter(deadline: number, signal: AbortSignal): Promise<void>;
	/** The server is busy; with the seconds that it named. */
	busy(retryAfterSeconds: number | null): void;
	/** The server answers. */
	free(): void;
	/** The call came to an end that says nothing about the server. */
	unknown(): void;
}

const FIRST_WAIT_MS = 400;
const MOST_DOUBLINGS = 6;
const JITTER_MS = 200;
/** Its word is taken for so long; then it is asked again. */
const LONGEST_MS = 300_000;

export function createBusyGate(): BusyGate {
	let busyUntil: number | null = null;
	/** When the server said it would be free; perhaps beyond what we take its word for. */
	let namedUntil = 0;
	let times = 0;
	/** Where one call asks for all: what wakes those who wait for it. */
	let waking: (() => void)[] | null = null;

	function settle(): void {
		const woken = waking ?? [];
		waking = null;
		for (const wake of woken) wake();
	}

	function busyFault(): ModelFault {
		const seconds = Math.max(1, Math.ceil((namedUntil - performance.now()) / 1000));
		return new ModelFault('vendor_outage', new Error('the upstream is busy'), seconds);
	}

	/** What the call meets that asks for all, all have met. */
	async function waitFor(others: (() => void)[], deadline: number, signal: AbortSignal): Promise<void> {
		const woken = new AbortController();
		others.push(() => woken.abort());
		const either = AbortSignal.any([signal, woken.signal]);
		await pause(Math.max(0, deadline - performance.now()), undefined, { signal: either }).catch(() => {});
		signal.throwIfAborted();
		if (!woken.signal.aborted) throw busyFault();
	}

	return {
		async enter(deadline, signal) {
			const met = times;
			while (busyUntil !== null) {
				// Another call has asked meanwhile, and met a busy server.
				if (times > met) throw busyFault();
				const wait = busyUntil - performance.now();
				if (wait > 0) {
					if (busyUntil > deadline) throw busyFault();
					await pause(wait + Math.random() * JITTER_MS, undefined, { signal });
				} else if (waking) await waitFor(waking, deadline, signal);
				else {
					waking = [];
					return;
				}
			}
		},
		busy(retryAfterSeconds) {
			const now = performance.now();
			// Calls that were under way together meet the same busy server, not one that is ever more busy.
			if (busyUntil === null || busyUntil <= now) times += 1;
			const backoff = FIRST_WAIT_MS * 2 ** Math.min(times - 1, MOST_DOUBLINGS);
			namedUntil = Math.max(namedUntil, now + Math.max((retryAfterSeconds ?? 0) * 1000, backoff));
			busyUntil = Math.min(namedUntil, now + LONGEST_MS);
			settle();
		},
		free() {
			times = 0;
			namedUntil = 0;
			busyUntil = null;
			settle();
		},
		unknown: settle,
	};
}
