// The bench's report in Markdown, and its place in docs/performance.md.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import type { FileSize } from './sizes.ts';
import type { FirstWords, Throughput } from './streaming.ts';

export interface Measures {
	/** Processes that wanted a processor when the bench began; near 0 on an idle machine. */
	load: number;
	sizes: FileSize[];
	throughput: Throughput[];
	firstWords: FirstWords[];
}

const PAGE = resolve(import.meta.dirname, '../../docs/performance.md');
const BEGIN = '<!-- bench: begin (npm run bench -- --write) -->';
const END = '<!-- bench: end -->';

export function report({ load, sizes, throughput, firstWords }: Measures): string {
	const day = new Date().toISOString().slice(0, 10);
	return [
		`Measured on ${day} with Node ${process.versions.node} on ${availableParallelism()} processor cores, load ${load.toFixed(1)} before the start. Read the ratios: milliseconds differ from machine to machine.`,
		'### Throughput',
		`Answers of 200 tokens from the same scripted upstream; upstream, candidate and reader are processes of their own; rounds interleaved; every answer's text checked.`,
		throughputTable(throughput),
		'### Time to the first words',
		'One stream at a time; the upstream sends its first token at once. Added: beyond asking the upstream directly. Where tokens trickle in, it includes the time for which words are held back until it is clear what they are.',
		firstWordsTable(firstWords),
		'### Weight of the widget',
		sizesTable(sizes),
	].join('\n\n');
}

function throughputTable(rows: readonly Throughput[]): string {
	return table(
		[
			'streams',
			'upstream',
			'answers/s raw',
			'Deskbell',
			'ratio',
			'processor ms per 1,000 tokens raw',
			'Deskbell',
			'ratio',
		],
		rows.map(({ streams, paceMs, raw, kit }) => [
			String(streams),
			pace(paceMs),
			raw.answersPerSecond.toFixed(1),
			kit.answersPerSecond.toFixed(1),
			(kit.answersPerSecond / raw.answersPerSecond).toFixed(2),
			raw.processorMs.toFixed(1),
			kit.processorMs.toFixed(1),
			(kit.processorMs / raw.processorMs).toFixed(2),
		]),
	);
}

function firstWordsTable(rows: readonly FirstWords[]): string {
	const directly = (row: FirstWords) => rows.find(({ paceMs }) => paceMs === row.paceMs) ?? row;
	return table(
		['who answers', 'upstream', 'median ms', 'p95 ms', 'added, median ms', 'added, p95 ms'],
		rows.map((row) => [
			row.name,
			pace(row.paceMs),
			row.medianMs.toFixed(1),
			row.p95Ms.toFixed(1),
			(row.medianMs - directly(row).medianMs).toFixed(1),
			(row.p95Ms - directly(row).p95Ms).toFixed(1),
		]),
	);
}

function pace(ms: number): string {
	return ms === 0 ? 'as fast as it goes' : `a token every ${ms} ms`;
}

function sizesTable(files: readonly FileSize[]): string {
	const sum = (pick: (file: FileSize) => number) => files.reduce((all, file) => all + pick(file), 0);
	const total = { file: '**all**', raw: sum((f) => f.raw), gzip: sum((f) => f.gzip), brotli: sum((f) => f.brotli) };
	const kilobytes = (bytes: number) => (bytes / 1000).toFixed(2);
	return table(
		['file', 'kB', 'gzip', 'brotli'],
		[...files, total].map(({ file, raw, gzip, brotli }) => [file, kilobytes(raw), kilobytes(gzip), kilobytes(brotli)]),
	);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
	return [line(head), line(head.map((_, index) => (index === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');
}

/** Renews the part between the markers and leaves the rest of the page as people wrote it. */
export function writeReport(text: string): void {
	mkdirSync(dirname(PAGE), { recursive: true });
	const page = currentPage();
	const [before, after] = [page.indexOf(BEGIN), page.indexOf(END)];
	if (before === -1 || after < before) throw new Error(`${PAGE} has lost its markers ${BEGIN} and ${END}`);
	writeFileSync(PAGE, `${page.slice(0, before)}${BEGIN}\n\n${text}\n\n${page.slice(after)}`);
}

function currentPage(): string {
	try {
		return readFileSync(PAGE, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		return `# Performance\n\n${BEGIN}\n${END}\n`;
	}
}
