// The count is honest: crashes, hangs, skips, empty files and stages without files are failures.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, matchesGlob, resolve } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { groupsOf, runGroup } from '../support/beside.ts';
import type { Outcome } from '../support/outcomes.ts';
import { ROOT } from '../support/source-files.ts';
import { type Files, plantTree, type SourceTree } from '../support/source-tree.ts';
import { count, runStage } from '../support/stage-run.ts';
import type { Command, Stage } from '../support/stages.ts';
import { stages } from '../support/stages.ts';

const trees: SourceTree[] = [];

afterEach(() => {
	for (const tree of trees.splice(0)) tree.remove();
});

function plant(files: Files): string {
	const tree = plantTree(files);
	trees.push(tree);
	return tree.root;
}

async function countsOf(stage: Stage) {
	const { passed, failed, remarks } = await runStage(stage, () => {});
	return { passed, failed, remarks: remarks.join('; ') };
}

function nodeStage(files: Files, limitSeconds = 30): Stage {
	const root = plant(files);
	return { kind: 'node', name: 'planted', title: 'planted', files: [join(root, '**/*.test.mjs')], limitSeconds };
}

function toolStage(limitSeconds: number, ...commands: Command[]): Stage {
	return { kind: 'tool', name: 'planted', title: 'planted', commands, limitSeconds };
}

const IMPORT = "import { test } from 'node:test';\n";

describe('stages of tests', () => {
	test('tests are counted, suites are not, nested tests are', async () => {
		const stage = nodeStage({
			'a.test.mjs': `${IMPORT}import { describe } from 'node:test';
				describe('suite', () => { test('one', () => {}); test('two', () => { throw new Error('no') }); });
				test('three', async (t) => { await t.test('four', () => {}); });`,
		});
		const { passed, failed } = await countsOf(stage);
		assert.deepEqual({ passed, failed }, { passed: 3, failed: 1 });
	});

	test('a test that fails is told with its place and the beginning of its error', async () => {
		const stage = nodeStage({
			'a.test.mjs': `${IMPORT}import { equal } from 'node:assert/strict';
				test('two', () => equal(1, 2, 'one is not two\\nand more'));
				test('late', { timeout: 20 }, () => new Promise((later) => setTimeout(later, 500)));`,
		});
		const { remarks } = await countsOf(stage);
		assert.match(remarks, /failed: two; {3}in \S*a\.test\.mjs:3; {5}one is not two; {5}and more/);
		assert.match(remarks, /failed: late; {3}in \S*a\.test\.mjs:4; {5}test timed out after 20ms/);
	});

	test('an error that was caused by another is told with it', async () => {
		const stage = nodeStage({
			'a.test.mjs': `${IMPORT}test('one', () => {
				throw new Error('the scene', { cause: new Error('the page', { cause: 'closed' }) });
			});`,
		});
		const { remarks } = await countsOf(stage);
		assert.match(remarks, /the scene; .*the page; .*closed/);
	});

	test('what fails beside the tests of a suite is a failure of its own', async () => {
		const stage = nodeStage({
			'a.test.mjs': `${IMPORT}import { after, describe } from 'node:test';
				describe('suite', () => { after(() => { throw new Error('not tidied') }); test('one', () => {}); });`,
		});
		const { passed, failed, remarks } = await countsOf(stage);
		assert.deepEqual({ passed, failed }, { passed: 1, failed: 1 });
		assert.match(remarks, /failed: suite; .*not tidied/);
	});

	test('a file that crashes counts as one failure', async () => {
		const stage = nodeStage({
			'a.test.mjs': `${IMPORT}test('one', () => {});`,
			'b.test.mjs': "throw new Error('no such thing');",
		});
		const { passed, failed, remarks } = await countsOf(stage);
		assert.deepEqual({ passed, failed }, { passed: 1, failed: 1 });
		assert.match(remarks, /failed: \S*b\.test\.mjs; .*no such thing/);
	});

	test('a skipped test counts as failed', async () => {
		const stage = nodeStage({ 'a.test.mjs': `${IMPORT}test('one', () => {}); test.skip('two'); test.todo('three');` });
		const { passed, failed, remarks } = await countsOf(stage);
		assert.deepEqual({ passed, failed }, { passed: 1, failed: 2 });
		assert.match(remarks, /2 skipped/);
	});

	test('a file without a test counts as failed', async () => {
		const { passed, failed, remarks } = await countsOf(nodeStage({ 'a.test.mjs': 'export const nothing = 1;' }));
		assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 });
		assert.match(remarks, /without a test/);
	});

	test('a stage without files has failed', async () => {
		const { passed, failed, remarks } = await countsOf(nodeStage({ 'readme.md': 'nothing' }));
		assert.deepEqual({ passed, failed }, { passed: 0, failed: 1 });
		assert.match(remarks, /no test files/);
	});

	test('a stage that hangs is ended with all it started, and what passed before is counted', async () => {
		const root = plant({
			'a.test.mjs': `${IMPORT}import { spawn } from 'node:child_process';
				test('one', () => {});
				test('two', async () => {
					spawn(process.execPath, [new URL('beat.mjs', import.meta.url).pathname], { stdio: 'ignore' });
					await new Promise((resolve) => setTimeout(resolve, 60_000));
				});`,
			'beat.mjs': `import { appendFileSync } from 'node:fs';
				setInterval(() => appendFileSync(new URL('beats', import.meta.url), '.'), 20);`,
		});
		const files = [join(root, '*.test.mjs')];
		const { passed, failed, remarks } = await countsOf({ ...nodeStage({}), files, limitSeconds: 15 } as Stage);
		assert.equal(passed, 1);
		assert.ok(failed >= 1);
		assert.match(remarks, /ended after 15 s/);
		const beats = () => readFileSync(join(root, 'beats')).length;
		const before = beats();
		await wait(200);
		assert.equal(beats(), before, 'a process is left behind');
	});
});

