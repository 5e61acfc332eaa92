// `npm run faults`: every experiment in its long form, then a table of what came of it. A word chooses the files that
// have it in their name; `-- --write` renews the page, or the rows of what was tried.

import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { run } from 'node:test';
import { spec, type TestEvent } from 'node:test/reporters';
import { provide } from '../support/needs.ts';
import { renewRows, results, table, writePage } from './page.ts';
import { type Outcome, outcomeOf } from './rig/outcomes.ts';

const LIMIT_MS = 20 * 60_000;

async function tried(chosen: readonly string[]): Promise<Outcome[]> {
	const all = globSync('*.test.ts', { cwd: import.meta.dirname }).sort();
	const files = all.filter((name) => chosen.length === 0 || chosen.some((part) => name.includes(part)));
	// One file after the other: the figures of one would be those of its neighbour.
	const events = run({
		files: files.map((name) => resolve(import.meta.dirname, name)),
		concurrency: 1,
		timeout: LIMIT_MS,
	});
	events.compose(new spec()).pipe(process.stdout);
	const outcomes: Outcome[] = [];
	for await (const event of events as AsyncIterable<TestEvent>) {
		const outcome = outcomeOf(event);
		if (outcome) outcomes.push(outcome);
	}
	return outcomes;
}

process.env.DESKBELL_FAULTS = 'long';
const given = process.argv.slice(2);
const chosen = given.filter((name) => !name.startsWith('--'));
if (!(await provide(['mariadb', 'postgres', 'redis']))) process.exit(1);
const outcomes = await tried(chosen);
console.log(`\n${availableParallelism()} processor cores, Node ${process.versions.node}\n`);
const rows = results(outcomes);
console.log(table(rows));
if (given.includes('--write')) (chosen.length === 0 ? writePage : renewRows)(rows);
const tests = outcomes.filter((outcome) => 'passed' in outcome);
const failed = tests.filter(({ passed }) => !passed).length;
console.log(`\n${tests.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 && tests.length > 0 ? 0 : 1);
