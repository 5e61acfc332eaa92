// What is remembered is the same as what is made, and never more than so many.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memo } from '../../src/core/memo.ts';

function counted(bounds: { most: number; longest: number }) {
	const made: string[] = [];
	const of = memo((key: string) => {
		made.push(key);
		return key.toUpperCase();
	}, bounds);
	return { made, of };
}

test('the same key is made once', () => {
	const { made, of } = counted({ most: 3, longest: 5 });
	assert.deepEqual(['a', 'b', 'a', 'b'].map(of), ['A', 'B', 'A', 'B']);
	assert.deepEqual(made, ['a', 'b']);
});

test('one more than may be kept begins again', () => {
	const { made, of } = counted({ most: 2, longest: 5 });
	for (const key of ['a', 'b', 'c', 'c', 'a']) of(key);
	assert.deepEqual(made, ['a', 'b', 'c', 'a']);
});

test('what is made of a long key is not kept', () => {
	const { made, of } = counted({ most: 2, longest: 5 });
	assert.deepEqual(['longer', 'longer', 'short', 'short'].map(of), ['LONGER', 'LONGER', 'SHORT', 'SHORT']);
	assert.deepEqual(made, ['longer', 'longer', 'short']);
});
