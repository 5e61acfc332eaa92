// Runs one stage in its own process group and counts what happened in it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { COMPILE_CACHE } from './compile-cache.ts';
import { type Outcome, readDown } from './outcomes.ts';
import type { Command, Stage } from './stages.ts';
import { lastLines, type Say } from './voice.ts';

export interface StageResult {
	passed: number;
	failed: number;
	seconds: number;
	/** Which tests failed, and why something other than a failed test is counted as a failure. */
	remarks: string[];
}

interface Run {
	command: Command;
	limitSeconds: number;
	say: Say;
	env?: NodeJS.ProcessEnv;
}

interface Ended {
	succeeded: boolean;
	remark: string | null;
}

const ROOT = resolve(import.meta.dirname, '../..');
const GRACE_MS = 5_000;
const running = new Set<ChildProcess>();

/** @param say is handed the stage's own output */
export async function runStage(stage: Stage, say: Say): Promise<StageResult> {
	const started = performance.now();
	const counted = stage.kind === 'tool' ? await runTool(stage, say) : await runTests(stage, say);
	return { ...counted, seconds: (performance.now() - started) / 1000 };
}

/** Ends whatever is still running, with all that it started. */
export function killRunning(): void {
	for (const child of running) signalGroup(child, 'SIGKILL');
}

type Counted = Omit<StageResult, 'seconds'>;

const MOST_LINES = 12;

async function runTool(stage: Extract<Stage, { kind: 'tool' }>, say: Say): Promise<Counted> {
	for (const command of stage.commands) {
		const told = lastLines(say);
		const ended = await runCommand({ command, limitSeconds: stage.limitSeconds, say: told.say });
		if (ended.succeeded) continue;
		const faults = told.lines(MOST_LINES).map((line) => `  ${line}`);
		return { passed: 0, failed: 1, remarks: [ended.remark ?? `${command[0]} found faults`, ...faults] };
	}
	return { passed: 1, failed: 0, remarks: [] };
}

async function runTests(stage: Exclude<Stage, { kind: 'tool' }>, say: Say): Promise<Counted> {
	const files = stage.files.flatMap((pattern) => globSync(pattern, { cwd: ROOT })).sort();
	if (files.length === 0) return { passed: 0, failed: 1, remarks: [`no test files in ${stage.files.join(' ')}`] };
	const folder = mkdtempSync(join(tmpdir(), 'deskbell-counts-'));
	const outcomes = join(folder, 'outcomes');
	try {
		const command =
			stage.kind === 'node' ? nodeCommand(files, stage.atOnce ?? availableParallelism(), outcomes) : stage.command;
		const ended = await runCommand({
			command,
			limitSeconds: stage.limitSeconds,
			say,
			env: { DESKBELL_OUTCOMES: outcomes },
		});
		return count(readOutcomes(outcomes), ended);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function nodeCommand(files: readonly string[], atOnce: number, outcomes: string): Command {
	const shown = ['--test-reporter=spec', '--test-reporter-destination=stdout'];
	const counts = [
		`--test-reporter=${join(import.meta.dirname, 'count-reporter.ts')}`,
		`--test-reporter-destination=${outcomes}`,
	];
	const how = ['--test', '--test-timeout=120000', `--test-concurrency=${atOnce}`];
	return ['node', '--conditions=deskbell-src', ...how, ...shown, ...counts, ...files];
}

function readOutcomes(file: string): Outcome[] {
	try {
		return readDown(readFileSync(file, 'utf8'));
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}

const MOST_NAMES = 10;
/** Of so many it is also said why. */
const MOST_REASONS = 4;

/** A skipped test and an empty file count as failures: nothing is left out in silence. */
export function count(outcomes: readonly Outcome[], ended: Ended): Counted {
	const times = (result: Outcome['result']) => outcomes.filter((each) => each.result === result).length;
	const failures = outcomes.filter(({ result }) => result === 'fail');
	const remarks = failures.slice(0, MOST_NAMES).flatMap((failure, at) => told(failure, at < MOST_REASONS));
	if (failures.length > MOST_NAMES) remarks.push(`and ${failures.length - MOST_NAMES} more failed`);
	if (times('skip') > 0) remarks.push(`${times('skip')} skipped: a skipped test counts as failed`);
	if (times('empty') > 0) remarks.push(`${times('empty')} test files without a test`);
	if (outcomes.length === 0) remarks.push('no test ran');
	const passed = times('pass');
	let failed = outcomes.length - passed;
	const unexplained = ended.remark !== null || (!ended.succeeded && failed === 0) || outcomes.length === 0;
	if (unexplained) {
		failed += 1;
		remarks.push(ended.remark ?? 'the test runner itself failed');
	}
	return { passed, failed, remarks };
}

function told({ name, place, why }: Outcome, withReason: boolean): string[] {
	const reason = withReason ? why.map((line) => `    ${line}`) : [];
	return [`failed: ${name.slice(0, 160)}`, `  in ${place}`, ...reason];
}

async function runCommand({ command, limitSeconds, say, env }: Run): Promise<Ended> {
	const [program, ...args] = command;
	const path = [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter);
	const child = spawn(program, args, {
		cwd: ROOT,
		// A test runner started by a test would else report to the outer one.
		env: { ...process.env, ...COMPILE_CACHE, PATH: path, NODE_TEST_CONTEXT: undefined, ...env },
		stdio: ['ignore', 'pipe', 'pipe'],
		// Its own process group, so that a stage can be ended with everything it started.
		detached: true,
	});
	running.add(child);
	for (const pipe of [child.stdout, child.stderr]) pipe.on('data', say);
	let tooLong = false;
	const timer = setTimeout(() => {
		tooLong = true;
		void endGroup(child);
	}, limitSeconds * 1000);
	try {
		const [code, signal] = await once(child, 'exit');
		// A process left behind could still write after our last line.
		signalGroup(child, 'SIGKILL');
		await drained(child);
		const remark = tooLong ? `ended after ${limitSeconds} s` : signal === null ? null : `ended by ${signal}`;
		return { succeeded: code === 0, remark };
	} catch (error) {
		return { succeeded: false, remark: (error as Error).message };
	} finally {
		clearTimeout(timer);
		running.delete(child);
	}
}

/** What the command has said is heard to its end. */
async function drained({ stdout, stderr }: ChildProcess): Promise<void> {
	const pipes = [stdout, stderr].filter((pipe) => pipe !== null && !pipe.closed);
	// A process that has left the group may hold them open for as long as it lives.
	const late = setTimeout(() => pipes.forEach((pipe) => void pipe?.destroy()), GRACE_MS);
	await Promise.all(pipes.map((pipe) => pipe && once(pipe, 'close')));
	clearTimeout(late);
}

async function endGroup(child: ChildProcess): Promise<void> {
	signalGroup(child, 'SIGTERM');
	const hard = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
	await once(child, 'exit');
	clearTimeout(hard);
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
	if (child.pid === undefined) return;
	try {
		process.kill(-child.pid, signal);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
	}
}
