// Words that must not be said: the rules, their canary, and what the host has banned. And text that nobody sees.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { everyCut } from '../cuts.ts';
import { CANARY, filtered, filterWith, RULES, type Setup } from './filtering.ts';

function said(text: string, setup: Setup = {}) {
	const results = [[text], everyCut(text)].map((pieces) => {
		const filter = filterWith(setup);
		const shown = pieces.map(filter.push).join('') + filter.end();
		return { shown, blocked: filter.blocked(), hits: filter.hits() };
	});
	assert.deepEqual(results[1], results[0]);
	return results[0] as NonNullable<(typeof results)[0]>;
}

describe('the prompt', () => {
	test('S-03 its canary is never shown, not in part, in capitals or within a word', () => {
		for (const text of [`It is ${CANARY}.`, `It is ${CANARY.toUpperCase()}`, `It is x${CANARY}y`]) {
			const { shown, blocked, hits } = said(text);
			assert.ok(!/c0ffee/i.test(shown), shown);
			assert.equal(blocked, true);
			assert.deepEqual(hits, [{ detector: 'prompt-canary', action: 'block', count: 1 }]);
		}
	});

	test('S-03 twelve of its words in a row end the answer before the twelfth, however they are written', () => {
		const rule = RULES.split('\n').at(-4) ?? '';
		for (const text of [rule, rule.toUpperCase(), rule.replaceAll(' ', '\n'), `**${rule.replaceAll(' ', '** **')}**`]) {
			const { shown, blocked, hits } = said(`My rules: ${text}`);
			assert.equal(blocked, true, text);
			assert.equal((shown.match(/[a-z]+/gi) ?? []).length - 2, 11, shown);
			assert.deepEqual(hits, [{ detector: 'prompt-echo', action: 'block', count: 1 }]);
		}
	});

	test('fewer words of it, and its words in another order, are nobody’s secret', () => {
		const words = RULES.split(/\s+/);
		const few = words.slice(0, 11).join(' ');
		assert.equal(said(`${few} something else.`).shown, `${few} something else.`);
		const backwards = words.slice(0, 60).toReversed().join(' ');
		assert.equal(said(backwards).blocked, false);
	});
});

describe('banned phrases', () => {
	const banned = [
		{ name: 'promises', phrases: ['we guarantee a full refund', 'guaranteed delivery'], action: 'mask' as const },
		{ name: 'rivals', phrases: ['switch to Globex', '退款保证'], action: 'block' as const },
	];
	const table: [text: string, shown: string][] = [
		['Yes, we guarantee a full refund today.', 'Yes, [redacted] today.'],
		['Yes: We GUARANTEE — a *full* refund!', 'Yes: [redacted]!'],
		['we we guarantee a full refund', 'we [redacted]'],
		['we guarantee a full repair', 'we guarantee a full repair'],
		['we guarantee a', 'we guarantee a'],
		['guaranteed delivery and guaranteed deliveries', '[redacted] and guaranteed deliveries'],
		['You could switch to Globex instead.', 'You could '],
		['我们提供退款保证吗', '我们提供'],
	];
	for (const [text, shown] of table)
		test(JSON.stringify(text), () => assert.equal(said(text, { banned }).shown, shown));
});

describe('text that nobody sees', () => {
	const hidden = [
		'\u200B',
		'\u2060',
		'\u202E',
		'\u2066',
		'\u00AD',
		'\uFEFF',
		'\u{E0041}',
		'\u{E0100}',
		'\uFE01',
		'\u0000',
		'\u200D',
		'\u200E',
		'\uFE0F',
	];
	const secret = `ghp_${'aB3dE5gH7j'.repeat(4)}`;

	test('S-02 cannot split a secret', () => {
		for (const one of hidden)
			assert.equal(said(`key ${[...secret].join(one)} end`).shown, 'key [redacted] end', escape(one));
	});

	test('S-02 carries nothing out', () => {
		const tags = [...'secret'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
		assert.equal(said(`Hello${tags} there\u200B\u202E.`).shown, 'Hello there.');
	});

	test('what emoji and scripts need stays', () => {
		for (const text of ['👨‍👩‍👧‍👦 🏳️‍🌈 ❤️‍🔥 1️⃣ ☎︎', 'می‌خواهم', 'क्‍ष', 'שלום\u200F שלום', '👍🏽'])
			assert.equal(filtered([text]), text);
	});
});
