// The output filter: the same text comes out however it was cut; secrets never do; nothing else is changed.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createFilter, redact } from '../../src/answer/filter/index.ts';
import { anyCuts, cutAt, everyCut, textOf } from '../cuts.ts';

const OWN = new Set(['ada@example.com']);

function filtered(pieces: readonly string[], allowed: ReadonlySet<string> = OWN): string {
	const filter = createFilter(allowed);
	return pieces.map((piece) => filter.push(piece)).join('') + filter.end();
}

/** Put together here, so that no scanner takes this file for a leak. */
const mixed = (length: number) => 'aB3dE5gH7jK9mN1pQ3sT5vX7zA'.repeat(4).slice(0, length);
const SECRETS: Readonly<Record<string, string>> = {
	'openai key': `sk-${mixed(32)}`,
	'openai project key': `sk-proj-${mixed(40)}`,
	'stripe key': `sk_live_${mixed(24)}`,
	'aws key': `AKIA${'ABCD1234EFGH5678'}`,
	'github token': `ghp_${mixed(36)}`,
	'github fine-grained token': `github_pat_${mixed(40)}`,
	'gitlab token': `glpat-${mixed(20)}`,
	'slack token': `xoxb-${'1234567890'}-${mixed(20)}`,
	'google key': `AIza${mixed(35)}`,
	'webhook secret': `whsec_${mixed(32)}`,
	jwt: `eyJ${mixed(20)}.eyJ${mixed(20)}.${mixed(20)}`,
	'connection string': `postgres://deskbell:${mixed(10)}@db.example.com:5432/desk`,
	'connection string with an odd password': 'mysql://root:p!a,s(s)w%o*rd#1@db.example.com/desk',
	'e-mail': 'someone.else+tag@mail.example.org',
};
const KEY = ['-----BEGIN RSA PRIVATE KEY-----', mixed(64), mixed(64), '-----END RSA PRIVATE KEY-----'].join('\n');

describe('secrets', () => {
	for (const [name, secret] of Object.entries(SECRETS))
		test(`${name}: masked at the beginning, in the middle, at the end, in Markdown, wherever it is cut`, () => {
			for (const text of [
				secret,
				`Use ${secret} please.`,
				`Key: \`${secret}\``,
				`(${secret})`,
				`"${secret}",`,
				`**${secret}**`,
				`${secret}\nand on`,
			]) {
				const shown = filtered([text]);
				assert.ok(shown.includes('[redacted]'), text);
				for (const pieces of [everyCut(text), cutAt(text, [7]), cutAt(text, [text.length - 2])]) {
					assert.equal(filtered(pieces), shown);
				}
				for (let at = 0; at < secret.length - 12; at += 4)
					assert.ok(
						!shown.includes(secret.slice(at, at + 12)),
						`${JSON.stringify(secret.slice(at, at + 12))} left in ${shown}`,
					);
			}
		});

	test('a private key is one mask, wherever it is cut; one that never ends is never shown', () => {
		for (const text of [`Here:\n${KEY}\nDone.`, `${KEY}${KEY}`, `x${KEY}y`]) {
			const shown = filtered([text]);
			assert.ok(!shown.includes(mixed(12)), shown);
			assert.equal(filtered(everyCut(text)), shown);
		}
		const open = `Here: ${KEY.slice(0, 120)}`;
		assert.equal(filtered(everyCut(open)), 'Here: [redacted]');
		assert.equal(filtered([open, 'x'.repeat(10_000)]), 'Here: [redacted]');
	});

	test('a secret after an endless run of characters is masked the same wherever it is cut', () => {
		for (let length = 4_060; length < 4_100; length += 1) {
			const text = `${'x'.repeat(length)}.${SECRETS['openai key']} and ${KEY}`;
			assert.equal(filtered(everyCut(text)), filtered([text]), `after ${length}`);
		}
		for (const length of [4_091, 4_093, 4_096, 8_190]) {
			const text = `${'x'.repeat(length)}${KEY} end`;
			const shown = filtered(everyCut(text));
			assert.equal(shown, filtered([text]));
			assert.ok(!shown.includes(mixed(12)), `the key is shown after ${length}`);
		}
	});

	test('addresses the reader wrote or may see stay; others of the same domain do not', () => {
		assert.equal(filtered(['Mail ada@example.com or ADA@Example.com.']), 'Mail ada@example.com or ADA@Example.com.');
		assert.equal(filtered(['Mail bo@example.com.']), 'Mail [redacted].');
		assert.equal(redact('ada@example.com'), '[redacted]');
	});

	test('the hit names the detector, never what it found', () => {
		const hits: string[] = [];
		const filter = createFilter(new Set(), (detector) => hits.push(detector));
		filter.push(`${SECRETS['aws key']} and ${SECRETS['e-mail']} `);
		assert.deepEqual(hits, ['aws-access-key', 'email']);
	});
});

