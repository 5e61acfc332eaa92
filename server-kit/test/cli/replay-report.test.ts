// What a replay says of two answers: how alike they are, what became of their sources, and what it all comes to.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compareAll } from '../../src/cli/replay/compare.ts';
import { htmlReport } from '../../src/cli/replay/html.ts';
import { similarity } from '../../src/cli/replay/similarity.ts';
import { summaryOf } from '../../src/cli/replay/summary.ts';
import { html } from '../../src/core/markup.ts';
import type { Rehearsed, RehearsedAnswer } from '../../src/core/rehearsal.ts';

const WHOLE: RehearsedAnswer = {
	status: 'complete',
	why: null,
	text: '',
	sources: [],
	filterHits: [],
	unsupported: false,
	model: null,
	usage: null,
};

function rehearsed(
	id: number,
	before: Partial<RehearsedAnswer>,
	now: Partial<RehearsedAnswer>,
	better?: string,
): Rehearsed {
	const recorded = { id, locale: 'en', question: `question ${id}`, betterAnswer: better ?? null };
	return { recorded: { ...recorded, answer: { ...WHOLE, ...before } }, replayed: { ...WHOLE, ...now }, updatedAt: 1 };
}

describe('likeness', () => {
	const rows: readonly (readonly [one: string, other: string, locale: string, share: number])[] = [
		['Open the settings.', 'Open the settings.', 'en', 1],
		['**Open** the [settings](https://a.example) [1]!', 'open the settings https a.example [2, 3]', 'en', 1],
		['', '', 'en', 1],
		['Open the settings.', '', 'en', 0],
		['Yes.', 'No.', 'en', 0],
		['a b', 'b a', 'en', 2 / 3],
		['a b c d', 'a b', 'en', 3 / 5],
		['設定を開きます', '設定を開きます。', 'ja', 1],
	];
	for (const [one, other, locale, share] of rows)
		test(`${JSON.stringify(one)} and ${JSON.stringify(other)}: ${share.toFixed(2)}`, () => {
			assert.ok(Math.abs(similarity(one, other, locale) - share) < 1e-9, String(similarity(one, other, locale)));
			assert.equal(similarity(one, other, locale), similarity(other, one, locale));
		});
});

test('an article is the same source whichever passage was cited; one without an address goes by its title', () => {
	const old = [
		{ title: 'Plans', url: 'https://a.example/plans#free' },
		{ title: 'House rules', url: null },
	];
	const fresh = [
		{ title: 'Plans', url: 'https://a.example/plans#team' },
		{ title: 'Refunds', url: 'https://a.example/refunds' },
	];
	const [compared] = compareAll([rehearsed(1, { sources: old }, { sources: fresh })], null).comparisons;
	assert.deepEqual(compared?.sources, { kept: ['Plans'], lost: ['House rules'], fresh: ['Refunds'] });
});

test('the score: likeness to the reviewer’s answer, else to the old one; nothing for an answer that is not whole', () => {
	const results = [
		rehearsed(1, { text: 'Bad.' }, { text: 'Open the settings.' }, 'Open the settings.'),
		rehearsed(2, { text: 'Same words.' }, { text: 'Same words.' }),
		rehearsed(3, { text: 'Same words.' }, { text: 'Same words.', status: 'refused', why: 'abuse' }),
		rehearsed(4, { text: 'Same words.' }, { text: 'Same', status: 'interrupted', why: 'vendor_outage' }, 'Same'),
	];
	const { comparisons, score } = compareAll(results, null);
	assert.equal(score, 0.5);
	assert.deepEqual(
		comparisons.map(({ result, similarity: likeness }) => [result.recorded.id, likeness]).slice(-1),
		[[2, 1]],
		'the largest change comes first',
	);
	const rows = new Map(summaryOf(comparisons).map(({ what, before, now }) => [what, [before, now]]));
	assert.deepEqual(rows.get('refused'), ['0', '1']);
	assert.deepEqual(rows.get('failed or cut off'), ['0', '1']);
	assert.deepEqual(rows.get('Cost in US dollars'), [null, '–'], 'nothing was counted, which is not nothing spent');
});

test('an earlier replay stands in for the recorded answers where it holds the question', () => {
	const earlier = new Map([[1, rehearsed(1, { text: 'recorded' }, { text: 'of the earlier model' })]]);
	const results = [1, 2].map((id) => rehearsed(id, { text: 'recorded' }, { text: 'of the earlier model' }));
	const shares = compareAll(results, earlier).comparisons.map(({ result, similarity: share }) => [
		result.recorded.id,
		share,
	]);
	assert.deepEqual(shares, [
		[2, 0],
		[1, 1],
	]);
});

/** The page of a replay in which every text is this one. */
function pageOf(text: string): string {
	const result = rehearsed(1, { text, why: text }, { text, sources: [{ title: text, url: null }] }, text);
	const told = [{ ...result, recorded: { ...result.recorded, question: text } }];
	return htmlReport(compareAll(told, null), { tenantId: text, before: text, now: text });
}

test('nothing that is put into the page can become markup', () => {
	const tagsIn = (page: string) => page.match(/<[^>]*>/g);
	assert.deepEqual(tagsIn(pageOf(`</p><script>alert(1)</script><img src=x onerror='a'>"&`)), tagsIn(pageOf('plain')));
	assert.deepEqual(tagsIn(html`<b title="${'"><i>'}">${1}${[html`<i>`]}</b>`.markup), [
		'<b title="&quot;&gt;&lt;i&gt;">',
		'<i>',
		'</b>',
	]);
});
