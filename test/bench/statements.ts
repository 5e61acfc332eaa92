// How often one turn asks the database: every statement that reaches the driver, in the order in which it does.

import knex from 'knex';
import { knexConfig } from '../../server-kit/src/store/dialect.ts';

export interface Counter {
	start(): void;
	/** The SQL of every statement since the start. */
	stop(): string[];
}

/** The ways in which the driver of SQLite runs a statement. */
const RUNS = ['run', 'get', 'all', 'iterate'] as const;

type Run = (this: { source: string }, ...values: unknown[]) => unknown;
type Statements = Record<(typeof RUNS)[number], Run>;

/** Within the kit's process. Nothing that the kit sends can pass it by, through Knex or not. */
export function createCounter(): Counter {
	const { driver: Database } = knex(knexConfig(':memory:')).client;
	const statements: Statements = Object.getPrototypeOf(new Database(':memory:').prepare('select 1'));
	const { run, get, all, iterate } = statements;
	const own: Statements = { run, get, all, iterate };
	let heard: string[] = [];
	const counted = (run: Run): Run =>
		function (...values) {
			heard.push(this.source);
			return Reflect.apply(run, this, values);
		};
	return {
		start() {
			heard = [];
			for (const name of RUNS) statements[name] = counted(own[name]);
		},
		stop() {
			Object.assign(statements, own);
			return heard;
		},
	};
}

const BRACKET = /^\s*(begin|commit|rollback|savepoint|release)\b/i;

export interface StatementsOfATurn {
	/** They read or write rows. */
	statements: string[];
	/** They open and end transactions. */
	brackets: number;
}

export function statementsOf(sent: readonly string[]): StatementsOfATurn {
	const statements = sent.filter((sql) => !BRACKET.test(sql));
	return { statements, brackets: sent.length - statements.length };
}
