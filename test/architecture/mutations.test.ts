// Every guard of the mutation check still stands in the source where the table says, and its tests are there.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { test } from 'node:test';
import { GUARDS } from '../mutations/guards.ts';
import { guardNamed, without } from '../mutations/without.ts';
import { ROOT } from '../support/source-files.ts';

const read = (file: string) => readFileSync(resolve(ROOT, file), 'utf8');

for (const guard of GUARDS)
	test(guard.name, () => {
		for (const [file, text] of without(guard, read))
			assert.notEqual(text, read(file), 'switching it off changes nothing');
		assert.ok(guard.tests.length > 0);
		assert.deepEqual(
			guard.tests.filter((path) => !existsSync(resolve(ROOT, path))),
			[],
		);
	});

test('no two guards bear one name', () => {
	assert.equal(new Set(GUARDS.map(({ name }) => name)).size, GUARDS.length);
});

test('words that stand nowhere are a fault', () => {
	const [first] = GUARDS;
	assert.ok(first);
	assert.throws(() => without(first, () => ''), /nowhere/);
	assert.throws(() => guardNamed('nobody'), /no guard/);
});
