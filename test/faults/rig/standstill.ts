// A program that stands still with everything that it has started, as on a machine that hangs: its connections stay open.

import { readdirSync, readFileSync } from 'node:fs';

/** @returns lets it go on; may be called again */
export function standStill(pid: number): () => void {
	const stopped = [pid, ...childrenOf(pid)];
	for (const each of stopped) process.kill(each, 'SIGSTOP');
	return () => {
		for (const each of stopped.splice(0)) process.kill(each, 'SIGCONT');
	};
}

/** As Linux tells them: the number behind the name in brackets and the state is the parent's. */
function childrenOf(pid: number): number[] {
	const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
	const own = all.filter((name) => parentOf(name) === pid).map(Number);
	return own.flatMap((child) => [child, ...childrenOf(child)]);
}

function parentOf(process: string): number {
	try {
		const stat = readFileSync(`/proc/${process}/stat`, 'utf8');
		return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
	} catch {
		// It has ended meanwhile.
		return 0;
	}
}
