// What counts to a part of the widget is read off the built files themselves.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { chunkNamed, importsOf, loadedWith, nameOf } from '../support/chunks.ts';
import { plantTree, type SourceTree } from '../support/source-tree.ts';

describe('chunks', () => {
	let tree: SourceTree;
	before(() => {
		tree = plantTree({
			'deskbell.js': '(()=>{import(base+"deskbell/element.js")})()',
			'deskbell/element.js':
				'import{a}from"./lit-AAAAAAAA.js";export{b}from"./words-b_B-BBBB.js";import("./chat-CCCCCCCC.js")',
			'deskbell/lit-AAAAAAAA.js': 'export const a=1',
			'deskbell/words-b_B-BBBB.js': 'import"./lit-AAAAAAAA.js";export const b="import(\\"./not-me.js\\")"',
			'deskbell/chat-CCCCCCCC.js': 'import"./element.js";import"./lit-AAAAAAAA.js"',
		});
	});
	after(() => tree.remove());

	test('a name is found without its hash', () => {
		assert.equal(chunkNamed(tree.root, 'chat'), 'deskbell/chat-CCCCCCCC.js');
		assert.equal(chunkNamed(tree.root, 'element'), 'deskbell/element.js');
		assert.equal(nameOf('deskbell/new-case-b_B-BBBB.js'), 'new-case');
	});

	test('a name that is not there, or twice, is an error', () => {
		assert.throws(() => chunkNamed(tree.root, 'gone'), /0 built files are named gone/);
	});

	test('imports count, lazy ones and strings do not', () => {
		const loaded = ['deskbell/element.js', 'deskbell/lit-AAAAAAAA.js', 'deskbell/words-b_B-BBBB.js'];
		assert.deepEqual(loadedWith(tree.root, ['deskbell/element.js']), loaded);
	});

	test('imports in a circle end', () => {
		assert.equal(loadedWith(tree.root, ['deskbell/chat-CCCCCCCC.js']).length, 4);
	});

	test('lazy imports with a name are known, those that are computed are not', () => {
		assert.deepEqual(importsOf(tree.root, 'deskbell/element.js').lazy, ['deskbell/chat-CCCCCCCC.js']);
		assert.deepEqual(importsOf(tree.root, 'deskbell.js').lazy, []);
	});
});
