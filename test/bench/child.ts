// Both ends of a bench process: the bench asks by name, the process answers.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

export interface BenchProcess {
	/** Where it listens. */
	url: string;
	ask<T>(what: string, given?: unknown): Promise<T>;
	stop(): Promise<void>;
}

interface Asked {
	id: number;
	what: string;
	given: unknown;
}
interface Answered {
	id: number;
	value?: unknown;
	fault?: string;
}

const START = 0;

/** Starts a file of this folder in its own process and waits until it is ready. */
export async function startProcess(file: string, env: NodeJS.ProcessEnv = {}): Promise<BenchProcess> {
	const child = fork(resolve(import.meta.dirname, file), {
		env: { ...process.env, ...env },
		execArgv: ['--conditions=deskbell-src', '--expose-gc'],
	});
	const answerTo = answersOf(child, file);
	let asked = START;
	const port = await answerTo<number | null>(START);
	return {
		url: `http://127.0.0.1:${port}`,
		ask(what, given) {
			asked += 1;
			child.send({ id: asked, what, given } satisfies Asked);
			return answerTo(asked);
		},
		async stop() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.kill();
			await once(child, 'exit');
		},
	};
}

function answersOf(child: ChildProcess, file: string): <T>(id: number) => Promise<T> {
	const waiting = new Map<number, { resolve(value: unknown): void; reject(fault: Error): void }>();
	child.on('message', ({ id, value, fault }: Answered) => {
		if (fault === undefined) waiting.get(id)?.resolve(value);
		else waiting.get(id)?.reject(new Error(`${file}: ${fault}`));
		waiting.delete(id);
	});
	child.once('exit', () => {
		for (const { reject } of waiting.values()) reject(new Error(`${file} ended instead of answering`));
	});
	return <T>(id: number) =>
		new Promise<T>((resolve, reject) => waiting.set(id, { resolve: (value) => resolve(value as T), reject }));
}

/** What a process answers, by name. */
type Questions = Record<string, (given: never) => unknown>;

/** Within the process: answers until the bench is gone. */
export function answerQuestions(own: Questions, port: number | null = null): void {
	const questions: Questions = { ...aboutItself, ...own };
	process.on('message', async ({ id, what, given }: Asked) => {
		const answered: Answered = { id };
		try {
			answered.value = await questions[what]?.(given as never);
		} catch (fault) {
			answered.fault = String(fault);
		}
		process.send?.(answered);
	});
	process.on('disconnect', () => process.exit());
	process.send?.({ id: START, value: port } satisfies Answered);
}

const aboutItself: Questions = {
	/** Since the start, user and system, in milliseconds. */
	processor() {
		const { user, system } = process.cpuUsage();
		return (user + system) / 1000;
	},
	/** In bytes, after everything that nobody holds has gone. */
	memory() {
		globalThis.gc?.();
		const { heapUsed, external, rss } = process.memoryUsage();
		return { held: heapUsed + external, resident: rss };
	},
};

export interface Memory {
	held: number;
	resident: number;
}

/** Within the process: listens, says where, and answers. */
export function serve(server: Server, questions: Questions = {}): void {
	server.keepAliveTimeout = 60_000;
	server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 }, () => {
		answerQuestions(questions, (server.address() as AddressInfo).port);
	});
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}
