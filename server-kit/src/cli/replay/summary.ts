// What all questions of a replay come to: a row for each thing that is counted, before and now.

import type { RehearsedAnswer } from '../../core/rehearsal.ts';
import { average, type Comparison, shown } from './compare.ts';

/** Text as it is shown; `before` is null where nothing was counted. */
export interface SummaryRow {
	what: string;
	before: string | null;
	now: string;
}

export function summaryOf(comparisons: readonly Comparison[]): SummaryRow[] {
	return [
		...answerRows(comparisons),
		...likenessRows(comparisons),
		...sourceRows(comparisons),
		...costRows(comparisons),
	];
}

type Answers = readonly RehearsedAnswer[];

/** The same said of the old answers and of the new ones. */
function both(comparisons: readonly Comparison[], what: string, say: (answers: Answers) => string | null): SummaryRow {
	const now = say(comparisons.map(({ result }) => result.replayed));
	return { what, before: say(comparisons.map(({ before }) => before)), now: now ?? '–' };
}

const CUT_OFF: readonly string[] = ['failed', 'interrupted', 'stopped'];

const COUNTS: readonly (readonly [what: string, holds: (answer: RehearsedAnswer) => boolean])[] = [
	['Answers', () => true],
	['whole', ({ status }) => status === 'complete'],
	['refused', ({ status }) => status === 'refused'],
	['blocked by the filter', ({ status }) => status === 'blocked'],
	['failed or cut off', ({ status }) => CUT_OFF.includes(status)],
	['without a source', ({ unsupported }) => unsupported],
];

function answerRows(comparisons: readonly Comparison[]): SummaryRow[] {
	const counted = COUNTS.map(([what, holds]) => both(comparisons, what, (all) => String(all.filter(holds).length)));
	const finds = (all: Answers) => String(sumOf(all.flatMap(({ filterHits }) => filterHits.map(({ count }) => count))));
	return [...counted, both(comparisons, 'Finds of the filter', finds)];
}

function likenessRows(comparisons: readonly Comparison[]): SummaryRow[] {
	const reviewed = comparisons.flatMap(({ better }) => better ?? []);
	return [
		{ what: 'Likeness to the old answer', before: null, now: shownAverage(comparisons, (each) => each.similarity) },
		{
			what: `Likeness to the reviewers’ answers (${reviewed.length})`,
			before: shownAverage(reviewed, ({ before }) => before),
			now: shownAverage(reviewed, ({ now }) => now),
		},
	];
}

function shownAverage<T>(things: readonly T[], of: (thing: T) => number): string {
	return shown(average(things.map(of)));
}

function sourceRows(comparisons: readonly Comparison[]): SummaryRow[] {
	const row = (what: string, which: keyof Comparison['sources']): SummaryRow => {
		return { what, before: null, now: String(sumOf(comparisons.map(({ sources }) => sources[which].length))) };
	};
	return [row('Sources kept', 'kept'), row('Sources lost', 'lost'), row('New sources', 'fresh')];
}

function costRows(comparisons: readonly Comparison[]): SummaryRow[] {
	return [
		both(comparisons, 'Tokens in', (all) => tokens(all, 'inputTokens')),
		both(comparisons, 'Tokens out', (all) => tokens(all, 'outputTokens')),
		both(comparisons, 'Cost in US dollars', cost),
	];
}

function usagesOf(answers: Answers) {
	return answers.flatMap(({ usage }) => usage ?? []);
}

function tokens(answers: Answers, kind: 'inputTokens' | 'outputTokens'): string | null {
	const usages = usagesOf(answers);
	if (usages.length === 0) return null;
	const guessed = usages.some(({ estimated }) => estimated) ? ' (estimated)' : '';
	return `${sumOf(usages.map((usage) => usage[kind]))}${guessed}`;
}

function cost(answers: Answers): string | null {
	const usages = usagesOf(answers);
	return usages.length === 0 ? null : (sumOf(usages.map(({ costMicros }) => costMicros)) / 1_000_000).toFixed(6);
}

function sumOf(numbers: readonly number[]): number {
	return numbers.reduce((sum, number) => sum + number, 0);
}
