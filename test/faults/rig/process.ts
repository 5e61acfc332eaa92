// The test's hand on a server process: starts it, speaks to it as a person, asks how it fares, stops or kills it.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { SupportKitOptions } from '@deskbell/server-kit';
import { type Client, createClient } from '@deskbell/server-kit/testing';

export interface Gauges {
	rssBytes: number;
	/** On the heap and in buffers, after a collection. */
	heldBytes: number;
	/** Connections that the server has open. */
	sockets: number;
	/** Timers that keep the process alive. */
	timers: number;
	/** Since the start, or since the last `calm`. */
	loopP99Ms: number;
	loopMaxMs: number;
}

/** What can be said in JSON: a host process takes no functions. */
export type HostOptions = Pick<
	SupportKitOptions,
	'database' | 'model' | 'quota' | 'rates' | 'answer' | 'jsonTurns' | 'disclosure'
>;

export interface HostProcess {
	readonly url: string;
	readonly port: number;
	/** Everything that it printed: its log. */
	log(): string;
	as(userId: string, tenantId?: string): Client;
	gauges(): Promise<Gauges>;
	/** Starts measuring its event loop anew. */
	calm(): Promise<Gauges>;
	/** Moves its clock on. */
	pass(milliseconds: number): Promise<void>;
	signal(name: NodeJS.Signals): void;
	/** Resolves with its exit code when it has ended; null where a signal ended it. */
	readonly ended: Promise<number | null>;
	kill(): Promise<void>;
}

/** Half of a start is the reading of the source: kept between starts. */
const NODE_COMPILE_CACHE = join(tmpdir(), 'deskbell-compile-cache');

export async function startHost(options: HostOptions): Promise<HostProcess> {
	const env = { NODE_TEST_CONTEXT: undefined, NODE_COMPILE_CACHE, DESKBELL_FAULT_HOST: JSON.stringify(options) };
	const child = fork(resolve(import.meta.dirname, 'host.ts'), {
		env: { ...process.env, ...env },
		execArgv: ['--conditions=deskbell-src', '--expose-gc'],
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
	let printed = '';
	for (const pipe of [child.stdout, child.stderr]) pipe?.on('data', (chunk) => (printed += chunk));
	const ended = once(child, 'exit').then(([code]) => code as number | null);
	const port = await portOf(child, () => printed);
	const url = `http://127.0.0.1:${port}`;
	const ask = askerOf(child);
	return {
		url,
		port,
		ended,
		log: () => printed,
		as: (userId, tenantId = 'acme') =>
			createClient(`${url}/api/support/ai`, { 'x-test-caller': nameOf(userId, tenantId) }),
		gauges: () => ask({ ask: 'gauges' }),
		calm: () => ask({ ask: 'calm' }),
		async pass(milliseconds) {
			await ask({ ask: 'pass', milliseconds });
		},
		signal: (name) => void child.kill(name),
		async kill() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}

export function nameOf(userId: string, tenantId = 'acme'): string {
	return encodeURIComponent(JSON.stringify({ tenantId, userId, kind: 'customer', roles: [] }));
}

async function portOf(child: ChildProcess, printed: () => string): Promise<number> {
	return new Promise((found, fail) => {
		child.once('message', ({ port }: { port: number }) => found(port));
		child.once('exit', () => fail(new Error(`the host did not start:\n${printed()}`)));
	});
}

function askerOf(child: ChildProcess): (question: object) => Promise<Gauges> {
	let asked = 0;
	const waiting = new Map<number, (answer: Gauges) => void>();
	child.on('message', ({ id, answer }: { id: number; answer: Gauges }) => {
		waiting.get(id)?.(answer);
		waiting.delete(id);
	});
	return (question) => {
		asked += 1;
		const id = asked;
		return new Promise((tell) => {
			waiting.set(id, tell);
			child.send({ ...question, id });
		});
	};
}
