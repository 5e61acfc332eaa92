// The host's own log, held at arm's length: told only what may stand in a log, and where it throws, what was to be
// logged goes on as if it had not.

import type { Log } from '../core/ports.ts';
import { discreet, oneLine } from './discreet.ts';
import { quietly } from './quietly.ts';

type FactsFirst = Record<keyof Log, (facts: object, message: string) => unknown>;

/** @param masked takes secrets and personal data out of a text; may throw */
export function hostLog(host: Log, masked: (text: string) => string): Log {
	const factsFirst = isPino(host);
	const heard =
		(level: keyof Log): Log['error'] =>
		(message, facts = {}) =>
			quietly(() => {
				const told = discreet(facts, masked);
				if (!factsFirst) return host[level](oneLine(message), told);
				return (host as unknown as FactsFirst)[level](told, oneLine(message));
			});
	return { info: heard('info'), warn: heard('warn'), error: heard('error') };
}

/** pino, and what is made like it (fastify's `log`), takes the facts first; everybody else the message. */
function isPino(host: Log): boolean {
	return typeof Reflect.get(host, 'bindings') === 'function' && typeof Reflect.get(host, 'child') === 'function';
}
