// How each driver is asked for one statement. Statements are written with `?`; a driver says its answer in our form.

import type { Knex } from 'knex';

export type Value = string | number | boolean | null;

export interface Statement {
	sql: string;
	values: readonly Value[];
}

export interface Answer {
	/** Rows read, or the ids of rows written with `returning`. */
	rows: readonly Record<string, unknown>[];
	/** How many rows were changed. */
	changes: number;
}

export interface Driver {
	/** How a transaction that will write begins. */
	begin: string;
	/** Each statement is answered before anything else can happen. */
	atOnce: boolean;
	ask(connection: unknown, statement: Statement): Answer | Promise<Answer>;
	/** Written behind an insert to be told the new ids. */
	returningId: string;
}

export function driverOf(db: Knex): Driver {
	if (db.client.driverName === 'pg') return postgres;
	return db.client.config.client === 'mysql2' ? mysql : sqlite;
}

interface SqliteStatement {
	reader: boolean;
	all(...values: unknown[]): Record<string, unknown>[];
	run(...values: unknown[]): { changes: number };
}

interface SqliteConnection {
	prepare(sql: string): SqliteStatement;
}

/** The hot statements are few; one that is prepared once is not parsed again. */
const prepared = new WeakMap<SqliteConnection, Map<string, SqliteStatement>>();

const sqlite: Driver = {
	// Stock BEGIN takes the write lock only at the first write, and then fails instead of waiting.
	begin: 'begin immediate',
	atOnce: true,
	returningId: ' returning id',
	ask(connection, { sql, values }) {
		const statement = statementOf(connection as SqliteConnection, sql);
		const bound = values.map((value) => (typeof value === 'boolean' ? Number(value) : value));
		if (!statement.reader) return { rows: [], changes: statement.run(...bound).changes };
		const rows = statement.all(...bound);
		return { rows, changes: rows.length };
	},
};

function statementOf(connection: SqliteConnection, sql: string): SqliteStatement {
	const statements = prepared.get(connection) ?? new Map<string, SqliteStatement>();
	prepared.set(connection, statements);
	const statement = statements.get(sql) ?? connection.prepare(sql);
	statements.set(sql, statement);
	return statement;
}

interface PostgresConnection {
	query(asked: { text: string; values: unknown[]; name: string }): Promise<{
		rows: Record<string, unknown>[];
		rowCount: number | null;
	}>;
}

const postgres: Driver = {
	begin: 'begin',
	atOnce: false,
	returningId: ' returning id',
	async ask(connection, { sql, values }) {
		const { text, name } = numbered(sql);
		const bound = values.map(withoutNul);
		const asked = (connection as PostgresConnection).query({ text, name, values: bound });
		const { rows, rowCount } = await asked.catch((fault) => {
			if (isOutdated(fault)) prepareAnew();
			throw fault;
		});
		return { rows, changes: rowCount ?? 0 };
	},
};

/** PostgreSQL refuses a whole row for one NUL in its text; a model may write one. */
export function withoutNul(value: unknown): unknown {
	return typeof value === 'string' ? value.replaceAll('\0', '') : value;
}

const texts = new Map<string, { text: string; name: string }>();
let generation = 1;

/** A table has got a column since the statement was prepared: a migration of another process. Asked again, it will do. */
export function isOutdated(fault: unknown): boolean {
	const { code, message } = (fault ?? {}) as { code?: string; message?: string };
	return code === '0A000' && Boolean(message?.includes('cached plan'));
}

/** Under new names, on every connection. */
function prepareAnew(): void {
	generation += 1;
	texts.clear();
}

/** `$1` for `?`, and a name by which a connection keeps the prepared statement. */
function numbered(sql: string): { text: string; name: string } {
	let known = texts.get(sql);
	if (!known) {
		let index = 0;
		known = {
			text: sql.replace(/\?/g, () => {
				index += 1;
				return `$${index}`;
			}),
			name: `deskbell-${generation}-${texts.size + 1}`,
		};
		texts.set(sql, known);
	}
	return known;
}

interface MysqlConnection {
	query(sql: string, values: unknown[], done: (fault: unknown, result: unknown) => void): void;
}

const mysql: Driver = {
	begin: 'start transaction',
	atOnce: false,
	returningId: '',
	async ask(connection, { sql, values }) {
		const result = await queried(connection as MysqlConnection, sql, values);
		if (Array.isArray(result)) return { rows: result, changes: result.length };
		const { insertId, affectedRows } = result as { insertId: number; affectedRows: number };
		if (!insertId) return { rows: [], changes: affectedRows };
		const step = affectedRows > 1 ? await incrementOf(connection as MysqlConnection) : 1;
		// InnoDB gives the rows of one insert neighbouring keys, and tells the first.
		const ids = Array.from({ length: affectedRows }, (_, index) => ({ id: insertId + index * step }));
		return { rows: ids, changes: affectedRows };
	},
};

function queried(connection: MysqlConnection, sql: string, values: readonly Value[]): Promise<unknown> {
	return new Promise((resolve, reject) => {
		connection.query(sql, [...values], (fault, result) => (fault ? reject(fault) : resolve(result)));
	});
}

const increments = new WeakMap<MysqlConnection, number>();

/** A cluster counts in steps of its size. */
async function incrementOf(connection: MysqlConnection): Promise<number> {
	const known = increments.get(connection);
	if (known) return known;
	const [row] = (await queried(connection, 'select @@auto_increment_increment as step', [])) as { step: number }[];
	const step = Number(row?.step ?? 1);
	increments.set(connection, step);
	return step;
}
