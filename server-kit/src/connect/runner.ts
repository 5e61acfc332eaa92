// Names this process, and knows whether another one on this machine is gone.

import { hostname } from 'node:os';
import type { Runner } from '../core/turn-state.ts';

/** Every kit that was made in this process: its answers are ended with the process, or found out by their silence. */
const made = new Set<string>();

/** @param nonce tells this start of the process from an earlier one with the same number */
export function createRunner(nonce: string): Runner {
	const here = hostname().slice(0, 60);
	const name = `${here}/${process.pid}/${nonce}`;
	made.add(name);
	return {
		name,
		mayLive(other) {
			const [host, pid] = other.split('/');
			if (made.has(other) || host !== here) return true;
			// Our own number under another nonce: an earlier start.
			return Number(pid) !== process.pid && isAlive(Number(pid));
		},
	};
}

function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (fault) {
		return (fault as NodeJS.ErrnoException).code === 'EPERM';
	}
}
