// Names this process, and knows whether another one on this machine is gone.

import { hostname } from 'node:os';
import type { Runner } from '../core/turn-state.ts';

/** Every kit that was made in this process: its answers are ended with the process, or found out by their silence. */
const made = new Set<string>();

/** Answers of other machines that are watched; the one that was looked at longest ago makes room. */
const MOST_WATCHED = 1_000;

/**
 * @param nonce tells this start of the process from an earlier one with the same number
 * @param elapsed milliseconds, by a clock that nobody sets
 */
export function createRunner(nonce: string, elapsed: () => number = () => performance.now()): Runner {
	const here = hostname().slice(0, 60);
	const name = `${here}/${process.pid}/${nonce}`;
	made.add(name);
	const isHere = (other: string) => made.has(other) || other.split('/')[0] === here;
	return {
		name,
		isHere,
		stillFor: createWatch(elapsed),
		mayLive(other) {
			if (made.has(other) || !isHere(other)) return true;
			const [, pid] = other.split('/');
			// Our own number under another nonce: an earlier start.
			return Number(pid) !== process.pid && isAlive(Number(pid));
		},
	};
}

function createWatch(elapsed: () => number): Runner['stillFor'] {
	const watched = new Map<number, { heartbeatAt: number; since: number }>();
	return (answerId, heartbeatAt) => {
		const now = elapsed();
		const last = watched.get(answerId);
		const seen = last?.heartbeatAt === heartbeatAt ? last : { heartbeatAt, since: now };
		watched.delete(answerId);
		watched.set(answerId, seen);
		const [eldest] = watched.keys();
		if (watched.size > MOST_WATCHED && eldest !== undefined) watched.delete(eldest);
		return now - seen.since;
	};
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (fault) {
		return (fault as NodeJS.ErrnoException).code === 'EPERM';
	}
}
