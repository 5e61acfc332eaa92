// The output filter, S-55: however a text is cut the same comes out, nothing is taken back, and no head of a secret leaves.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { DetectorGroup } from '../../src/answer/filter/detectors.ts';
import { redact } from '../../src/answer/filter/index.ts';
import { anyCuts, cutAt, everyCut, textOf as textFrom } from '../cuts.ts';
import { assertLinear } from '../growth.ts';
import { EVERYTHING, HARMLESS } from './bits.ts';
import { filtered, filterWith } from './filtering.ts';
import { SAMPLES, type Sample, SECRET_SAMPLES, textOf } from './samples.ts';

const COUNTS = 6;
/** Looks at the beginning of a body only where it is telling: of six characters or more. */
const showsHead = (shown: string, { body }: Sample) => shown.includes(body.slice(0, COUNTS));

describe('S-55 every sample, every single cut', () => {
	for (const sample of SAMPLES)
		test(`${sample.detector}: ${JSON.stringify(textOf(sample).slice(0, 24))}`, () => {
			const text = `Use it: ${textOf(sample)}, please.`;
			const whole = filtered([text]);
			assert.ok(whole.includes('[redacted]'), whole);
			assert.ok(!showsHead(whole, sample), whole);
			assert.equal(filtered(everyCut(text)), whole);
			for (let cut = 0; cut <= text.length; cut += 1) {
				const filter = filterWith();
				const first = filter.push(text.slice(0, cut));
				assert.ok(whole.startsWith(first), `cut at ${cut}: ${first} would have to be taken back`);
				assert.ok(!showsHead(first, sample), `cut at ${cut}: ${first}`);
				assert.equal(first + filter.push(text.slice(cut)) + filter.end(), whole, `cut at ${cut}`);
			}
		});
});

describe('S-55 an answer that is cut off shows no head of a secret', () => {
	for (const sample of SAMPLES)
		test(`${sample.detector}: ${JSON.stringify(textOf(sample).slice(0, 24))}`, () => {
			const text = `Use it: ${textOf(sample)}`;
			for (let length = 0; length < text.length; length += 1) {
				const filter = filterWith();
				const shown = everyCut(text.slice(0, length)).map(filter.push).join('') + filter.end(true);
				assert.ok(!showsHead(shown, sample), `${length} characters: ${shown}`);
			}
		});

	test('of known providers, not even where the model says that this is the end', () => {
		// A word that begins with `pat` may be any.
		const telling = SECRET_SAMPLES.filter(({ prefix }) => /^\w[\w.$-]*[\w$.-]$/.test(prefix) && prefix !== 'pat');
		for (const sample of telling) {
			const text = `Use it: ${textOf(sample)}`;
			for (let length = text.length - sample.body.length + COUNTS; length < text.length; length += 1) {
				const shown = filtered([text.slice(0, length)]);
				assert.ok(!showsHead(shown, sample), `${sample.detector}: ${shown}`);
			}
		}
	});

	test('whole words stay', () => {
		const filter = filterWith();
		assert.equal(
			filter.push('Open the menu, then Settings, then bi') + filter.end(true),
			'Open the menu, then Settings, then bi',
		);
		assert.equal(filter.push('Open the set') + filter.end(), 'Open the set');
	});
});

describe('properties', () => {
	const pieces = textFrom(...EVERYTHING);
	const setup = {
		banned: [{ name: 'promises', phrases: ['we guarantee a refund', 'guarantee it'], action: 'mask' as const }],
		readable: ['ada@example.com', '0171/1234567'],
	};

	test('S-55 any cutting of a text gives the same output, and what has left is a prefix of it', () => {
		fc.assert(
			fc.property(pieces, anyCuts, (text, cuts) => {
				const whole = filtered([text], setup);
				const filter = filterWith(setup);
				let shown = '';
				for (const piece of cutAt(text, cuts)) {
					shown += filter.push(piece);
					assert.ok(whole.startsWith(shown), 'something would have to be taken back');
				}
				assert.equal(shown + filter.end(), whole);
			}),
			{ numRuns: 500 },
		);
	});

	test('S-55 what was filtered is not changed by filtering it again', () => {
		fc.assert(
			fc.property(
				fc.array(fc.constantFrom(...SAMPLES), { maxLength: 6 }),
				fc.constantFrom('\n', ' and ', ', '),
				(chosen, between) => {
					const once = filtered([chosen.map(textOf).join(between)]);
					assert.equal(filtered([once]), once);
				},
			),
			{ numRuns: 200 },
		);
	});

	test('text that no detector knows is not changed by one character', () => {
		const harmless = textFrom(...HARMLESS);
		fc.assert(
			fc.property(harmless, anyCuts, (text, cuts) => {
				assert.equal(filtered(cutAt(text, cuts)), text);
			}),
			{ numRuns: 400 },
		);
	});

	test('any text comes out the same however it is cut, within characters too', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 120 }), anyCuts, (text, cuts) => {
				assert.equal(filtered(cutAt(text, cuts)), filtered([text]));
			}),
			{ numRuns: 500 },
		);
	});
});

