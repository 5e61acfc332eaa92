// A throwaway server for one test run: started in its own folder, gone with the process that started it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from './programs.ts';

export interface PrivateServer {
	url: string;
	port: number;
	/** Its first process. */
	pid(): number;
	/** Ends it as a crash would, and starts it again with what it has kept, on the same port. */
	crash(): Promise<void>;
	/** Kills the server and removes its folder. */
	stop(): Promise<void>;
}

/** The system user a server runs as; needed where it refuses to run as root. */
export interface RunAs {
	uid: number;
	gid: number;
}

export interface Launch {
	program: string;
	args: readonly string[];
	folder: string;
	/** What the server writes to its log once it accepts connections. */
	ready: RegExp;
	as?: RunAs | undefined;
	/** How it dies in an instant, with all that it has started. */
	crashSignal?: NodeJS.Signals;
}

const START_LIMIT_MS = 60_000;

export interface FolderPlace {
	owner?: RunAs | undefined;
	/** The folder that it stands in. */
	home?: string;
}

/** A folder whose name carries our process id, so that a later run can clear away what a killed run left behind. */
export function privateFolder(kind: string, { owner, home = tmpdir() }: FolderPlace = {}): string {
	sweep(kind, home);
	const folder = mkdtempSync(join(home, `deskbell-${kind}-${process.pid}-`));
	if (owner) chownSync(folder, owner.uid, owner.gid);
	return folder;
}

function sweep(kind: string, home: string): void {
	const ours = new RegExp(`^deskbell-${kind}-(\\d+)-`);
	for (const name of readdirSync(home)) {
		const pid = ours.exec(name)?.[1];
		if (pid && !isAlive(Number(pid))) clearAway(join(home, name));
	}
}

/** As far as it can be: another process may be clearing it away as well, or still writing there. A later run does the rest. */
export function clearAway(folder: string): void {
	try {
		rmSync(folder, { recursive: true, force: true });
	} catch {}
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** Runs a program to its end; throws with its output where it fails. */
export async function run(program: string, args: readonly string[], options: { cwd?: string; as?: RunAs } = {}) {
	const child = spawn(program, args, { cwd: options.cwd, ...options.as, stdio: ['ignore', 'pipe', 'pipe'] });
	const output = collect(child);
	const [code] = await once(child, 'close');
	if (code !== 0) throw new Error(`${program} ended with ${code}:\n${output.text()}`);
	return output.text();
}

/** Starts a server and comes back once it is ready. It never keeps our process alive, and it dies with us. */
export async function launch(asked: Launch): Promise<Pick<PrivateServer, 'pid' | 'crash' | 'stop'>> {
	const { folder, crashSignal = 'SIGKILL' } = asked;
	let running: Running | null = null;
	const stop = async () => {
		await running?.end('SIGKILL');
		rmSync(folder, { recursive: true, force: true });
	};
	const start = async () => {
		try {
			running = await started(asked);
		} catch (error) {
			await stop();
			throw new Error(`${asked.program} did not start: ${(error as Error).message}`);
		}
	};
	await start();
	return {
		pid: () => running?.pid ?? 0,
		async crash() {
			await running?.end(crashSignal);
			await start();
		},
		stop,
	};
}

interface Running {
	pid: number;
	end(signal: NodeJS.Signals): Promise<void>;
}

async function started({ program, args, folder, ready, as }: Launch): Promise<Running> {
	const setpriv = findProgram(['setpriv']);
	// Without this the server would outlive a test process that is killed outright.
	const [command, ...rest] = setpriv ? [setpriv, '--pdeathsig', 'KILL', program, ...args] : [program, ...args];
	const child = spawn(command as string, rest, { cwd: folder, ...as, stdio: ['ignore', 'pipe', 'pipe'] });
	const killWithUs = () => child.kill('SIGKILL');
	process.once('exit', killWithUs);

	const end = async (signal: NodeJS.Signals) => {
		process.removeListener('exit', killWithUs);
		child.ref();
		if (child.exitCode === null && child.signalCode === null && child.kill(signal)) await once(child, 'exit');
	};
	try {
		await becomesReady(child, ready);
	} catch (error) {
		await end('SIGKILL');
		throw error;
	}
	letGo(child);
	return { pid: child.pid ?? 0, end };
}

async function becomesReady(child: ChildProcess, ready: RegExp): Promise<void> {
	const output = collect(child);
	await new Promise<void>((resolve, reject) => {
		const fail = (why: string) => reject(new Error(`${why}\n${output.text()}`));
		const timer = setTimeout(() => fail('not ready in time'), START_LIMIT_MS);
		child.once('error', (error) => fail(error.message));
		child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
		output.onText(() => {
			if (!ready.test(output.text())) return;
			clearTimeout(timer);
			resolve();
		});
	}).finally(() => {
		output.stop();
		child.removeAllListeners('exit');
	});
}

function collect(child: ChildProcess) {
	let text = '';
	let listener = () => {};
	const take = (chunk: Buffer) => {
		text += chunk.toString();
		listener();
	};
	child.stdout?.on('data', take);
	child.stderr?.on('data', take);
	return {
		text: () => text,
		onText: (call: () => void) => {
			listener = call;
		},
		stop: () => {
			child.stdout?.off('data', take);
			child.stderr?.off('data', take);
		},
	};
}

/** The log is still drained, or the server would block on a full pipe, but nothing here keeps the process alive. */
function letGo(child: ChildProcess): void {
	for (const pipe of [child.stdout, child.stderr]) {
		pipe?.resume();
		(pipe as unknown as { unref?: () => void } | null)?.unref?.();
	}
	child.unref();
}
