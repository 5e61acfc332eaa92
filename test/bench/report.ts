// The bench's report in Markdown: printed as it grows, and kept in docs/performance.md.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { dirname, resolve } from 'node:path';
import { type Goal, type Measuring, type Section, tableHead, tableRow } from './section.ts';
import type { Steps } from './step.ts';

const PAGE = resolve(import.meta.dirname, '../../docs/performance.md');
const BEGIN = '<!-- bench: begin (npm run bench -- --write) -->';
const END = '<!-- bench: end -->';

/** Measures section by section and prints each row as it comes; resolves with the whole report. */
export async function reportOn<Given extends Measuring & Steps>(
	sections: readonly Section<Given>[],
	bench: Given,
	goals: readonly Goal[],
): Promise<string> {
	const told = [machine()];
	const tell = (text: string) => {
		bench.clear();
		console.log(text);
		told.push(text);
	};
	tell('');
	for (const { title, says, head, rows } of sections) {
		tell(`### ${title}\n\n${says}\n\n${tableHead(head)}`);
		for await (const row of rows(bench)) tell(tableRow(row));
		tell('');
	}
	bench.clear();
	const reached = goalTable(goals);
	console.log(reached);
	return [told[0], reached, ...told.slice(1)].join('\n').trim();
}

function machine(): string {
	const day = new Date().toISOString().slice(0, 10);
	const load = (loadavg()[0] ?? 0).toFixed(1);
	return `Measured on ${day} with Node ${process.versions.node} on ${availableParallelism()} processor cores, load ${load} before the start. Read the ratios: milliseconds differ from machine to machine.`;
}

function goalTable(goals: readonly Goal[]): string {
	const rows = goals.map(({ what, atMost, measured }) =>
		tableRow([what, String(atMost), measured.toFixed(2), measured <= atMost ? 'yes' : '**no**']),
	);
	return ['', '### Goals', '', tableHead(['goal', 'at most', 'measured', 'reached']), ...rows].join('\n');
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
