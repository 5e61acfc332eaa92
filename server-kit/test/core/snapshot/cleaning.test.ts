// What a snapshot is cleaned of, step by step and in that order: each step has something that no other one finds.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { redactorFor } from '../../../src/answer/filter/index.ts';
import { buildSnapshot, LEAST_BYTES } from '../../../src/core/snapshot/build.ts';
import { createCleaner } from '../../../src/core/snapshot/cleaning.ts';
import type { SourceAnswer } from '../../../src/core/snapshot/host-data.ts';

const SETTINGS = { trustedHosts: [], nationalIds: [], banned: [], actions: {} };
const cleaner = () => createCleaner(redactorFor([], SETTINGS));
const cleaned = (value: unknown) => JSON.stringify(cleaner().free(value));

const KEY = 'sk_live_51HabcdefghijklmnopqrstuvwxyzABCD';

test('a secret that is split by characters which nobody sees is found', () => {
	for (const split of ['\u200b', '\u2060', '\u{e0041}', '\u00ad']) {
		const text = cleaner().text(`the key is ${KEY.slice(0, 14)}${split}${KEY.slice(14)} so far`);
		assert.equal(text, 'the key is [redacted] so far');
	}
});

test('a secret that only its name gives away is found', () => {
	for (const name of ['password', 'api_key', 'client-secret']) {
		const known = cleaned({ [name]: 'q7Rz81kLmWx42' });
		assert.ok(!known.includes('q7Rz'), known);
	}
	assert.equal(cleaned({ colour: 'q7Rz81kLmWx42' }), '{"colour":"q7Rz81kLmWx42"}');
});

test('a secret that begins before the place where the text is cut goes whole', () => {
	for (let before = 360; before < 400; before += 4) {
		const text = cleaner().text(`${'words '.repeat(80).slice(0, before - 1)} ${KEY} and so on`);
		assert.ok(!text.includes(KEY.slice(0, 10)), text);
	}
});

test('addresses of the inner network go, with a scheme and without', () => {
	for (const inner of ['10.1.2.3:8080', '192.168.7.1', 'db.internal:5432', 'billing.svc', 'http://localhost:9200/x'])
		assert.equal(cleaner().text(`refused by ${inner} at last`), 'refused by [internal address removed] at last');
	const outer = 'see https://help.example.com/a and version 10.1 of help.example.com';
	assert.equal(cleaner().text(outer), outer);
});

test('the number of a card is one also where it is no text', () => {
	const known = cleaned({ paid_with: 4_111_111_111_111_111, size: 123_456_789_012 });
	assert.ok(!known.includes('411111'), known);
	assert.ok(known.includes('123456789012'), known);
});

test('what is nested deeper than anybody reads is left out, however deep it goes', () => {
	const nested = (depth: number): unknown => (depth === 0 ? 'the bottom' : { deeper: nested(depth - 1) });
	assert.ok(cleaned(nested(4)).includes('the bottom'));
	assert.ok(!cleaned(nested(6)).includes('the bottom'));
	assert.ok(!cleaned(nested(3_000)).includes('the bottom'));
});

test('a state that does not fit even without its metadata is left out whole, and its source says so', () => {
	const caller = { tenantId: 'acme', userId: 'ana', kind: 'customer' as const, roles: [] };
	const silent: SourceAnswer = { ok: true, data: {}, ms: 1 };
	const entities = Array.from({ length: 100 }, (_, at) => ({
		type: 'file',
		id: `file_${at}`,
		description: 'words '.repeat(20),
		metadata: { at },
	}));
	const userState: SourceAnswer = { ok: true, data: { userId: 'ana', tenantId: 'acme', entities }, ms: 1 };
	const answers = { userState, userHistory: silent, userLogs: silent, businessRules: silent };
	const redactor = redactorFor([], SETTINGS);
	const { content, sources } = buildSnapshot(caller, answers, { redactor, maxBytes: LEAST_BYTES });
	assert.deepEqual([content.productState, sources.userState.error], [null, 'too_large']);
	assert.ok(Buffer.byteLength(JSON.stringify(content)) <= LEAST_BYTES);
});
