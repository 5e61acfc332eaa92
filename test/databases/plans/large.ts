// A desk that has been open for years: every table filled as it would be, whatever its columns are called.

import type { Knex } from 'knex';

export interface Filled {
	table: string;
	rows: number;
}

/** The tenant that holds half of everything, and its busiest customer. */
export const BIG = { tenantId: 'acme', userId: 'person-0' };

const AT = Date.UTC(2026, 10, 1);
const CHUNK = 500;
const TENANTS = 10;

/** How many rows a table gets for each 1,000 messages. */
const SHARES: Readonly<Record<string, number>> = {
	support_ai_messages: 1000,
	support_ai_conversations: 100,
	support_ai_intent_classifications: 500,
	support_ticket_comments: 60,
	support_kb_passages: 10,
	support_kb_articles: 2,
};
const USUAL_SHARE = 20;
/** So many that no planner takes a table for a small one. */
const FEWEST = 2000;

/** A tenant has a few, written by hand, with secrets that no filler can make up. */
const HANDFUL: readonly string[] = ['support_webhooks'];

/** Tables whose rows have another key than `id`; the first million are left to what a test writes. */
const KEYS: Readonly<Record<string, (at: number) => Record<string, unknown>>> = {
	support_kb_entries: (at) => ({ article_id: 1_000_000 + at }),
	support_kb_words: (at) => ({ word: `w:word-${at}` }),
	support_kb_vectors: (at) => ({ passage_id: 1_000_000 + at }),
};

/** Words that a column holds, where any other word would tell the planner something untrue. */
const WORDS: Readonly<Record<string, readonly string[]>> = {
	role: ['user', 'assistant'],
	kind: ['support', 'support', 'support', 'gateway'],
	visibility: ['public', 'public', 'public', 'internal'],
	author_type: ['customer', 'agent'],
	priority: ['normal'],
	locale: ['en'],
	scope: ['user'],
	scopes: ['user'],
	label: ['how_to'],
	reasons: ['[]'],
	headings: ['["Folders"]'],
};
const STATUSES: Readonly<Record<string, readonly string[]>> = {
	support_ai_messages: ['complete'],
	support_ai_conversations: ['open', 'open', 'open', 'escalated'],
	support_training_candidates: ['queued', 'approved', 'rejected', 'exported'],
	support_tickets: ['open', 'pending', 'resolved', 'closed'],
	support_webhook_deliveries: ['delivered', 'delivered', 'failed', 'pending'],
};

/** Empty in all but a few rows. */
const RARE = /^(heartbeat_at|answering_since|reservation|deleted_at|locked_until)$/;

/** What was due has been seen to: nearly all that is left lies ahead. */
const AHEAD = /^(due_at|expires_at)$/;
const YEARS_MS = 10 * 365 * 86_400_000;

type Column = Knex.ColumnInfo & { name: string };

/** Fills every table that has rows of its own; the ones with a row per tenant stay as they are. */
export async function fill(db: Knex, messages: number, told: (filled: Filled) => void = () => {}): Promise<Filled[]> {
	const filled: Filled[] = [];
	for (const table of await tablesOf(db)) {
		const info = Object.entries(await db(table).columnInfo()) as [string, Knex.ColumnInfo][];
		const columns = info.map(([name, column]) => ({ ...column, name }));
		if (HANDFUL.includes(table) || !(KEYS[table] || columns.some(({ name }) => name === 'id'))) continue;
		const rows = Math.max(FEWEST, Math.ceil((messages * (SHARES[table] ?? USUAL_SHARE)) / 1000));
		await fillTable(db, table, columns, rows, messages);
		filled.push({ table, rows });
		told({ table, rows });
	}
	await gatherStatistics(db, filled);
	return filled;
}

async function tablesOf(db: Knex): Promise<string[]> {
	const asked: Readonly<Record<string, string>> = {
		sqlite: `select name from sqlite_master where type = 'table' and name like 'support%'`,
		mysql2: `select table_name as name from information_schema.tables where table_schema = database()`,
		pg: `select table_name as name from information_schema.tables where table_schema = current_schema()`,
	};
	const answer = await db.raw(asked[driverName(db)] ?? '');
	const rows: { name: string }[] = answer.rows ?? (Array.isArray(answer[0]) ? answer[0] : answer);
	return rows
		.map(({ name }) => name)
		.filter((name) => name.startsWith('support_') && !name.startsWith('support_migrations'))
		.sort();
}

export function driverName(db: Knex): 'sqlite' | 'mysql2' | 'pg' {
	if (db.client.driverName === 'pg') return 'pg';
	return db.client.config.client === 'mysql2' ? 'mysql2' : 'sqlite';
}

async function fillTable(db: Knex, table: string, columns: Column[], rows: number, messages: number): Promise<void> {
	const own = columns.filter(({ name, type }) => name !== 'id' || /char|text/.test(type));
	await db.transaction(async (trx) => {
		for (let from = 0; from < rows; from += CHUNK) {
			const size = Math.min(CHUNK, rows - from);
			const chunk = Array.from({ length: size }, (_, at) => rowOf(table, own, from + at, messages));
			await trx(table).insert(chunk);
		}
	});
}

function rowOf(table: string, columns: Column[], at: number, messages: number): Record<string, unknown> {
	const values = columns.map((column) => [column.name, cellOf(table, column, at, messages)]);
	return { ...Object.fromEntries(values.filter(([, value]) => value !== undefined)), ...KEYS[table]?.(at) };
}

/** Half of all rows are of one tenant; in it one person in a hundred rows is the busiest customer. */
function cellOf(table: string, column: Column, at: number, messages: number): unknown {
	const { name } = column;
	if (RARE.test(name)) return undefined;
	if (name === 'tenant_id') return at % 2 === 0 ? BIG.tenantId : `tenant-${at % TENANTS}`;
	if (/^(user_id|author_id|actor_id)$/.test(name))
		return at % 100 === 0 ? BIG.userId : `person-${at % (messages / 50)}`;
	if (name === 'conversation_id') return 1 + (at % Math.ceil(messages / 10));
	if (name === 'ticket_id') return 1 + (at % Math.ceil(messages / 50));
	if (name === 'article_id') return 1 + (at % Math.ceil(messages / 500));
	if (name === 'status') return pick(STATUSES[table] ?? ['done'], at);
	// The chain of the audit begins at 1 and takes no number twice.
	if (name === 'seq') return at + 1_000_000_000;
	if (WORDS[name]) return pick(WORDS[name], at);
	return plainValue(column, at);
}

const pick = (words: readonly string[], at: number) => words[at % words.length];

function plainValue({ name, type, nullable, maxLength }: Column, at: number): unknown {
	if (/bool|tinyint/.test(type)) return false;
	if (/_at$|^at$|_since$|_until$/.test(name)) return AT + at * 1000 + (AHEAD.test(name) ? YEARS_MS : 0);
	if (/int|real|float|double|numeric|decimal/.test(type)) return at + 1;
	const word = `${name.slice(0, 6)}-${at}`;
	if (/char/.test(type)) return word.slice(-(maxLength ? Number(maxLength) : word.length));
	return nullable ? undefined : '{}';
}

/** A server that has run for a while has them; SQLite works without. */
async function gatherStatistics(db: Knex, filled: readonly Filled[]): Promise<void> {
	const driver = driverName(db);
	if (driver === 'pg') await db.raw('vacuum analyze');
	if (driver === 'mysql2') for (const { table } of filled) await db.raw('analyze table ??', [table]);
}