describe('what a hit does', () => {
	const [aws] = SAMPLES.filter(({ detector }) => detector === 'aws-access-key');
	const key = aws ? textOf(aws) : '';

	test('it is counted under the detector’s name, never with what was found', () => {
		const filter = filterWith();
		filter.push(`${key} and ${key} and someone@example.org `);
		assert.deepEqual(filter.hits(), [
			{ detector: 'aws-access-key', action: 'mask', count: 2 },
			{ detector: 'email', action: 'mask', count: 1 },
		]);
	});

	test('a detector that blocks ends the answer where it finds something, however the text was cut', () => {
		const text = `Mail someone@example.org or use ${key}, then go on.`;
		for (const pieces of [[text], everyCut(text)]) {
			const filter = filterWith({ actions: { 'aws-access-key': 'block' } });
			const shown = pieces.map(filter.push).join('') + filter.end();
			assert.equal(shown, 'Mail [redacted] or use ');
			assert.equal(filter.blocked(), true);
			assert.equal(filter.push('more'), '');
		}
	});

	test('one that is switched off finds nothing', () => {
		assert.equal(filtered(['mail someone@example.org'], { actions: { email: 'off' } }), 'mail someone@example.org');
	});

	test('F-31 a detector that throws blocks the answer and is named; nothing passes', () => {
		const failing: DetectorGroup = {
			may: () => true,
			detectors: [
				{
					name: 'broken',
					find: ({ text }) => {
						if (text.includes('7')) throw new Error('no');
						return [];
					},
				},
			],
		};
		const faults: string[] = [];
		const filter = filterWith({ detectors: [failing], failed: (detector) => faults.push(detector) });
		assert.equal(filter.push('Fine so far, number 7 is not. '), '');
		assert.equal(filter.push('And on.') + filter.end(), '');
		assert.equal(filter.blocked(), true);
		assert.deepEqual(faults, ['broken']);
		assert.deepEqual(filter.hits(), [{ detector: 'broken', action: 'block', count: 1 }]);
	});

	test('a run that never ends is masked once, up to its break', () => {
		assert.equal(filtered(everyCut(`a ${'x'.repeat(10_000)} b`)), 'a [redacted] b');
	});
});

test('redact masks secrets and personal data of a whole text, and leaves links', () => {
	assert.equal(
		redact('mail someone@example.org, see https://elsewhere.example/'),
		'mail [redacted], see https://elsewhere.example/',
	);
});

describe('cost grows with the text, not faster', () => {
	const hostile: Readonly<Record<string, string>> = {
		words: 'word and word, ',
		'one endless run': 'x',
		dashes: '-',
		'heads of keys': '-----BEGIN ',
		'heads of tokens': 'eyJaaaaaaaa-',
		'at signs': 'a@',
		schemes: 'ab://c:',
		digits: '1 ',
		'digits in brackets': '1(',
		'dotted digits': '1.1-',
		'account heads': 'DE89 3704 ',
		'image heads': '![',
		'link heads': '[](',
		'foreign links': '[a](//e)(//e)',
		'tag heads': '<a "',
		'definition heads': ']: ',
		'long addresses': 'https://文字',
		assignments: 'password: ',
		'rules said in part': 'You are the support ',
		joiners: '\u200D',
	};
	const repeated = (unit: string, n: number) => unit.repeat(Math.ceil(n / unit.length)).slice(0, n);
	for (const [name, unit] of Object.entries(hostile))
		test(`${name}: whole and character by character`, () => {
			assertLinear((n) => filtered([repeated(unit, n)]), 12_500);
			assertLinear((n) => filtered(everyCut(repeated(unit, n))), 12_500);
		});
});
