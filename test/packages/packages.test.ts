// What npm would publish: packed as npm packs it, then judged by publint and are-the-types-wrong, and imported.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ROOT } from '../support/source-files.ts';

/** Each with the entries that no module imports: a classic script has no types. */
const PUBLISHED: Record<string, string[]> = { 'server-kit': [], widget: ['./deskbell.js'] };

function run(program: string, args: string[], cwd = ROOT): string {
	const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
	assert.equal(status, 0, error?.message ?? `${program} ${args.join(' ')}\n${stdout}\n${stderr}`);
	return stdout;
}

const tool = (name: string) => resolve(ROOT, 'node_modules/.bin', name);

for (const [workspace, scripts] of Object.entries(PUBLISHED)) {
	describe(`${workspace} as packed`, () => {
		let folder: string;
		let tarball: string;

		before(() => {
			folder = mkdtempSync(join(tmpdir(), 'deskbell-packed-'));
			// The build stage has built already; packing must not change what was tested.
			run('npm', ['pack', '--silent', '--ignore-scripts', '-w', workspace, '--pack-destination', folder]);
			tarball = join(folder, readdirSync(folder)[0] as string);
			mkdirSync(join(folder, 'unpacked'));
			run('tar', ['-xzf', tarball, '-C', join(folder, 'unpacked'), '--strip-components=1']);
		});

		after(() => rmSync(folder, { recursive: true, force: true }));

		test('publint finds nothing', () => {
			run(tool('publint'), ['run', tarball, '--strict']);
		});

		test('its types resolve for ES modules', () => {
			const except = scripts.length > 0 ? ['--exclude-entrypoints', ...scripts] : [];
			run(tool('attw'), [tarball, '--profile', 'esm-only', '--no-definitely-typed', '--no-emoji', ...except]);
		});

		test('it holds what was built, its licence and no tests', () => {
			const files = readdirSync(join(folder, 'unpacked'), { recursive: true }).map(String);
			assert.ok(files.includes('dist'), 'nothing is built in it');
			assert.ok(files.includes('LICENSE'), 'no licence');
			assert.ok(files.includes('README.md'), 'no README');
			const strays = files.filter((file) => /\.test\.|(^|\/)(test|node_modules|data)(\/|$)|\.sqlite|\.env/.test(file));
			assert.deepEqual(strays, []);
		});

		test('everything its exports name is in it', () => {
			const unpacked = join(folder, 'unpacked');
			const { exports } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
			const named = targetsOf(exports);
			assert.ok(named.length > 0, 'no exports');
			assert.deepEqual(
				named.filter((target) => globSync(target, { cwd: unpacked }).length === 0),
				[],
			);
		});
	});
}

/** The files that an `exports` field leads to, without the condition that only this repository sets. */
function targetsOf(exports: unknown): string[] {
	if (typeof exports === 'string') return [exports];
	if (typeof exports !== 'object' || exports === null) return [];
	return Object.entries(exports).flatMap(([key, value]) => (key === 'deskbell-src' ? [] : targetsOf(value)));
}
