// One connection to Redis, and whether it can be relied on. One that is away is asked by its probe only: nobody waits for it.

import type { Socket } from 'node:net';
import { type Command, Redis } from 'ioredis';
import type { Log } from '../core/ports.ts';

export interface RedisLink {
	readonly client: Redis;
	here(): boolean;
	/** Resolves once it is known whether Redis is there: a start is not an absence. */
	readonly known: Promise<void>;
	/** A command of the feature's own found no answer. */
	failed(fault: unknown): void;
	/** Called whenever Redis has come, the first time and every time it is back. */
	onArrival(listener: () => void): void;
	/** Resolves once nothing of it keeps the process alive. */
	close(): Promise<void>;
}

interface LinkOptions {
	url: string;
	/** For the log: what the connection is for, and what is done while Redis is away. */
	what: string;
	meanwhile: string;
	/** Succeeds only where Redis does the work that the feature needs. */
	probe(client: Redis): Promise<unknown>;
	log: Log;
}

/** No request waits longer than this for Redis, and after the first one none waits at all. */
const PATIENCE_MS = 500;
const PROBE_MS = 1000;
/** A line on which so many probes have heard nothing at all is cut and built anew. */
const PROBES_UNHEARD = 5;
const CONNECT_MS = 2000;

export function createRedisLink({ url, what, meanwhile, probe, log }: LinkOptions): RedisLink {
	const client = connect(url);
	const arrivals: (() => void)[] = [];
	let state: 'unknown' | 'here' | 'away' | 'closed' = 'unknown';
	let lastFault: unknown = null;
	const { promise: known, resolve: tell } = Promise.withResolvers<void>();
	setTimeout(tell, PATIENCE_MS).unref();

	function arrived(): void {
		if (state === 'here' || state === 'closed') return;
		if (state === 'away') log.warn(`Redis is back for ${what}`);
		state = 'here';
		tell();
		for (const listener of arrivals) listener();
	}

	function failed(fault: unknown): void {
		if (state === 'away' || state === 'closed') return;
		state = 'away';
		tell();
		log.warn(`Redis is away for ${what}: ${meanwhile}`, { fault: withoutCommand(fault) });
	}

	const look = () => void probe(client).then(arrived, failed);
	const isSilent = silenceOn(client);
	const timer = setInterval(() => {
		if (isSilent()) client.disconnect(true);
		else if (client.status === 'ready') look();
	}, PROBE_MS).unref();
	// Without a listener the library would write to the console; the fault is told when the connection closes.
	client.on('error', (fault) => {
		lastFault = fault;
	});
	client.on('ready', look);
	client.on('close', () => failed(lastFault ?? new Error('the connection was closed')));
	return {
		client,
		here: () => state === 'here',
		known,
		failed,
		onArrival: (listener) => void arrivals.push(listener),
		close() {
			state = 'closed';
			clearInterval(timer);
			tell();
			return hangUp(client);
		},
	};
}

/** A Redis that does not say goodbye is left so long after. */
export const GOODBYE_MS = 100;

/** Ends a connection for good. Resolves once its socket is closed: until then it would keep the process alive. */
export async function hangUp(client: Redis): Promise<void> {
	const socket: Socket | undefined = client.stream;
	client.disconnect();
	if (socket && !socket.closed) await new Promise<void>((closed) => void socket.once('close', () => closed()));
}

/**
 * Counted and not timed: where this process stood still, an answer may be waiting. The library's own `socketTimeout`
 * leaves a timer behind that keeps a process alive.
 */
function silenceOn(client: Redis): () => boolean {
	let unheard = 0;
	const hear = () => {
		unheard = 0;
	};
	client.on('connect', () => {
		hear();
		client.stream.on('data', hear);
	});
	return () => {
		unheard += 1;
		return unheard > PROBES_UNHEARD && (client.status === 'connect' || client.status === 'ready');
	};
}

/** An error of Redis carries the command with its arguments: people's ids, and the password where AUTH has failed. */
export function withoutCommand(fault: unknown): Error {
	const { message } = fault instanceof Error ? fault : new Error(String(fault));
	return new Error(message);
}

/**
 * Gives a command up after so long. Where this process stood still meanwhile, its timers run before it reads what has come,
 * and the library's own `commandTimeout` would call a Redis away that has answered: here it is read first.
 */
class PatientRedis extends Redis {
	override sendCommand(command: Command, ...onStream: unknown[]): unknown {
		const giveUp = () => command.reject(new Error('Command timed out'));
		const patience = setTimeout(() => setImmediate(giveUp), PATIENCE_MS);
		const settled = () => clearTimeout(patience);
		command.promise.then(settled, settled);
		return Reflect.apply(super.sendCommand, this, [command, ...onStream]);
	}
}

/** Nothing is queued or sent again: a command is answered now or has failed. */
function connect(url: string): Redis {
	return new PatientRedis(url, {
		connectTimeout: CONNECT_MS,
		disconnectTimeout: GOODBYE_MS,
		enableOfflineQueue: false,
		maxRetriesPerRequest: 0,
		autoResendUnfulfilledCommands: false,
		autoResubscribe: false,
		retryStrategy: (attempt) => Math.min(attempt * 100, PROBE_MS),
	});
}
