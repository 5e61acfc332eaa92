// The host's own log, held at arm's length: where it throws, what was to be logged goes on as if it had not.

import type { Log } from '../core/ports.ts';

export function hostLog(log: Log): Log {
	const heard =
		(level: keyof Log): Log['error'] =>
		(message, facts) => {
			try {
				log[level](message, facts);
			} catch {
				// Nobody is left to tell. An answer that fails because its failure was logged would be worse.
			}
		};
	return { info: heard('info'), warn: heard('warn'), error: heard('error') };
}
