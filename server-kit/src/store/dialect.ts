// Where SQLite, MariaDB/MySQL and PostgreSQL differ. Nothing else in the store knows which one it speaks to.

import { createRequire } from 'node:module';
import type { Knex } from 'knex';
import { withoutNul } from './drivers.ts';

const require = createRequire(import.meta.url);

type Dialect = 'sqlite' | 'mysql' | 'postgres';

/** A file path (or `:memory:`), `mysql://…`, `mariadb://…`, `postgres://…`. */
function dialectOf(database: string): Dialect {
	if (/^(mysql|mariadb):\/\//i.test(database)) return 'mysql';
	if (/^postgres(ql)?:\/\//i.test(database)) return 'postgres';
	return 'sqlite';
}

/** A server that takes a connection and does not greet for so long is away. */
export const LONGEST_GREETING_MS = 10_000;

/** Whoever waits longer for a row that another transaction holds asks again, or is told. SQLite’s stands in `PRAGMAS`. */
const LONGEST_LOCK_SECONDS = 5;

/** @param lockSeconds how long a statement may wait for a row that another transaction holds */
export function knexConfig(
	database: string,
	connectMs = LONGEST_GREETING_MS,
	lockSeconds = LONGEST_LOCK_SECONDS,
): Knex.Config {
	switch (dialectOf(database)) {
		case 'sqlite':
			return sqliteConfig(database);
		case 'mysql':
			return mysqlConfig(database, connectMs, lockSeconds);
		case 'postgres':
			return postgresConfig(database, connectMs, lockSeconds);
	}
}

function sqliteConfig(filename: string): Knex.Config {
	return { client: immediateSqlite(), connection: { filename }, useNullAsDefault: true };
}

/** `secure_delete`: what a person deletes is overwritten, not left readable in free pages of the file. */
const PRAGMAS = ['foreign_keys=ON', 'secure_delete=ON', 'journal_mode=WAL', 'synchronous=NORMAL', 'busy_timeout=5000'];

interface SqliteDriver {
	pragma(statement: string): unknown;
}

/**
 * Stock BEGIN takes the write lock only at the first write: a transaction that read before then fails at once,
 * whatever the busy timeout says. BEGIN IMMEDIATE waits for the lock instead.
 */
function immediateSqlite(): typeof Knex.Client {
	const Base = require('knex/lib/dialects/better-sqlite3/index.js');
	const Transaction = require('knex/lib/dialects/sqlite3/execution/sqlite-transaction.js');
	class ImmediateTransaction extends Transaction {
		begin(connection: unknown) {
			return this.query(connection, this.readOnly ? 'BEGIN;' : 'BEGIN IMMEDIATE;');
		}
	}
	return class ImmediateSqlite extends Base {
		transaction(...given: unknown[]) {
			return Reflect.construct(ImmediateTransaction, [this, ...given]);
		}
		async acquireRawConnection(): Promise<SqliteDriver> {
			const driver: SqliteDriver = await super.acquireRawConnection();
			for (const pragma of PRAGMAS) driver.pragma(pragma);
			return driver;
		}
	} as unknown as typeof Knex.Client;
}

function mysqlConfig(url: string, connectTimeout: number, lockSeconds: number): Knex.Config {
	return {
		client: 'mysql2',
		connection: {
			...fromUrl(url.replace(/^mariadb:/i, 'mysql:'), 3306),
			connectTimeout,
			charset: 'utf8mb4',
			timezone: 'Z',
			decimalNumbers: true,
			supportBigNumbers: true,
		},
		pool: poolThatSays(`set session innodb_lock_wait_timeout = ${lockSeconds}`),
	};
}

interface Asked {
	query(sql: string, done: (fault: unknown) => void): void;
}

/** The server’s own settings are the owner’s: each connection says what it needs. */
function poolThatSays(setting: string): Knex.PoolConfig {
	return {
		min: 0,
		max: 10,
		afterCreate(connection: Asked, done: (fault: unknown, connection: Asked) => void) {
			connection.query(setting, (fault) => done(fault, connection));
		},
	};
}

function postgresConfig(url: string, connectionTimeoutMillis: number, lockSeconds: number): Knex.Config {
	// PostgreSQL sends 64-bit integers and sums as text; ours stay below 2^53.
	const numeric = new Set([20, 1700]);
	const types = {
		getTypeParser: (oid: number, format: string) =>
			numeric.has(oid) ? Number : require('pg').types.getTypeParser(oid, format),
	};
	const connection = { connectionString: url, types, connectionTimeoutMillis };
	return { client: postgresWithoutNul(), connection, pool: poolThatSays(`set lock_timeout = '${lockSeconds}s'`) };
}

/** Text without NUL in whatever knex itself asks. */
function postgresWithoutNul(): typeof Knex.Client {
	const Base = require('knex/lib/dialects/postgres/index.js');
	return class Postgres extends Base {
		prepBindings(bindings?: unknown[]) {
			return bindings?.map(withoutNul);
		}
	} as unknown as typeof Knex.Client;
}

function fromUrl(text: string, defaultPort: number) {
	const url = new URL(text);
	const socketPath = url.searchParams.get('socketPath');
	return {
		...(socketPath ? { socketPath } : { host: url.hostname, port: Number(url.port || defaultPort) }),
		user: decodeURIComponent(url.username),
		password: decodeURIComponent(url.password),
		database: decodeURIComponent(url.pathname.slice(1)),
	};
}

/** Inserts one row and returns its integer key. MariaDB answers with the key, the others only when asked. */
export async function insertRow(db: Knex, table: string, row: Record<string, unknown>): Promise<number> {
	const asks = isMysql(db) ? db(table).insert(row) : db(table).insert(row, 'id');
	const [first] = await asks;
	return typeof first === 'object' ? first.id : first;
}

export function isPostgres(db: Knex): boolean {
	return db.client.driverName === 'pg';
}

export function isMysql(db: Knex): boolean {
	return db.client.config.client === 'mysql2';
}

/** Does nothing where it is there already: what was cut off may be done again. */
export function addIndex(db: Knex, table: string, columns: readonly string[], name: string): Promise<void> {
	return makeIndex(db, 'index', [name, table, ...columns]);
}

/** As `addIndex`; rows without a value do not stand in each other's way. */
export function addUniqueIndex(db: Knex, table: string, columns: readonly string[], name: string): Promise<void> {
	return makeIndex(db, 'unique index', [name, table, ...columns]);
}

async function makeIndex(db: Knex, kind: 'index' | 'unique index', made: readonly string[]): Promise<void> {
	const list = made
		.slice(2)
		.map(() => '??')
		.join(', ');
	if (!isMysql(db)) return db.raw(`create ${kind} if not exists ?? on ?? (${list})`, [...made]);
	// MySQL has no such words; MariaDB does, and says the same without them.
	await db.raw(`create ${kind} ?? on ?? (${list})`, [...made]).catch((fault) => {
		if (!nameTaken(fault)) throw fault;
	});
}

const NAME_TAKEN = 1061;

/** MariaDB and MySQL: there is an index of that name. */
export const nameTaken = ({ errno }: { errno?: number }) => errno === NAME_TAKEN;

/** MariaDB keeps 64 KiB in `text`; ours may be longer. */
export function longText(table: Knex.CreateTableBuilder, name: string) {
	return table.text(name, 'mediumtext');
}

/** MariaDB and MySQL would take `Ada`, `ada` and `ada ` for one name; SQLite and PostgreSQL do not. */
export async function exactText(db: Knex): Promise<(table: Knex.CreateTableBuilder) => void> {
	if (!isMysql(db)) return () => {};
	const [[{ version }]] = await db.raw('select version() as version');
	const collation = /mariadb/i.test(version) ? 'utf8mb4_nopad_bin' : 'utf8mb4_0900_bin';
	return (table) => {
		table.charset('utf8mb4');
		table.collate(collation);
	};
}

/** Any number, the same in every process. */
const MIGRATING = 682_026;
const LONGEST_WAIT_SECONDS = 60;

/** One process at a time, the others wait. A lock goes when its process dies. */
export function alone<T>(db: Knex, work: (db: Knex) => Promise<T>): Promise<T> {
	return db.transaction(async (trx) => {
		if (isPostgres(db)) {
			await trx.raw('set local lock_timeout = 0');
			await trx.raw('select pg_advisory_xact_lock(?)', [MIGRATING]);
		}
		// SQLite has one connection, and its BEGIN has locked the file already.
		if (!isMysql(db)) return work(trx);
		const name = `concat('deskbell ', sha1(database()))`;
		await trx.raw(`select get_lock(${name}, ?)`, [LONGEST_WAIT_SECONDS]);
		try {
			return await work(db);
		} finally {
			await trx.raw(`select release_lock(${name})`);
		}
	});
}
