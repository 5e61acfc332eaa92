// Asks each database how it would run a statement, and names what grows with a table: a scan of it, a sort of many rows.

import type { Knex } from 'knex';
import { driverName } from './large.ts';
import type { Recorded } from './recorded.ts';

/** Below it nothing is worth an index. */
const MANY_ROWS = 500;

/** @param large the tables that have many rows */
export type Explain = (asked: Recorded, large: ReadonlySet<string>) => Promise<string[]>;

/** @returns what is wrong with the plan, as short words: `scan support_tickets`, `sort support_tickets`, `read …` */
export function explainerOf(db: Knex): Explain {
	const explain = { sqlite: explainSqlite, mysql2: explainMysql, pg: explainPostgres }[driverName(db)];
	return (asked, large) => (isPlanned(asked.sql) ? explain(db, asked, large) : Promise.resolve([]));
}

export function isPlanned(sql: string): boolean {
	return /^\s*(select|update|delete|with|insert[\s\S]*\bselect\b)/i.test(sql) && /\bsupport_/.test(sql);
}

async function explainSqlite(db: Knex, { sql, values }: Recorded, large: ReadonlySet<string>): Promise<string[]> {
	const connection = await db.client.acquireConnection();
	try {
		const rows: { detail: string }[] = connection.prepare(`explain query plan ${sql}`).all(...values);
		const tableOf = aliasesIn(sql);
		const faults = rows.flatMap(({ detail }) => {
			const [, scanned] = /^SCAN (\w+)/.exec(detail) ?? [];
			if (scanned) return [`scan ${tableOf(scanned)}`];
			return detail.includes('TEMP B-TREE FOR ORDER BY') ? [`sort ${tablesIn(sql, large)}`] : [];
		});
		return faults.filter((fault) => fault.startsWith('sort') || large.has(fault.slice('scan '.length)));
	} finally {
		db.client.releaseConnection(connection);
	}
}

/** SQLite speaks of tables by the name that the statement gives them. */
function aliasesIn(sql: string): (alias: string) => string {
	const named = [...sql.matchAll(/[`"]?(support_\w+)[`"]?\s+(?:as\s+)?[`"]?(\w+)[`"]?/gi)];
	const tables = new Map(named.map(([, table = '', alias = '']) => [alias, table]));
	return (alias) => (alias.startsWith('support_') ? alias : (tables.get(alias) ?? alias));
}

function tablesIn(sql: string, large: ReadonlySet<string>): string {
	const named = new Set(sql.match(/\bsupport_\w+/g) ?? []);
	return [...named].filter((table) => large.has(table)).join(' ');
}

interface MysqlStep {
	table: string | null;
	type: string | null;
	/** `1`, or `1 (2%)` where two indexes are read. */
	rows: string | number | null;
	Extra: string | null;
}

async function explainMysql(db: Knex, { sql, values }: Recorded, large: ReadonlySet<string>): Promise<string[]> {
	const [steps = []]: MysqlStep[][] = await db.raw(`explain ${sql}`, values as Knex.RawBinding[]);
	const tableOf = aliasesIn(sql);
	return steps.flatMap(({ table, type, rows, Extra }) => {
		const name = tableOf(table ?? '');
		// Where a statement names hundreds of ids, reading a table of a few thousand rows is no more work.
		if (Number.parseInt(String(rows), 10) < Math.max(MANY_ROWS, values.length * 20)) return [];
		const scans = large.has(name) && (type === 'ALL' || type === 'index');
		// Part of an index, such as the tenant's, may leave half of the table to read.
		const reads = large.has(name) && !scans && !/\blimit\b/i.test(sql);
		const sorts = Extra?.includes('filesort');
		return [...(scans ? [`scan ${name}`] : []), ...(reads ? [`read ${name}`] : []), ...(sorts ? [`sort ${name}`] : [])];
	});
}

interface PostgresNode {
	'Node Type': string;
	'Relation Name'?: string;
	'Plan Rows': number;
	Plans?: PostgresNode[];
}

/** A table that is small for a test is read whole whatever its indexes: without that way the planner shows them. */
async function explainPostgres(db: Knex, { sql, values }: Recorded, large: ReadonlySet<string>): Promise<string[]> {
	return db.transaction(async (trx) => {
		await trx.raw('set local enable_seqscan = off');
		const connection = await trx.client.acquireConnection();
		const { rows } = await connection.query(`explain (format json) ${sql}`, values);
		return faultsOf(rows[0]['QUERY PLAN'][0].Plan, large);
	});
}

function faultsOf(node: PostgresNode, large: ReadonlySet<string>): string[] {
	const { 'Node Type': type, 'Relation Name': table = '', Plans = [] } = node;
	const deeper = Plans.flatMap((inner) => faultsOf(inner, large));
	if (type === 'Seq Scan' && large.has(table)) return [`scan ${table}`, ...deeper];
	const sorts = type === 'Sort' && (Plans[0]?.['Plan Rows'] ?? 0) > MANY_ROWS;
	return sorts ? [`sort ${relationsOf(node).join(' ')}`, ...deeper] : deeper;
}

function relationsOf({ 'Relation Name': table, Plans = [] }: PostgresNode): string[] {
	return [...(table ? [table] : []), ...Plans.flatMap(relationsOf)];
}
