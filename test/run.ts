// `npm test`: every check of the repository in order, each with its time, and one honest count as the last line.

import { availableParallelism } from 'node:os';
import { groupsOf, runGroup, type Teller } from './support/beside.ts';
import { provide } from './support/needs.ts';
import { findChromium } from './support/programs.ts';
import { scratchFolder } from './support/scratch.ts';
import { killRunning, type StageResult } from './support/stage-run.ts';
import { type Stage, stages } from './support/stages.ts';

/** More at once would get in each other's way on any machine: most stages take as many processors as there are. */
const AT_ONCE = Math.min(2, availableParallelism());

const results = new Map<Stage, StageResult>();

const teller: Teller = {
	begins: (stage) => console.log(`\n── ${stage.name}: ${stage.title}`),
	says: (text) => process.stdout.write(text),
	ended(stage, result) {
		results.set(stage, result);
		for (const remark of result.remarks) console.log(`   ${remark}`);
		console.log(`── ${summary(stage, result)}`);
	},
};

const chosen = choose(process.argv.slice(2));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.on(signal, () => {
		killRunning();
		close(1);
	});
}
if (!chosen || !(await provide(chosen.flatMap((stage) => stage.needs ?? [])))) close(1);
else {
	const chromium = findChromium();
	if (chromium) process.env.CHROMIUM_PATH = chromium;
	process.env.TMPDIR = scratchFolder();
	for (const group of groupsOf(chosen)) await runGroup(group, AT_ONCE, teller);
	close(0);
}

/** The stages named, all where none is; null, with the names said, where a name is unknown. */
function choose(names: readonly string[]): readonly Stage[] | null {
	const known = stages.map((stage) => stage.name);
	const unknown = names.filter((name) => !known.includes(name));
	if (unknown.length === 0) return names.length === 0 ? stages : stages.filter((stage) => names.includes(stage.name));
	console.log(`There is no stage ${unknown.join(', ')}. The stages are: ${known.join(' ')}`);
	return null;
}

function summary({ name }: Stage, { passed, failed, seconds }: StageResult): string {
	const mark = failed === 0 ? 'ok  ' : 'FAIL';
	const numbers = `${String(passed).padStart(5)} passed ${String(failed).padStart(4)} failed`;
	return `${mark} ${name.padEnd(13)}${numbers} ${seconds.toFixed(1).padStart(7)} s`;
}

/** Ends the process; `further` failures are those that belong to no stage. */
function close(further: number): never {
	console.log('');
	for (const [stage, result] of results) {
		console.log(summary(stage, result));
		// The end of a long output is what a reader of a CI record sees.
		for (const remark of result.remarks) console.log(`     ${remark}`);
	}
	const all = [...results.values()];
	const failed = all.reduce((sum, result) => sum + result.failed, further);
	console.log(`\n${all.reduce((sum, result) => sum + result.passed, 0)} passed, ${failed} failed`);
	process.exit(failed === 0 ? 0 : 1);
}
