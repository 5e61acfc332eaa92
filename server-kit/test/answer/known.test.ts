// Personal data: the reader's own and what was handed out stays, other people's goes; what only looks like it stays.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DETECTOR_NAMES } from '../../src/answer/filter/policy.ts';
import { everyCut } from '../cuts.ts';
import { filtered, filterWith } from './filtering.ts';
import { SAMPLES } from './samples.ts';

const OWN = [
	'ada@example.com',
	'Call me on 0171/1234567 or (555) 234-5678.',
	'My card is 4111 1111 1111 1111, my account DE89 3704 0044 0532 0130 00, my number 078-05-1120.',
];

describe('what the reader wrote or may read', () => {
	const table: [text: string, shown: string][] = [
		['Mail ada@example.com or ADA@Example.com.', 'Mail ada@example.com or ADA@Example.com.'],
		['Mail bo@example.com.', 'Mail [redacted].'],
		['We call +49 171 1234567 or 0171 123 45 67.', 'We call +49 171 1234567 or 0171 123 45 67.'],
		['We call +49 171 1234568.', 'We call [redacted].'],
		['We call 555.234.5678 back', 'We call 555.234.5678 back'],
		['Card 4111-1111-1111-1111 it is', 'Card 4111-1111-1111-1111 it is'],
		['Card 5500 0000 0000 0004 it is', 'Card [redacted] it is'],
		['Account DE89370400440532013000.', 'Account DE89370400440532013000.'],
		['Account GB29NWBK60161331926819.', 'Account [redacted].'],
		['Number 078-05-1120.', 'Number 078-05-1120.'],
	];
	for (const [text, shown] of table)
		test(JSON.stringify(text), () => {
			assert.equal(filtered([text], { readable: OWN }), shown);
			assert.equal(filtered(everyCut(text), { readable: OWN }), shown);
		});

	test('what a tool found later counts from then on', () => {
		const filter = filterWith();
		assert.equal(filter.push('Mail desk@example.com. '), 'Mail [redacted]. ');
		filter.handOut([{ text: 'Write to desk@example.com', url: null }]);
		assert.equal(filter.push('Mail desk@example.com. '), 'Mail desk@example.com. ');
	});
});

describe('what only looks like it', () => {
	for (const text of [
		'On 01.02.2024 10:30, 2024-05-12 or 12/05/24, from 9 to 17.',
		'Order 4711-0815, invoice 2024-000123, ticket TKT-2026-0042, item 1234567890.',
		'Version 10.15.7, port 8080, 50 MB, 1 299 000 users, 3.14159265358979.',
		'https://help.example.com/articles/360012345678 and /t/4111111111111111',
		'4111 1111 1111 1112 has a wrong check digit, DE89 3704 0044 0532 0130 01 too.',
		'id 550e8400-e29b-41d4-a716-446655440000, sha 9f86d081884c7d659a2feaa0c55ad015',
		'password: must have 8 characters, token: <your-token>, api_key=YOUR_API_KEY',
		'postgres://user:{PASSWORD}@db.example.com/desk, mongodb://localhost:27017/desk, http://help.example.com:8080/',
		'The password is case-sensitive. Your token is valid for 30 days. The secret is patience.',
		'sk-short, AKIA, glpat-abc is too short, eyJ alone, hf_abc, SG.x.y, key-value',
		'five by 12 34 56, AB 12 is a seat, IT 99 too',
	])
		test(JSON.stringify(text.slice(0, 60)), () => {
			assert.equal(filtered([text]), text);
			assert.equal(filtered(everyCut(text)), text);
		});
});

test('bare digits are a telephone number only where the words before say so', () => {
	assert.equal(filtered(['Please call us at 5552345678 today']), 'Please call us at [redacted] today');
	assert.equal(
		filtered(['The order has number 5552345678901234567890.']),
		'The order has number 5552345678901234567890.',
	);
});

test('every detector that can be set has a sample', () => {
	const sampled = new Set(SAMPLES.map(({ detector }) => detector));
	const others = ['foreign-link', 'prompt-echo', 'prompt-canary'];
	assert.deepEqual(
		DETECTOR_NAMES.filter((name) => !sampled.has(name) && !others.includes(name)),
		[],
	);
});

test('every sample is found by the detector that it is a sample of', () => {
	for (const { detector, prefix, body } of SAMPLES) {
		const only = Object.fromEntries(DETECTOR_NAMES.map((name) => [name, name === detector ? 'mask' : 'off'] as const));
		assert.ok(filtered([`it is ${prefix}${body} `], { actions: only }).includes('[redacted]'), detector);
	}
});
