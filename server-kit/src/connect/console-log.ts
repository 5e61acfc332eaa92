// The log of a host that gave none: warnings and errors as JSON lines on standard error. A full disk or a reader that
// stands still costs lines, never the process.

import type { Log } from '../core/ports.ts';

/** What may wait for a reader of standard error, in bytes. */
const MOST_WAITING = 1024 * 1024;

export function createConsoleLog(output: NodeJS.WriteStream = process.stderr): Log {
	let lost = 0;
	// Without a listener a full disk would end the process.
	if (!listened.has(output)) output.on('error', () => {});
	listened.add(output);

	function write(level: string, message: string, facts: Record<string, unknown> = {}): void {
		if (output.writableLength > MOST_WAITING) {
			lost += 1;
			return;
		}
		const told = { time: new Date().toISOString(), level, message, ...facts, ...(lost > 0 && { lost }) };
		lost = 0;
		output.write(`${JSON.stringify(told)}\n`);
	}

	return {
		info() {},
		warn: (message, facts) => write('warn', message, facts),
		error: (message, facts) => write('error', message, facts),
	};
}

const listened = new WeakSet<object>();
