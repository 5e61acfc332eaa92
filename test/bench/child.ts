// Both ends of a bench process: it says where it listens and how much processor time it has used.

import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';

export interface BenchProcess {
	url: string;
	/** Processor time since the start, user and system, in milliseconds. */
	processorMs(): Promise<number>;
	stop(): Promise<void>;
}

/** Starts a file of this folder in its own process and waits until it listens. */
export async function startProcess(file: string, env: NodeJS.ProcessEnv = {}): Promise<BenchProcess> {
	const child = fork(resolve(import.meta.dirname, file), {
		env: { ...process.env, ...env },
		execArgv: ['--conditions=deskbell-src'],
	});
	const port = await answerOf(child, 'start-up');
	return {
		url: `http://127.0.0.1:${port}`,
		processorMs: () => {
			child.send('processor');
			return answerOf(child, 'its processor time');
		},
		async stop() {
			if (child.exitCode !== null || child.signalCode !== null) return;
			child.kill();
			await once(child, 'exit');
		},
	};
}

async function answerOf(child: ChildProcess, what: string): Promise<number> {
	const ended = new AbortController();
	const onExit = () => ended.abort(new Error(`${child.spawnargs.at(-1)} ended instead of telling ${what}`));
	child.once('exit', onExit);
	try {
		const [answer] = await once(child, 'message', { signal: ended.signal });
		return Number(answer);
	} finally {
		child.off('exit', onExit);
	}
}

/** Within the process: listens, says where, and answers for its processor time until the bench is gone. */
export function serve(server: Server): void {
	server.keepAliveTimeout = 60_000;
	server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
	process.on('message', () => {
		const { user, system } = process.cpuUsage();
		process.send?.((user + system) / 1000);
	});
	process.on('disconnect', () => process.exit());
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return Buffer.concat(chunks).toString();
}
