// The log of a host that gave none: warnings and errors as JSON lines on standard error.

import type { Log } from '../core/ports.ts';

export const consoleLog: Log = {
	info() {},
	warn: (message, facts) => write('warn', message, facts),
	error: (message, facts) => write('error', message, facts),
};

function write(level: string, message: string, facts: Record<string, unknown> = {}): void {
	const line = { time: new Date().toISOString(), level, message, ...facts };
	process.stderr.write(`${JSON.stringify(line, readable)}\n`);
}

/** JSON has no form for an error. */
function readable(_key: string, value: unknown): unknown {
	if (!(value instanceof Error)) return value;
	return {
		name: value.name,
		message: value.message,
		code: Reflect.get(value, 'code'),
		stack: value.stack,
		cause: value.cause,
	};
}
