// The outcomes of a run as a table for the terminal, and as the renewed part of docs/reliability.md.

import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Outcome } from './rig/outcomes.ts';
import { EXPERIMENTS, type Row } from './rows.ts';
import { ELSEWHERE, NOT_YET } from './rows-elsewhere.ts';

export interface Result {
	id: string;
	passed: number;
	failed: number;
	figures: readonly string[];
}

/** By row, in the order of their ids. */
export function results(outcomes: readonly Outcome[]): Result[] {
	const ids = [...new Set(outcomes.map(({ id }) => id))].sort(byId);
	return ids.map((id) => {
		const own = outcomes.filter((outcome) => outcome.id === id);
		const tests = own.filter((outcome) => 'passed' in outcome);
		const passed = tests.filter((test) => test.passed).length;
		const figures = own.flatMap((outcome) => ('figure' in outcome ? [outcome.figure] : []));
		return { id, passed, failed: tests.length - passed, figures };
	});
}

/** Security first, then faults. */
function byId(one: string, other: string): number {
	const rank = (id: string) => `${id.startsWith('S') ? 0 : 1}${id}`;
	return rank(one).localeCompare(rank(other));
}

export function table(rows: readonly Result[]): string {
	return rows
		.map(({ id, passed, failed, figures }) => {
			const mark = failed === 0 ? 'pass' : `FAIL (${failed} of ${passed + failed})`;
			return (
				figures
					.map((figure, at) => `${(at === 0 ? id : '').padEnd(6)}${(at === 0 ? mark : '').padEnd(6)}${figure}`)
					.join('\n') || `${id.padEnd(6)}${mark}`
			);
		})
		.join('\n');
}

const PAGE = resolve(import.meta.dirname, '../../docs/reliability.md');
const BEGIN = '<!-- faults: begin (npm run faults -- --write) -->';
const END = '<!-- faults: end -->';
const OTHER_STAGES = '### Tried by other stages of `npm test`';

/** Renews the part between the markers and leaves the rest of the page as people wrote it. */
export function writePage(rows: readonly Result[]): void {
	const page = readPage();
	const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
	writeFileSync(PAGE, `${page.slice(0, before)}${BEGIN}\n\n${tables(rows)}\n\n${page.slice(after)}`);
}

/** Renews the rows of what was tried now, after a run of some files; which runs the others are of stands above the table. */
export function renewRows(rows: readonly Result[]): void {
	const renewed = new Map(
		EXPERIMENTS.flatMap((row) => {
			const result = rows.find(({ id }) => id === row.id);
			return result ? [[row.id, line(experiment(row, result))] as const] : [];
		}),
	);
	const page = readPage();
	const [begin, end] = [page.indexOf(BEGIN), page.indexOf(OTHER_STAGES)];
	const lines = page.slice(begin, end).split('\n');
	const rewritten = lines.map((text) => renewed.get(/^\| (\S+) \|/.exec(text)?.[1] ?? '') ?? text).join('\n');
	writeFileSync(PAGE, page.slice(0, begin) + rewritten + page.slice(end));
}

function readPage(): string {
	const page = readFileSync(PAGE, 'utf8');
	const begin = page.indexOf(BEGIN);
	if (begin === -1 || page.indexOf(END) < begin) throw new Error(`${PAGE} has lost its markers ${BEGIN} and ${END}`);
	return page;
}

function tables(rows: readonly Result[]): string {
	const known = new Map(rows.map((row) => [row.id, row]));
	const when = new Date().toISOString().slice(0, 10);
	return [
		`Run on ${when} with Node ${process.versions.node} on ${availableParallelism()} processor cores. Times are figures, not promises.`,
		'### Tried by `npm run faults`',
		markdown(
			['row', 'what is tried', 'where', 'result', 'figures'],
			EXPERIMENTS.map((row) => experiment(row, known.get(row.id))),
		),
		OTHER_STAGES,
		markdown(
			['row', 'what is tried', 'where'],
			ELSEWHERE.map((row) => [row.id, withLacking(row.tried, row), links(row)]),
		),
		'### Not tried yet',
		markdown(['rows', 'why'], Object.entries(NOT_YET)),
	].join('\n\n');
}

function experiment(row: Row, result: Result | undefined): string[] {
	const tested = !result
		? 'not run'
		: result.failed === 0
			? 'tests pass'
			: `**${result.failed} of ${result.passed + result.failed} fail**`;
	return [row.id, row.tried, links(row), withLacking(tested, row), result?.figures.join('<br>') ?? ''];
}

function withLacking(text: string, { lacking }: Row): string {
	return lacking ? `${text}; **lacking:** ${lacking}` : text;
}

function links({ where }: Row): string {
	return where.map((path) => `[${path.split('/').findLast(Boolean)?.replace('.test.ts', '')}](../${path})`).join(', ');
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function line(cells: readonly string[]): string {
	return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
