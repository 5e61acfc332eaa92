// Holds every statement of every operation against the plan that the database makes for it.

import type { Knex } from 'knex';
import type { Asked } from './endpoints.ts';
import { explainerOf, isPlanned } from './explained.ts';
import type { Filled } from './large.ts';

/** A statement whose plan grows with a table. */
export interface Grows {
	operation: string;
	fault: string;
	sql: string;
}

export interface Report {
	operations: number;
	/** Different statements that were explained. */
	statements: number;
	grows: Grows[];
}

const LARGE = 100;

export async function reportOn(db: Knex, asked: readonly Asked[], filled: readonly Filled[]): Promise<Report> {
	const explain = explainerOf(db);
	const large = new Set(filled.filter(({ rows }) => rows >= LARGE).map(({ table }) => table));
	const seen = new Set<string>();
	const grows: Grows[] = [];
	for (const { operation, statements } of asked)
		for (const statement of statements) {
			if (seen.has(statement.sql) || !isPlanned(statement.sql)) continue;
			seen.add(statement.sql);
			const faults = await explain(statement, large);
			grows.push(...faults.map((fault) => ({ operation, fault, sql: statement.sql })));
		}
	return { operations: asked.length, statements: seen.size, grows };
}
