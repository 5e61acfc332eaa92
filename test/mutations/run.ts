// `npm run mutations -- [words]`: switches each guard off in turn and runs the tests that should notice. A guard that nobody
// misses survives, and the run fails. Minutes, so not part of `npm test`. Words choose the guards that have one in their name.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Guard } from './guard.ts';
import { GUARDS } from './guards.ts';

const HOOK = resolve(import.meta.dirname, 'switch-off.ts');
const BROWSER = 'test/mutations/browser.config.mjs';
const LIMIT_MS = 180_000;

interface Tried {
	guard: Guard;
	/** The first file of tests that fails without the guard. */
	killer: string | null;
	/** A file that fails with every guard in place proves nothing. */
	broken: string | null;
}

const words = process.argv.slice(2);
const chosen = GUARDS.filter(({ name }) => words.length === 0 || words.some((word) => name.includes(word)));
const healthy = new Map<string, Promise<boolean>>();
const tried: Tried[] = [];
for (const guard of chosen) {
	const one = await tryWithout(guard);
	tried.push(one);
	const outcome = one.broken ? `UNKNOWN: ${one.broken} fails as it is` : (one.killer ?? 'SURVIVED');
	console.log(`| ${tried.length}/${chosen.length} | ${guard.name} | ${outcome} |`);
}
console.log(`\n${summary(tried)}`);
if (chosen.length === 0 || tried.some(({ killer }) => !killer)) process.exitCode = 1;

async function tryWithout(guard: Guard): Promise<Tried> {
	for (const file of guard.tests) {
		if (await passes(file, guard.name)) continue;
		return (await isHealthy(file)) ? { guard, killer: file, broken: null } : { guard, killer: null, broken: file };
	}
	return { guard, killer: null, broken: null };
}

/** Asked once for each file. */
function isHealthy(file: string): Promise<boolean> {
	const known = healthy.get(file) ?? passes(file, null);
	healthy.set(file, known);
	return known;
}

async function passes(file: string, guard: string | null): Promise<boolean> {
	const [program, ...args] = commandFor(file);
	const env = { ...process.env, ...(guard !== null && { DESKBELL_GUARD: guard }) };
	const child = spawn(program as string, args, { env, stdio: 'ignore', detached: true });
	const limit = setTimeout(() => endAll(child), LIMIT_MS);
	const [code] = await once(child, 'exit');
	clearTimeout(limit);
	endAll(child);
	return code === 0;
}

/** Without its guard a loop may have no end: the process that holds it would outlive the one that began it. */
function endAll({ pid }: ChildProcess): void {
	try {
		if (pid) process.kill(-pid, 'SIGKILL');
	} catch {
		// All of them have ended.
	}
}

function commandFor(file: string): string[] {
	if (file.startsWith('widget/')) return ['npx', 'wtr', '--config', BROWSER, '--files', file];
	const hook = ['--import', HOOK];
	return [process.execPath, '--conditions=deskbell-src', ...hook, '--test', '--test-timeout=60000', file];
}

/** By kind, as docs/mutations.md has it. */
function summary(all: readonly Tried[]): string {
	const kinds = Map.groupBy(all, ({ guard }) => guard.name.slice(0, guard.name.indexOf(':')));
	const lines = [...kinds].map(([kind, own]) => {
		const named = (which: (one: Tried) => boolean) => own.filter(which).map(({ guard }) => guard.name);
		const survived = named(({ killer, broken }) => !killer && !broken);
		return `| ${kind} | ${own.length} | ${named(({ killer }) => killer !== null).length} | ${survived.join('; ')} |`;
	});
	return ['| guards | run | missed by a test | survived |', '|---|---|---|---|', ...lines].join('\n');
}