describe('stages of tools', () => {
	test('a tool counts as one test', async () => {
		const stage = toolStage(10, ['node', '-e', '0'], ['node', '-e', '0']);
		assert.deepEqual(await countsOf(stage), { passed: 1, failed: 0, remarks: '' });
	});

	test('the first command that fails ends the stage', async () => {
		const root = plant({});
		const never = `require('node:fs').writeFileSync(${JSON.stringify(join(root, 'ran'))}, '')`;
		const stage = toolStage(10, ['node', '-e', 'process.exit(3)'], ['node', '-e', never]);
		assert.deepEqual(await countsOf(stage), { passed: 0, failed: 1, remarks: 'node found faults' });
		assert.equal(existsSync(join(root, 'ran')), false);
	});

	test('the last lines of a tool that found faults are told', async () => {
		const lines = "for (let line = 1; line <= 30; line += 1) console.log('fault ' + line); process.exit(1)";
		const { remarks } = await countsOf(toolStage(10, ['node', '-e', lines]));
		assert.match(remarks, /^node found faults; {3}fault 19; .*; {3}fault 30$/);
	});

	test('what a process that was left behind holds open keeps no stage waiting', async () => {
		const leave = `require('node:child_process').spawn('sleep', ['60'], { detached: true, stdio: 'inherit' }).unref()`;
		assert.equal((await countsOf(toolStage(30, ['node', '-e', leave]))).failed, 0);
	});

	test('a program that is not there has failed', async () => {
		const { failed, remarks } = await countsOf(toolStage(10, ['no-such-program']));
		assert.equal(failed, 1);
		assert.match(remarks, /ENOENT/);
	});

	test('a tool that hangs is ended', async () => {
		const { failed, remarks } = await countsOf(toolStage(1, ['sleep', '60']));
		assert.deepEqual({ failed, remarks }, { failed: 1, remarks: 'ended after 1 s' });
	});
});

