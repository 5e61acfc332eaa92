// Time and abort of one model call: whoever gives up first, the caller or a timer, the socket closes at once.

export interface Watch {
	/** Aborted by the caller, by a timer, or when the call is over. */
	readonly signal: AbortSignal;
	/** True once a timer, not the caller, has ended the call. */
	expired(): boolean;
	/** Something must arrive within so many milliseconds; replaces what was expected before. */
	expect(milliseconds: number): void;
	/** It has arrived: nothing is expected while the reader is busy elsewhere. */
	rest(): void;
	/** Ends the call and closes its socket. */
	close(): void;
}

/** Made once: a signal without a reason makes an error of its own, with its stack, at the end of every call. */
const OVER = new Error('the call is over');

export function createWatch(caller: AbortSignal, totalMs: number): Watch {
	const controller = new AbortController();
	let expired = false;
	let resting = true;
	let timer: NodeJS.Timeout | undefined;
	let lasts = 0;
	const expire = () => {
		expired = true;
		controller.abort(OVER);
	};
	const late = () => {
		timer = undefined;
		if (!resting) expire();
	};
	const giveUp = () => controller.abort(OVER);
	const total = setTimeout(expire, totalMs);
	caller.addEventListener('abort', giveUp, { once: true });
	if (caller.aborted) giveUp();
	return {
		signal: controller.signal,
		expired: () => expired,
		// Called for each arrival: the one timer is wound up again, not made anew.
		expect(milliseconds) {
			resting = false;
			if (timer && milliseconds === lasts) return void timer.refresh();
			clearTimeout(timer);
			lasts = milliseconds;
			timer = setTimeout(late, milliseconds);
		},
		rest() {
			resting = true;
		},
		close() {
			clearTimeout(timer);
			clearTimeout(total);
			caller.removeEventListener('abort', giveUp);
			controller.abort(OVER);
		},
	};
}
