// The hot path: the few transactions of a turn, written as generators of statements. SQLite runs one through in a
// single go, the others await each answer; knex would spend more on building these statements than they take to run.

import type { Knex } from 'knex';
import { isDeadlock } from './dialect.ts';
import { type Answer, type Driver, driverOf, type Statement } from './drivers.ts';

/** Yields a statement, is handed its answer. Throwing gives the transaction up. */
export type Steps<T> = Generator<Statement, T, Answer>;

/** Runs statements by themselves, one after the other. */
export function runSteps<T>(db: Knex, steps: () => Steps<T>): Promise<T> {
	return withConnection(db, (driver, connection) => play(steps(), (asked) => driver.ask(connection, asked)));
}

const NESTED = { begin: 'savepoint steps', commit: 'release savepoint steps', rollback: 'rollback to savepoint steps' };

/** Runs statements as one transaction; again after a deadlock. Within a transaction they stand or fall together. */
export function inTransaction<T>(db: Knex, steps: () => Steps<T>): Promise<T> {
	const run = () =>
		withConnection(db, (driver, connection) => {
			const brackets = db.isTransaction ? NESTED : { begin: driver.begin, commit: 'commit', rollback: 'rollback' };
			return play(bracketed(brackets, steps()), (asked) => driver.ask(connection, asked));
		});
	return db.isTransaction ? run() : unlessDeadlocked(run);
}

async function withConnection<T>(db: Knex, work: (driver: Driver, connection: unknown) => T | Promise<T>): Promise<T> {
	const connection = await db.client.acquireConnection();
	try {
		return await work(driverOf(db), connection);
	} finally {
		db.client.releaseConnection(connection);
	}
}

function* bracketed<T>({ begin, commit, rollback }: typeof NESTED, steps: Steps<T>): Steps<T> {
	yield { sql: begin, values: [] };
	try {
		const result = yield* steps;
		yield { sql: commit, values: [] };
		return result;
	} catch (fault) {
		// A connection that broke cannot be told to roll back, and has been rolled back.
		try {
			yield { sql: rollback, values: [] };
		} catch {}
		throw fault;
	}
}

/** Stays in one go for as long as the answers are there at once. */
function play<T>(steps: Steps<T>, ask: (asked: Statement) => Answer | Promise<Answer>): T | Promise<T> {
	let next = steps.next();
	while (!next.done) {
		let answer: Answer | Promise<Answer>;
		try {
			answer = ask(next.value);
		} catch (fault) {
			next = steps.throw(fault);
			continue;
		}
		if (answer instanceof Promise) return playOn(steps, answer, ask);
		next = steps.next(answer);
	}
	return next.value;
}

async function playOn<T>(
	steps: Steps<T>,
	first: Promise<Answer>,
	ask: (asked: Statement) => Answer | Promise<Answer>,
): Promise<T> {
	let answer: Answer | Promise<Answer> = first;
	for (;;) {
		const next: IteratorResult<Statement, T> = await answer.then(
			(told) => steps.next(told),
			(fault) => steps.throw(fault),
		);
		if (next.done) return next.value;
		answer = Promise.resolve(ask(next.value));
	}
}

const ATTEMPTS = 5;

/** Another transaction was in the way: doing it all again is right. */
export async function unlessDeadlocked<T>(work: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await work();
		} catch (fault) {
			if (attempt >= ATTEMPTS || !isDeadlock(fault)) throw fault;
			await new Promise((wake) => setTimeout(wake, 5 * 2 ** attempt * Math.random()));
		}
	}
}
