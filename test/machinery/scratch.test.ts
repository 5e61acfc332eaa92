// What a run throws away lies in memory where there is room and a program may run, else where it always lies.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { scratchFolder } from '../support/scratch.ts';
import { plantTree, type SourceTree } from '../support/source-tree.ts';

const PLENTY = 2 ** 40;
const trees: SourceTree[] = [];

afterEach(() => {
	for (const tree of trees.splice(0)) tree.remove();
});

function home(): string {
	const tree = plantTree({});
	trees.push(tree);
	return tree.root;
}

describe('the folder for what is thrown away', () => {
	test('little memory, little room, or no such place: the usual one', () => {
		assert.equal(scratchFolder(home(), 2 ** 30), tmpdir());
		assert.equal(scratchFolder(home(), PLENTY, Number.POSITIVE_INFINITY), tmpdir());
		assert.equal(scratchFolder('/nowhere/at/all', PLENTY), tmpdir());
	});

	test('one that is gone with the process', () => {
		const place = home();
		const source = new URL('../support/scratch.ts', import.meta.url).href;
		const script = `
			import { existsSync } from 'node:fs';
			import { scratchFolder } from ${JSON.stringify(source)};
			const folder = scratchFolder(${JSON.stringify(place)}, ${PLENTY}, 0);
			console.log(existsSync(folder) ? folder : '');`;
		const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
		const folder = stdout.trim();
		assert.equal(dirname(folder), place);
		assert.equal(existsSync(folder), false);
	});
});
