// How long each statement takes, for whoever measures: those that knex asks, and those of the hot path.

import type { Knex } from 'knex';
import type { Answer, Driver, Statement } from './drivers.ts';

/** Told the first word of each statement. */
export type WatchStatement = (kind: string, milliseconds: number, failed: boolean) => void;

const KINDS = new Set(['select', 'insert', 'update', 'delete', 'with', 'begin', 'start', 'commit', 'rollback']);

function kindOf(sql: string): string {
	const [word = ''] = /^\w+/.exec(sql) ?? [];
	const kind = word.toLowerCase();
	return KINDS.has(kind) ? kind : 'other';
}

/** The hot path reads it from here, within a transaction too: that shares its configuration with what it is a part of. */
const WATCH = 'deskbellWatch';

export function watchKnex(db: Knex, watch: WatchStatement): void {
	db.client.config[WATCH] = watch;
	const begun = new Map<string, number>();
	const ended = (uid: string, sql: string, failed: boolean) => {
		const from = begun.get(uid);
		begun.delete(uid);
		if (from !== undefined) watch(kindOf(sql), performance.now() - from, failed);
	};
	db.on('query', ({ __knexQueryUid: uid }) => void begun.set(uid, performance.now()));
	db.on('query-response', (_response, { __knexQueryUid: uid, sql }) => ended(uid, sql, false));
	db.on('query-error', (_fault, { __knexQueryUid: uid, sql }) => ended(uid, sql, true));
}

/** The driver itself where nobody measures. */
export function watched(driver: Driver, db: Knex): Driver {
	const watch: WatchStatement | undefined = db.client.config[WATCH];
	return watch ? { ...driver, ask: (connection, statement) => timed(driver, watch, connection, statement) } : driver;
}

function timed(
	driver: Driver,
	watch: WatchStatement,
	connection: unknown,
	statement: Statement,
): Answer | Promise<Answer> {
	const from = performance.now();
	const tell = (failed: boolean) => watch(kindOf(statement.sql), performance.now() - from, failed);
	try {
		const answer = driver.ask(connection, statement);
		if (answer instanceof Promise)
			answer.then(
				() => tell(false),
				() => tell(true),
			);
		else tell(false);
		return answer;
	} catch (fault) {
		tell(true);
		throw fault;
	}
}
