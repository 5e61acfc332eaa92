// A section of the report: a table that is measured row by row and printed as it grows.

import type { Script } from './answer.ts';
import type { Field } from './candidates.ts';

/** What every section is given. */
export interface Measuring {
	/** Fewer rounds and samples, within a minute. */
	quick: boolean;
	/** Says what is being done, on the way to the next row. */
	step(doing: string): void;
	/** A goal of the project, and what was measured. */
	goal(goal: Goal): void;
}

/** What a section is given that measures servers. */
export interface Bench extends Measuring {
	field: Field;
}

export interface Goal {
	what: string;
	atMost: number;
	measured: number;
}

export interface Section<Given extends Measuring = Bench> {
	title: string;
	/** What the figures mean. */
	says: string;
	head: readonly string[];
	rows(bench: Given): AsyncIterable<readonly string[]> | Iterable<readonly string[]>;
}

export function tableHead(head: readonly string[]): string {
	return `${tableRow(head)}\n${tableRow(head.map((_, index) => (index === 0 ? '---' : '--:')))}`;
}

export function tableRow(cells: readonly string[]): string {
	return `| ${cells.join(' | ')} |`;
}

export function quantile(values: readonly number[], share: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

export const median = (values: readonly number[]) => quantile(values, 0.5);

export function pace({ paceMs, inOnePiece }: Script): string {
	if (inOnePiece) return 'in one piece';
	return paceMs === 0 ? 'as fast as it goes' : `a token every ${paceMs} ms`;
}
