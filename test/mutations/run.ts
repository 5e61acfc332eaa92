// `npm run mutations -- [part of a name]`: switches each guard off in turn and runs the tests that should notice. A guard
// that nobody misses survives, and the run fails. Minutes, so not part of `npm test`.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { GUARDS, type Guard } from './guards.ts';

const HOOK = resolve(import.meta.dirname, 'switch-off.ts');
const BROWSER = 'test/mutations/browser.config.mjs';
const LIMIT_MS = 180_000;

const [part = ''] = process.argv.slice(2);
const chosen = GUARDS.filter(({ name }) => name.includes(part));
const survivors: string[] = [];
for (const guard of chosen) {
	const killer = await killerOf(guard);
	if (!killer) survivors.push(guard.name);
	console.log(`| ${guard.name} | ${killer ?? 'SURVIVED'} |`);
}
console.log(`\n${chosen.length - survivors.length} of ${chosen.length} guards are missed when they are gone`);
if (survivors.length > 0) process.exitCode = 1;

/** The first file of tests that fails without the guard. */
async function killerOf({ name, tests }: Guard): Promise<string | null> {
	for (const file of tests) if (!(await passes(file, name))) return file;
	return null;
}

async function passes(file: string, guard: string): Promise<boolean> {
	const [program, ...args] = commandFor(file);
	const env = { ...process.env, DESKBELL_GUARD: guard };
	const child = spawn(program as string, args, { env, stdio: 'ignore', timeout: LIMIT_MS, killSignal: 'SIGKILL' });
	const [code] = await once(child, 'exit');
	return code === 0;
}

function commandFor(file: string): string[] {
	if (file.startsWith('widget/')) return ['npx', 'wtr', '--config', BROWSER, '--files', file];
	const hook = ['--import', HOOK];
	return [process.execPath, '--conditions=deskbell-src', ...hook, '--test', '--test-timeout=60000', file];
}