describe('properties', () => {
	const pieces = textOf(
		...Object.values(SECRETS),
		...[...KEY.matchAll(/\S+\n?/g)].map(([line]) => line),
		...[KEY, '-----', '-----BEGIN ', 'PRIVATE KEY-----', '-----END '],
		...[' ', '\n', ', ', '. ', '`', '(', ')', '@', '://', 'sk-', 'eyJ', '.', 'ä', '🔔', 'word ', 'ada@example.com'],
		...['x'.repeat(4_090), 'Ab1'.repeat(1_400), '文字'.repeat(20)],
	);

	test('any cutting of a text gives the same output', () => {
		fc.assert(
			fc.property(pieces, anyCuts, (text, cuts) => {
				assert.equal(filtered(cutAt(text, cuts)), filtered([text]));
			}),
			{ numRuns: 400 },
		);
	});

	test('what has been released is a prefix of the whole output', () => {
		fc.assert(
			fc.property(pieces, anyCuts, (text, cuts) => {
				const whole = filtered([text]);
				const filter = createFilter(OWN);
				let released = '';
				for (const piece of cutAt(text, cuts)) {
					released += filter.push(piece);
					assert.ok(whole.startsWith(released), 'something would have to be taken back');
				}
			}),
			{ numRuns: 200 },
		);
	});

	test('text without a secret is not changed by one character', () => {
		const harmless = textOf(
			'word ',
			'Größe',
			'🔔',
			'\n',
			'  ',
			'[1](https://example.com/a?b=c#d)',
			'`sk-`',
			'2 @ 3',
			'-----',
			'|---|---|',
			'\t',
			'<b>',
			'&amp;',
			'a/b/c',
			'1.2.3',
			'e.g.',
			'--flag=value',
			'文字',
		);
		fc.assert(
			fc.property(harmless, anyCuts, (text, cuts) => {
				assert.equal(filtered(cutAt(text, cuts)), text);
			}),
			{ numRuns: 300 },
		);
		const any = fc
			.string({ unit: 'grapheme', maxLength: 200 })
			.filter((text) => !/@|sk|BEGIN|eyJ|AIza|:\/\//.test(text));
		fc.assert(
			fc.property(any, anyCuts, (text, cuts) => {
				assert.equal(filtered(cutAt(text, cuts)), text);
			}),
		);
	});
});

describe('cost', () => {
	const timed = (pieces: readonly string[]) => {
		const started = performance.now();
		filtered(pieces);
		return performance.now() - started;
	};
	const hostile: Readonly<Record<string, string>> = {
		words: 'word and word, '.repeat(14_000),
		'one endless run': 'x'.repeat(200_000),
		dashes: '-'.repeat(200_000),
		'heads of keys': '-----BEGIN '.repeat(18_000),
		'heads of tokens': 'eyJaaaaaaaa-'.repeat(16_000),
		'at signs': 'a@'.repeat(100_000),
		schemes: 'ab://c:'.repeat(28_000),
		'a key that never ends': `${KEY.slice(0, 100)}${'x'.repeat(200_000)}`,
	};
	for (const [name, text] of Object.entries(hostile))
		test(`200 KB of ${name}: under a second whole, in pieces of four, and character by character`, () => {
			const fours = text.match(/.{1,4}/gs) ?? [];
			for (const pieces of [[text], fours, everyCut(text)]) {
				const milliseconds = timed(pieces);
				assert.ok(milliseconds < 1_000, `${pieces.length} pieces took ${milliseconds.toFixed(0)} ms`);
			}
		});
});
