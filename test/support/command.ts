// `deskbell` as a process of its own: what it says, and how it ends.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { COMPILE_CACHE } from './compile-cache.ts';
import { ROOT } from './source-files.ts';

export interface Ended {
	code: number;
	out: string;
	err: string;
}

/** Nothing of this process's own configuration is handed on, unless it is given. */
const UNSET = {
	...COMPILE_CACHE,
	DESKBELL_DB: '',
	DESKBELL_SECRET: '',
	DESKBELL_MODEL: '',
	OPENAI_BASE_URL: '',
	OPENAI_API_KEY: '',
	REDIS_URL: '',
};

export async function deskbell(args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
	const main = resolve(ROOT, 'server-kit/src/cli/main.ts');
	const child = spawn(process.execPath, ['--conditions=deskbell-src', main, ...args], {
		env: { ...process.env, NODE_TEST_CONTEXT: undefined, ...UNSET, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk) => (out += chunk));
	child.stderr.on('data', (chunk) => (err += chunk));
	const [code] = await once(child, 'close');
	return { code, out, err };
}
