// The report as Markdown: for a pull request, or to be read in a terminal.

import type { RehearsedAnswer } from '../../core/rehearsal.ts';
import { type Comparison, type Report, shown } from './compare.ts';
import { type SummaryRow, summaryOf } from './summary.ts';
import { headline, hitsOf, type Subject, statusOf, titleOf } from './wording.ts';

export function markdownReport(report: Report, subject: Subject): string {
	const { before, now } = subject;
	const head = [
		`# ${plain(titleOf(subject))}`,
		plain(headline(report, subject)),
		summaryTable(summaryOf(report.comparisons), before, now),
	];
	return `${[...head, '## Questions, largest change first', ...report.comparisons.map(question)].join('\n\n')}\n`;
}

function summaryTable(rows: readonly SummaryRow[], before: string, now: string): string {
	const line = (cells: readonly string[]) => `| ${cells.map(plain).join(' | ')} |`;
	const body = rows.map(({ what, before: old, now: fresh }) => line([what, old ?? '–', fresh]));
	return [line(['All questions', before, now]), '|---|---:|---:|', ...body].join('\n');
}

function question(comparison: Comparison): string {
	const { result, before, better, sources } = comparison;
	const { recorded, replayed } = result;
	const list = (titles: readonly string[]) => titles.map(plain).join(', ') || 'none';
	const expected =
		recorded.betterAnswer === null || better === null
			? []
			: [
					`What the reviewer would have answered (likeness before ${shown(better.before)}, now ${shown(better.now)}):`,
					fenced(recorded.betterAnswer),
				];
	return [
		`### #${recorded.id}: likeness ${shown(comparison.similarity)}, ${plain(statusOf(replayed))}`,
		fenced(recorded.question),
		...answer('Before', before),
		...answer('Now', replayed),
		...expected,
		`Sources kept: ${list(sources.kept)}. Lost: ${list(sources.lost)}. New: ${list(sources.fresh)}.`,
	].join('\n\n');
}

function answer(which: string, told: RehearsedAnswer): string[] {
	const facts = [statusOf(told), hitsOf(told)].filter(Boolean).map(plain).join('; ');
	return [`${which} (${facts}):`, fenced(told.text)];
}

/** A fence longer than any in the text: what a customer or a model wrote is shown, never rendered. */
function fenced(text: string): string {
	const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
	const fence = '`'.repeat(longest + 1);
	return `${fence}text\n${text}\n${fence}`;
}

/** Text within a line: neither markup nor another line or cell. */
function plain(text: string): string {
	return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|!~]/g, '\\$&');
}
