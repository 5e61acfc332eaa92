// The two connections of a worker: one for its commands, one on which it waits for jobs. Unlike those of a link they
// wait for Redis: no request waits for them.

import { setTimeout as pause } from 'node:timers/promises';
import { type Command, Redis } from 'ioredis';
import { GOODBYE_MS, hangUp } from './redis-link.ts';

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
	let askedAt: number | null = null;
	const waiting = new Set<Command>();
	const all: Redis[] = [];
	const known = (line: Redis) => {
		all.push(line);
		noteCommands(line, waiting);
		return line;
	};
	const main = known(
		new Redis(url, {
			connectTimeout: CONNECT_MS,
			disconnectTimeout: GOODBYE_MS,
			maxRetriesPerRequest: null,
			retryStrategy: (attempt) => Math.min(attempt * 100, RETRY_MS),
		}),
	);
	const duplicate = main.duplicate.bind(main);
	main.duplicate = (options) => known(duplicate(options));
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
			// BullMQ has a line connect anew that it sees end while it waits for it.
			for (const line of all) line.connect = () => Promise.reject(closed());
			await Promise.all(all.map(hangUp));
			// A command that was under way when its line broke is told nothing by the library where the line never comes up
			// again, and whoever waits for a job would wait on, with a timer that keeps the process alive.
			for (const command of waiting) command.reject(closed());
		},
	};
}

/** In the very words by which BullMQ knows that this is nothing to tell of. */
const closed = () => new Error('Connection is closed.');

/** Keeps what has been asked and not answered yet. */
function noteCommands(line: Redis, waiting: Set<Command>): void {
	const send = line.sendCommand.bind(line);
	line.sendCommand = (command, stream) => {
		const over = () => void waiting.delete(command);
		waiting.add(command);
		command.promise.then(over, over);
		return send(command, stream);
	};
}

/** Waits until the work has ended in whatever way, and no longer than this. */
export async function within(milliseconds: number, work: Promise<unknown>): Promise<void> {
	const patience = new AbortController();
	await Promise.race([work.catch(() => {}), pause(milliseconds, undefined, patience).catch(() => {})]);
	patience.abort();
}
