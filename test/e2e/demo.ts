// The demo as a newcomer starts it: `npm run demo`, on a port and a database of its own.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../support/free-port.ts';

export interface RunningDemo {
	url: string;
	/** Everything that it printed. */
	output(): string;
	stop(): Promise<void>;
}

const READY = /Deskbell playground: (http:\/\/localhost:\d+)\/playground/;
const PATIENCE_MS = 90_000;

/** @param env added to the environment, such as `OPENAI_BASE_URL` */
export async function startDemo(env: Record<string, string> = {}): Promise<RunningDemo> {
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-demo-'));
	const inherited = Object.fromEntries(
		Object.entries(process.env).filter(([name]) => !/^(OPENAI_|DESKBELL_)/.test(name)),
	);
	const child = spawn('npm', ['run', '--silent', 'demo'], {
		env: { ...inherited, PORT: String(await freePort()), DESKBELL_DB: join(folder, 'demo.sqlite'), ...env },
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	// npm does not hand signals on: the whole group is ended.
	const end = () => process.kill(-(child.pid ?? 0), 'SIGTERM');
	let printed = '';
	const url = await new Promise<string>((ready, fail) => {
		const late = setTimeout(() => {
			// Left to itself it would outlive the tests.
			end();
			fail(new Error(`the demo did not start:\n${printed}`));
		}, PATIENCE_MS);
		const read = (chunk: Buffer) => {
			printed += chunk;
			const found = READY.exec(printed)?.[1];
			if (!found) return;
			clearTimeout(late);
			ready(found);
		};
		child.stdout.on('data', read);
		child.stderr.on('data', read);
		child.once('exit', () => {
			clearTimeout(late);
			fail(new Error(`the demo ended:\n${printed}`));
		});
	});
	return {
		url,
		output: () => printed,
		async stop() {
			const gone = new Promise((exit) => child.once('exit', exit));
			end();
			await gone;
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
