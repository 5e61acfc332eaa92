// The test's hand on a server process: starts it, speaks to it as a person, asks how it fares, stops or kills it.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { SupportKitOptions } from '@deskbell/server-kit';
import { type Client, createClient } from '@deskbell/server-kit/testing';
import { COMPILE_CACHE } from '../../support/compile-cache.ts';
import type { Asked } from './slow-reader.ts';

export interface Gauges {
	rssBytes: number;
	/** On the heap and in buffers; what is garbage as well, where no collection was asked for. */
	heldBytes: number;
	/** Connections that the server has open. */
	sockets: number;
	/** Those of them whose line takes nothing more at the moment. */
	fullLines: number;
	/** Characters that wait in this process for the one that waits for most: at most two bytes of memory each. */
	mostWaiting: number;
	/** Timers that keep the process alive. */
	timers: number;
	/** Of the event loop's delay since the start, or since the last `calm`. */
	loopP99Ms: number;
	/** The longest hold-up since the last look at these gauges. */
	loopMaxMs: number;
}

/** What can be said in JSON: a host process takes no functions. */
export type HostOptions = Pick<
	SupportKitOptions,
	| 'database'
	| 'databaseTimeoutSeconds'
	| 'model'
	| 'quota'
	| 'rates'
	| 'answer'
	| 'jsonTurns'
	| 'disclosure'
	| 'webhooks'
	| 'escalation'
	| 'context'
	| 'knowledge'
	| 'jobs'
>;

export interface HostProcess {
	readonly url: string;
	readonly port: number;
	readonly pid: number;
	/** Everything that it printed: its log. */
	log(): string;
	as(userId: string, tenantId?: string): Client;
	atGateway(userId: string): Client;
	gauges(): Promise<Gauges>;
	/** After a collection, which holds it up: not to be asked for again and again. */
	held(): Promise<Gauges>;
	/** After a collection as well; starts measuring its event loop anew. */
	calm(): Promise<Gauges>;
	/** Moves its clock on. */
	pass(milliseconds: number): Promise<void>;
	/** Runs every job that is due. */
	tick(): Promise<void>;
	signal(name: NodeJS.Signals): void;
	/** Resolves with its exit code when it has ended; null where a signal ended it. */
	readonly ended: Promise<number | null>;
	kill(): Promise<void>;
}

function forked(file: string, env: Record<string, string> = {}): ChildProcess {
	return fork(resolve(import.meta.dirname, file), {
		env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...COMPILE_CACHE, ...env },
		execArgv: ['--conditions=deskbell-src', '--expose-gc'],
		stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
	});
}

export type CrowdTask =
	| { ask: 'gather'; url: string; count: number }
	| { ask: 'turns'; atOnce: number; expected: string }
	| { ask: 'read slowly'; readers: readonly Asked[] }
	| { ask: 'leave' };

export interface Crowd {
	/** What a task measured; an empty list where it measures nothing. */
	does(task: CrowdTask): Promise<number[]>;
	kill(): Promise<void>;
}

/** Readers in a process of their own. */
export function startCrowd(): Crowd {
	const child = forked('crowd.ts');
	for (const pipe of [child.stdout, child.stderr]) pipe?.pipe(process.stderr);
	const ended = once(child, 'exit');
	return {
		does: askerOf<number[]>(child),
		async kill() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}

/** @param machine the name of another machine, on which it believes to be; on this one where left out */
export async function startHost(options: HostOptions, machine = ''): Promise<HostProcess> {
	const told = { DESKBELL_FAULT_HOST: JSON.stringify(options), DESKBELL_FAULT_MACHINE: machine };
	const child = forked('host.ts', told);
	let printed = '';
	for (const pipe of [child.stdout, child.stderr]) pipe?.on('data', (chunk) => (printed += chunk));
	const ended = once(child, 'exit').then(([code]) => code as number | null);
	const port = await portOf(child, () => printed);
	const url = `http://127.0.0.1:${port}`;
	const ask = askerOf<Gauges>(child);
	return {
		url,
		port,
		pid: child.pid as number,
		ended,
		log: () => printed,
		as: (userId, tenantId = 'acme') =>
			createClient(`${url}/api/support/ai`, { 'x-test-caller': nameOf(userId, tenantId) }),
		atGateway: (userId) => createClient(`${url}/api`, { 'x-test-caller': nameOf(userId) }),
		gauges: () => ask({ ask: 'gauges' }),
		held: () => ask({ ask: 'held' }),
		calm: () => ask({ ask: 'calm' }),
		async pass(milliseconds) {
			await ask({ ask: 'pass', milliseconds });
		},
		async tick() {
			await ask({ ask: 'tick' });
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

function askerOf<Answer>(child: ChildProcess): (question: object) => Promise<Answer> {
	let asked = 0;
	const waiting = new Map<number, PromiseWithResolvers<Answer>>();
	child.on('message', ({ id, answer }: { id: number; answer: Answer }) => {
		waiting.get(id)?.resolve(answer);
		waiting.delete(id);
	});
	child.once('exit', (code) => {
		for (const { reject } of waiting.values()) reject(new Error(`the process ended with ${code} before it answered`));
	});
	return (question) => {
		asked += 1;
		const id = asked;
		const answer = Promise.withResolvers<Answer>();
		waiting.set(id, answer);
		child.send({ ...question, id });
		return answer.promise;
	};
}
