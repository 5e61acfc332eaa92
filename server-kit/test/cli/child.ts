// The command line as a child process, in a folder of its own.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

export interface Ended {
	/** Null where it was killed. */
	code: number | null;
	out: string;
	err: string;
}

export interface Running {
	child: ChildProcess;
	ended: Promise<Ended>;
}

const MAIN = join(import.meta.dirname, '../../src/cli/main.ts');

export function startCli(folder: string, args: readonly string[], env: Record<string, string> = {}): Running {
	const clean = { DESKBELL_DB: '', DESKBELL_SECRET: '', OPENAI_API_KEY: '', OPENAI_BASE_URL: '' };
	const child = spawn(process.execPath, ['--conditions=deskbell-src', MAIN, ...args], {
		cwd: folder,
		env: { ...process.env, ...clean, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	let [out, err] = ['', ''];
	child.stdout.on('data', (chunk) => {
		out += chunk;
	});
	child.stderr.on('data', (chunk) => {
		err += chunk;
	});
	return { child, ended: once(child, 'close').then(([code]) => ({ code, out, err })) };
}

export function runCli(folder: string, args: readonly string[], env: Record<string, string> = {}): Promise<Ended> {
	return startCli(folder, args, env).ended;
}

/** Gone with the test. */
export function ownFolder(t: TestContext): string {
	const folder = mkdtempSync(join(tmpdir(), `deskbell-cli-${process.pid}-`));
	t.after(() => rmSync(folder, { recursive: true, force: true }));
	return folder;
}

export function isASentence({ code, err, out }: Ended): void {
	assert.equal(code, 1, out + err);
	assert.doesNotMatch(err + out, /^\s+at |node:internal|file:\/\//m);
	assert.match(err, /^(deskbell|error): \S/);
}
