// The hot path: the few transactions of a turn, written as generators of statements. SQLite runs one through in a
// single go, the others await each answer; knex would spend more on building these statements than they take to run.

import type { Knex } from 'knex';
import { isDeadlock, isLockedOut, isLost } from './driver-faults.ts';
import { type Answer, type Driver, driverOf, type Statement } from './drivers.ts';
import { watched } from './watch.ts';

/** Yields a statement, is handed its answer. Throwing gives the transaction up. */
export type Steps<T> = Generator<Statement, T, Answer>;

/** Runs statements by themselves, one after the other. */
export function runSteps<T>(db: Knex, steps: () => Steps<T>): Promise<T> {
	const run = () => withConnection(db, (driver, connection) => play(steps(), (asked) => driver.ask(connection, asked)));
	return db.isTransaction ? run() : unlessDeadlocked(run);
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
	const driver = driverOf(db);
	const idle = driver.atOnce ? idleConnection(db) : undefined;
	if (idle) return work(watched(driver, db), idle);
	const connection = await db.client.acquireConnection();
	if (driver.atOnce && !db.isTransaction) only.set(db.client.pool, connection);
	try {
		return await work(watched(driver, db), connection);
	} finally {
		db.client.releaseConnection(connection);
	}
}

/** SQLite has one connection. */
const only = new WeakMap<object, { open: boolean }>();

/** Nobody can come in between while statements are answered at once: asking the pool for it would take as long as they do. */
function idleConnection({ client: { pool }, isTransaction }: Knex): unknown {
	const known = !isTransaction && pool?.numFree() > 0 ? only.get(pool) : undefined;
	return known?.open ? known : undefined;
}

function* bracketed<T>({ begin, commit, rollback }: typeof NESTED, steps: Steps<T>): Steps<T> {
	try {
		yield { sql: begin, values: [] };
	} catch (fault) {
		throw neverBegun(fault);
	}
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

/** Fifty people who take from one quota at the same moment come through; what is still in the way then is a fault. */
const ATTEMPTS = 8;
/** Each has waited for seconds. */
const ATTEMPTS_AT_A_LOCK = 3;
const LONGEST_WAIT_MS = 250;

/** Several statements as one: in the transaction that there is, or in one of their own. */
export function inOne<T>(db: Knex, work: (bound: Knex) => Promise<T>): Promise<T> {
	return db.isTransaction ? work(db) : unlessDeadlocked(() => begun(db, work));
}

/** Knex calls the work also where its BEGIN has failed, on a connection that may be gone. */
async function begun<T>(db: Knex, work: (trx: Knex) => Promise<T>): Promise<T> {
	let began = false;
	const all = db.transaction(async (trx) => {
		began = !trx.isCompleted();
		if (!began) throw new Error('the transaction never began');
		return work(trx);
	});
	return all.catch((fault) => {
		throw began ? fault : neverBegun(fault);
	});
}

/** The connection was gone before a transaction had begun: nothing was done that could be done twice. */
class NeverBegun extends Error {}

function neverBegun(fault: unknown): unknown {
	return isLost(fault)
		? new NeverBegun('the connection was lost before the transaction began', { cause: fault })
		: fault;
}

/** Another transaction was in the way, or it never began: doing it all again is right. */
export async function unlessDeadlocked<T>(work: () => Promise<T>): Promise<T> {
	for (let attempt = 1; ; attempt += 1) {
		try {
			return await work();
		} catch (fault) {
			const never = fault instanceof NeverBegun;
			const most = isLockedOut(fault) ? ATTEMPTS_AT_A_LOCK : ATTEMPTS;
			if (attempt >= most || !(never || isDeadlock(fault))) throw never ? fault.cause : fault;
			await new Promise((wake) => setTimeout(wake, Math.min(5 * 2 ** attempt, LONGEST_WAIT_MS) * Math.random()));
		}
	}
}

/** A statement that stands by itself is a transaction of one: the database has undone it, and it is asked again. */
export function repeatLoneStatements(db: Knex): void {
	const { client } = db;
	const once = client._query.bind(client);
	// A transaction asks through a client of its own, which this does not reach: there only all of it can be repeated.
	client._query = (connection: unknown, asked: unknown) => unlessDeadlocked(() => once(connection, asked));
}
