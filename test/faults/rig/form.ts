// The form of a run: short within `npm test`, long by `npm run faults`; its seed, its waiting, its figures.

import { createHash, randomInt } from 'node:crypto';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

const LONG = process.env.DESKBELL_FAULTS === 'long';

export function inForm<T>(short: T, long: T): T {
	return LONG ? long : short;
}

const SEED = process.env.DESKBELL_SEED ?? String(randomInt(2 ** 31));

export interface Chance {
	/** A whole number from 0 up to, but not with, `end`. */
	below(end: number): number;
	pick<T>(from: readonly T[]): T;
	/** So many different whole numbers below `end`, in rising order; all of them where there are no more. */
	sample(count: number, end: number): number[];
}

/** Numbers that depend on the seed and the test's name alone. The seed is printed: DESKBELL_SEED plays it again. */
export function chanceOf(test: TestContext): Chance {
	test.diagnostic(`seed ${SEED} (${test.name})`);
	let drawn = 0;
	const below: Chance['below'] = (end) => {
		drawn += 1;
		const digest = createHash('sha256').update(`${SEED}/${test.name}/${drawn}`).digest();
		return digest.readUIntBE(0, 6) % end;
	};
	return {
		below,
		pick: (from) => from[below(from.length)] as (typeof from)[number],
		sample(count, end) {
			const chosen = new Set<number>(count >= end ? Array.from({ length: end }, (_, at) => at) : []);
			while (chosen.size < Math.min(count, end)) chosen.add(below(end));
			return [...chosen].sort((a, b) => a - b);
		},
	};
}

/** What the table of `npm run faults` shows beside the row. */
export function figure(test: TestContext, text: string): void {
	test.diagnostic(`figure ${idOf(test.name)}: ${text}`);
}

/** The row that a test stands for: its name begins with it. */
export function idOf(name: string): string {
	return /^[SF]-\d\d/.exec(name)?.[0] ?? '';
}

const PATIENCE_MS = 60_000;

/** Asks again until it holds. The limit is for a machine that hangs, not for one that is slow. */
export async function until(holds: () => Promise<boolean> | boolean, what: string): Promise<void> {
	const from = performance.now();
	while (!(await holds())) {
		if (performance.now() - from > PATIENCE_MS) throw new Error(`never came true: ${what}`);
		await pause(20);
	}
}

/** Does the work for each item, so many at a time, and keeps the order. */
export async function inBatches<T, R>(items: readonly T[], size: number, work: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	for (let at = 0; at < items.length; at += size)
		results.push(...(await Promise.all(items.slice(at, at + size).map(work))));
	return results;
}

/** The value below which so many percent of the values lie. */
export function percentile(values: readonly number[], percent: number): number {
	const sorted = values.toSorted((a, b) => a - b);
	return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}

export function upTo(count: number): number[] {
	return Array.from({ length: count }, (_, at) => at);
}
