// Runs one stage in its own process group and counts what happened in it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import type { Outcome } from './count-reporter.ts';
import type { Command, Stage } from './stages.ts';

export interface StageResult {
	passed: number;
	failed: number;
	seconds: number;
	/** Which tests failed, and why something other than a failed test is counted as a failure. */
	remarks: string[];
}

/** One test as a reporter wrote it down. */
interface Counting {
	outcome: Outcome;
	name: string;
}

interface Run {
	command: Command;
	limitSeconds: number;
	output: Output;
	env?: NodeJS.ProcessEnv;
}

interface Ended {
	succeeded: boolean;
	remark: string | null;
}

const ROOT = resolve(import.meta.dirname, '../..');
const GRACE_MS = 5_000;
const running = new Set<ChildProcess>();

/** `shown`: whether the stage's own output goes to ours. */
export async function runStage(stage: Stage, shown = true): Promise<StageResult> {
	const started = performance.now();
	const output = shown ? 'inherit' : 'ignore';
	const counted = stage.kind === 'tool' ? await runTool(stage, output) : await runTests(stage, output);
	return { ...counted, seconds: (performance.now() - started) / 1000 };
}

/** Ends whatever is still running, with all that it started. */
export function killRunning(): void {
	for (const child of running) signalGroup(child, 'SIGKILL');
}

type Output = 'inherit' | 'ignore';
type Counted = Omit<StageResult, 'seconds'>;

async function runTool(stage: Extract<Stage, { kind: 'tool' }>, output: Output): Promise<Counted> {
	for (const command of stage.commands) {
		const ended = await runCommand({ command, limitSeconds: stage.limitSeconds, output });
		if (!ended.succeeded) return { passed: 0, failed: 1, remarks: [ended.remark ?? `${command[0]} found faults`] };
	}
	return { passed: 1, failed: 0, remarks: [] };
}

async function runTests(stage: Exclude<Stage, { kind: 'tool' }>, output: Output): Promise<Counted> {
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
			output,
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

function readOutcomes(file: string): Counting[] {
	try {
		return readFileSync(file, 'utf8').split('\n').filter(Boolean).map(counting);
	} catch {
		return [];
	}
}

function counting(line: string): Counting {
	const [outcome] = line.split(' ', 1) as [Outcome];
	return { outcome, name: line.slice(outcome.length + 1) };
}

const MOST_NAMES = 10;

/** A skipped test and an empty file count as failures: nothing is left out in silence. */
export function count(outcomes: readonly Counting[], ended: Ended): Counted {
	const times = (outcome: Outcome) => outcomes.filter((each) => each.outcome === outcome).length;
	const failures = outcomes.filter(({ outcome }) => outcome === 'fail');
	const remarks = failures.slice(0, MOST_NAMES).map(({ name }) => `failed: ${name.slice(0, 160)}`);
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

async function runCommand({ command, limitSeconds, output, env }: Run): Promise<Ended> {
	const [program, ...args] = command;
	const path = [join(ROOT, 'node_modules/.bin'), process.env.PATH].join(delimiter);
	const child = spawn(program, args, {
		cwd: ROOT,
		// A test runner started by a test would else report to the outer one.
		env: { ...process.env, PATH: path, NODE_TEST_CONTEXT: undefined, ...env },
		stdio: ['ignore', output, output],
		// Its own process group, so that a stage can be ended with everything it started.
		detached: true,
	});
	running.add(child);
	let tooLong = false;
	const timer = setTimeout(() => {
		tooLong = true;
		void endGroup(child);
	}, limitSeconds * 1000);
	try {
		const [code, signal] = await once(child, 'close');
		const remark = tooLong ? `ended after ${limitSeconds} s` : signal === null ? null : `ended by ${signal}`;
		return { succeeded: code === 0, remark };
	} catch (error) {
		return { succeeded: false, remark: (error as Error).message };
	} finally {
		clearTimeout(timer);
		running.delete(child);
		// A process left behind could still write after our last line.
		signalGroup(child, 'SIGKILL');
	}
}

async function endGroup(child: ChildProcess): Promise<void> {
	signalGroup(child, 'SIGTERM');
	const hard = setTimeout(() => signalGroup(child, 'SIGKILL'), GRACE_MS);
	await once(child, 'close');
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