describe('counting', () => {
	const outcome = (result: Outcome['result']): Outcome => ({ result, name: 'a', place: 'a.test.ts:1', why: ['no'] });
	const pass = outcome('pass');

	test('a runner that fails without a failed test is a failure', () => {
		const counted = count([pass, pass], { succeeded: false, remark: null });
		assert.deepEqual({ passed: counted.passed, failed: counted.failed }, { passed: 2, failed: 1 });
	});

	test('a runner that succeeds without a test is a failure', () => {
		assert.equal(count([], { succeeded: true, remark: null }).failed, 1);
	});

	test('a failed test explains why the runner failed', () => {
		assert.equal(count([pass, outcome('fail')], { succeeded: false, remark: null }).failed, 1);
	});
});

describe('stages beside one another', () => {
	const stage = (name: string, beside?: 'source', ...commands: Command[]): Stage => {
		return { ...toolStage(30, ...commands), name, ...(beside ? { beside } : {}) };
	};

	test('are neighbours of one kind', () => {
		const [a, b, c, d, e] = [stage('a', 'source'), stage('b', 'source'), stage('c'), stage('d'), stage('e', 'source')];
		assert.deepEqual(groupsOf([a, b, c, d, e]), [[a, b], [c], [d], [e]]);
	});

	test('run at once, and are told one after the other', async () => {
		const folder = JSON.stringify(plant({}));
		// Each waits for the other to have begun: one after the other, neither would end.
		const meet = (mine: string, other: string) =>
			`const { existsSync, writeFileSync } = require('node:fs');
			const at = (name) => ${folder} + '/' + name;
			console.log('${mine} begins');
			writeFileSync(at('${mine}'), '');
			setInterval(() => existsSync(at('${other}')) && (console.log('${mine} ends'), process.exit(0)), 20);`;
		const told: string[] = [];
		await runGroup(
			[
				stage('a', 'source', ['node', '-e', meet('a', 'b')]),
				stage('b', 'source', ['node', '-e', meet('b', 'a')]),
				stage('c', 'source', ['node', '-e', 'process.exit(1)']),
			],
			2,
			{
				begins: ({ name }) => told.push(`-- ${name}`),
				says: (text) => told.push(...Buffer.from(text).toString().trim().split('\n')),
				ended: ({ name }, { failed }) => told.push(`-- ${name}: ${failed} failed`),
			},
		);
		assert.deepEqual(told, [
			...['-- a', 'a begins', 'a ends', '-- a: 0 failed'],
			...['-- b', 'b begins', 'b ends', '-- b: 0 failed'],
			...['-- c', '-- c: 1 failed'],
		]);
	});
});

describe('npm test', () => {
	const run = (...args: string[]) => {
		const program = resolve(import.meta.dirname, '../run.ts');
		const { status, stdout } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
		return { status, lastLine: stdout.trimEnd().split('\n').at(-1), stdout };
	};

	test('an unknown stage fails, with the stages named and the last line in its form', () => {
		const { status, lastLine, stdout } = run('no-such-stage');
		assert.equal(status, 1);
		assert.equal(lastLine, '0 passed, 1 failed');
		for (const { name } of stages) assert.ok(stdout.includes(name), name);
	});

	test('a stage named alone runs alone and ends with the count', () => {
		const { status, lastLine, stdout } = run('walls');
		assert.match(lastLine ?? '', /^[01] passed, [01] failed$/);
		assert.equal(status, lastLine === '1 passed, 0 failed' ? 0 : 1);
		assert.doesNotMatch(stdout, /── unit/);
	});

	test('every test file of the repository belongs to exactly one stage', () => {
		const files = globSync('{test,server-kit,widget,demo}/**/*.test.*', { cwd: ROOT });
		const ours = files.filter((file) => !file.includes('node_modules'));
		const patterns = stages.flatMap((stage) => (stage.kind === 'tool' ? [] : stage.files));
		const astray = ours.filter((file) => patterns.filter((pattern) => matchesGlob(file, pattern)).length !== 1);
		assert.deepEqual(astray, []);
	});

	test('no two stages bear the same name', () => {
		assert.equal(new Set(stages.map(({ name }) => name)).size, stages.length);
	});
});
