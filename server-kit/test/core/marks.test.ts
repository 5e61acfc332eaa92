// F-28: marks piled on a letter cost what they are, not their number squared; what people write keeps all of its marks.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writtenWords } from '../../src/answer/knowledge/terms.ts';
import { fold } from '../../src/core/classifier/readings.ts';
import { fewMarks } from '../../src/core/marks.ts';
import { assertLinear } from '../growth.ts';

const PILE = '\u0323\u0301\u0327';
const piled = (length: number) => `? e${PILE.repeat(length / PILE.length)} x`;

test('a pile of marks is folded for the classifier in linear time', () => {
	assertLinear((length) => void fold(piled(length)), 12_000);
});

test('a pile of marks is read for the search in linear time', () => {
	assertLinear((length) => void writtenWords(piled(length)), 12_000);
});

test('thirty marks on a letter stay, and every script with fewer', () => {
	for (const text of ['Größe', 'ế', 'שָׁלוֹם', 'ที่นี่', 'हिन्दी', `e${'\u0301'.repeat(30)}`])
		for (const form of ['NFC', 'NFD']) assert.equal(fewMarks(text.normalize(form)), text.normalize(form));
	assert.equal(
		fewMarks(`e${'\u0301'.repeat(31)} a${PILE.repeat(100)}b`),
		`e${'\u0301'.repeat(30)} a${PILE.repeat(10)}b`,
	);
});
