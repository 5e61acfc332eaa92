// The two connections of a worker: one for its commands, one on which it waits for jobs. Unlike those of a link they
// wait for Redis: no request waits for them.

import { setTimeout as pause } from 'node:timers/promises';
import { Redis } from 'ioredis';

export interface Lines {
	/** The other one is made of it, by its `duplicate`. */
	readonly main: Redis;
	/** False where it has not answered for long: its network may have gone without a word. */
	alive(): boolean;
	/** Ends both for good, with all that waits on them. */
	end(): Promise<void>;
}

const CONNECT_MS = 2000;
const RETRY_MS = 1000;
const SILENCE_MS = 15_000;

export function openLines(url: string): Lines {
	let ending = false;
	let askedAt: number | null = null;
	const main = new Redis(url, {
		connectTimeout: CONNECT_MS,
		maxRetriesPerRequest: null,
		retryStrategy: (attempt) => (ending ? null : Math.min(attempt * 100, RETRY_MS)),
	});
	const all = [main];
	const duplicate = main.duplicate.bind(main);
	main.duplicate = (options) => {
		const second = duplicate(options);
		all.push(second);
		return second;
	};
	// Without a listener the library would write to the console; the link tells of connections.
	main.on('error', () => {});
	const answered = () => {
		askedAt = null;
	};
	return {
		main,
		alive() {
			if (askedAt === null) main.ping().then(answered, answered);
			askedAt ??= performance.now();
			return performance.now() - askedAt < SILENCE_MS;
		},
		async end() {
			ending = true;
			await within(CONNECT_MS + RETRY_MS, Promise.all(all.map(ended)));
		},
	};
}

/** A line that is about to connect again gives up what waits on it by failing once more, and not where it is cut. */
function ended(line: Redis): Promise<void> {
	return new Promise((end) => {
		if (line.status === 'end') return end();
		line.once('end', end);
		if (line.status !== 'reconnecting') line.disconnect();
	});
}

/** Waits until the work has ended in whatever way, and no longer than this. */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
	const patience = new AbortController();
	await Promise.race([work.catch(() => {}), pause(milliseconds, undefined, patience).catch(() => {})]);
	patience.abort();
}
