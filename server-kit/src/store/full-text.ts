// Where the full texts of SQLite (FTS5), MariaDB/MySQL (InnoDB FULLTEXT) and PostgreSQL (tsvector, GIN) differ. All three
// are given the same tokens, which each keeps as one word; see answer/knowledge/tokens.ts.

import type { Knex } from 'knex';
import { isMysql, isPostgres, nameTaken } from './dialect.ts';

export const ENTRIES = 'support_kb_entries';
/** SQLite's full text is a table by itself; the others have a column. Not `support_…`: SQLite adds five of its own to it. */
const SQLITE_TEXTS = 'fulltext_support_kb';
const INDEX = 'ix_kb_entries_tokens';
const TOKEN = /^[a-z0-9]{10}$/;

/** The column that is searched, where the table has it. */
export function tokensColumn(db: Knex, table: Knex.CreateTableBuilder): void {
	if (isPostgres(db)) table.specificType('tokens', 'tsvector');
	if (isMysql(db)) table.text('tokens', 'mediumtext');
}

/** Words in the order of their letters' numbers, so that a range finds what begins alike whatever the locale is. */
export function wordColumn(db: Knex, table: Knex.CreateTableBuilder, name: string, length: number) {
	return isPostgres(db) ? table.specificType(name, `varchar(${length}) collate "C"`) : table.string(name, length);
}

/** Does nothing where it is there already. */
export async function makeFullText(db: Knex): Promise<void> {
	// Without `fastupdate`: what was written last would be searched row by row, and planners would rather read all.
	if (isPostgres(db))
		await db.raw('create index if not exists ?? on ?? using gin (tokens) with (fastupdate = off)', [INDEX, ENTRIES]);
	else if (isMysql(db))
		await db.raw('create fulltext index ?? on ?? (tokens)', [INDEX, ENTRIES]).catch((fault) => {
			if (!nameTaken(fault)) throw fault;
		});
	else
		await db.raw(`create virtual table if not exists ?? using fts5(tokens, detail=none, tokenize='ascii')`, [
			SQLITE_TEXTS,
		]);
}

export async function dropFullText(db: Knex): Promise<void> {
	if (!isPostgres(db) && !isMysql(db)) await db.raw('drop table if exists ??', [SQLITE_TEXTS]);
}

export interface EntryRow {
	article_id: number;
	tenant_id: string;
	/** The words of links that lead to the article. */
	incoming: string;
	words: string;
	tokens: readonly string[];
}

const ROWS_AT_ONCE = 20;

export async function insertEntries(db: Knex, rows: readonly EntryRow[]): Promise<void> {
	if (rows.length === 0) return;
	const own = rows.map(({ tokens, ...row }) => ({ ...row, ...columnOf(db, tokens) }));
	await db.batchInsert(ENTRIES, own, ROWS_AT_ONCE);
	if (isPostgres(db) || isMysql(db)) return;
	const texts = rows.map(({ article_id, tokens }) => ({ rowid: article_id, tokens: tokens.join(' ') }));
	await db.batchInsert(SQLITE_TEXTS, texts, ROWS_AT_ONCE);
}

function columnOf(db: Knex, tokens: readonly string[]): Record<string, unknown> {
	// As an array: PostgreSQL's parser would take some tokens for numbers.
	if (isPostgres(db)) return { tokens: db.raw('array_to_tsvector(?::text[])', [[...tokens]]) };
	return isMysql(db) ? { tokens: tokens.join(' ') } : {};
}

export async function deleteEntries(db: Knex, ids: readonly number[]): Promise<void> {
	if (!isPostgres(db) && !isMysql(db)) await db(SQLITE_TEXTS).whereIn('rowid', ids).delete();
	await db(ENTRIES).whereIn('article_id', ids).delete();
}

/** Of all tenants. */
export async function clearEntries(db: Knex): Promise<void> {
	if (!isPostgres(db) && !isMysql(db)) await db(SQLITE_TEXTS).delete();
	await db(ENTRIES).delete();
}

/** Selects the articles that have a token: `article_id`, and `weight` for each. @throws Error for what is no token */
export function holdersOf(db: Knex, tenantId: string, token: string, weight: number): Knex.Raw {
	if (!TOKEN.test(token)) throw new Error('not a token');
	if (isPostgres(db))
		return db.raw('select article_id, ?::float8 as weight from ?? where tenant_id = ? and tokens @@ ?::tsquery', [
			weight,
			ENTRIES,
			tenantId,
			`'${token}'`,
		]);
	if (isMysql(db))
		return db.raw(
			'select article_id, ? as weight from ?? where tenant_id = ? and match(tokens) against (? in boolean mode)',
			[weight, ENTRIES, tenantId, token],
		);
	return db.raw('select rowid as article_id, ? as weight from ?? where ?? match ?', [
		weight,
		SQLITE_TEXTS,
		SQLITE_TEXTS,
		`"${token}"`,
	]);
}

/** What stands in the row, and what would have been inserted. */
export function addedTo(db: Knex, table: string, column: string): Knex.Raw {
	if (isMysql(db)) return db.raw('?? + values(??)', [column, column]);
	return db.raw('?? + excluded.??', [`${table}.${column}`, column]);
}
