// The npm entries of the widget where there is no DOM: they may be imported, and do nothing.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { ROOT } from '../support/source-files.ts';

/** In a process of its own: what it prints, and that it comes to its end by itself. */
function run(code: string): string {
	const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', code], {
		cwd: ROOT,
		encoding: 'utf8',
		timeout: 60_000,
	});
	assert.equal(status, 0, stderr);
	return stdout + stderr;
}

const names = `const before = Object.getOwnPropertyNames(globalThis);
const news = () => Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name));`;

describe('on a server', () => {
	test('@deskbell/widget/element is the class, and defines nothing', () => {
		const said = run(`import { DeskBell } from '@deskbell/widget/element';
			console.log(typeof DeskBell, globalThis.customElements?.get('desk-bell') ?? 'not defined');`);
		assert.equal(said, 'function not defined\n');
	});

	test('@deskbell/widget throws nothing, also when a second copy comes', () => {
		const said = run(`const one = await import('@deskbell/widget');
			const two = await import(new URL('?second', import.meta.resolve('@deskbell/widget')));
			console.log(typeof one.DeskBell, typeof two.DeskBell, typeof document);`);
		assert.equal(said, 'function function undefined\n');
	});

	test('neither makes a document or a window', () => {
		const said = run(`${names} await import('@deskbell/widget'); console.log(news().join(' '));`);
		assert.doesNotMatch(said, /\b(document|window|navigator|location)\b/);
	});
});
