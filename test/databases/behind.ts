// Looks behind the store: which rows of which tables are about a conversation, or still hold some words.

import type { Database } from './every-database.ts';

/** How many rows of each table, as the schema names them, point to the conversation or one of its messages. */
export async function rowsOf(database: Database, id: number, messageIds: number[]): Promise<Record<string, number>> {
	const found: Record<string, number> = {};
	for (const [table, columns] of await schemaOf(database)) {
		const query = database.bare(table).where((any) => {
			any.whereRaw('1 = 0');
			if (columns.includes('conversation_id')) any.orWhere('conversation_id', id);
			if (columns.includes('message_id')) any.orWhereIn('message_id', messageIds);
			if (table === 'support_ai_conversations') any.orWhere('id', id);
		});
		const count = (await query).length;
		if (count > 0) found[table] = count;
	}
	return found;
}

/** The tables in which the words still stand, in whatever column. */
export async function tablesThatSay(database: Database, words: string): Promise<string[]> {
	const found: string[] = [];
	for (const [table] of await schemaOf(database))
		if (JSON.stringify(await database.bare(table)).includes(words)) found.push(table);
	return found;
}

/** Asked of the database itself, so that a table of tomorrow is not forgotten. */
export async function schemaOf({ bare, name }: Pick<Database, 'bare' | 'name'>): Promise<[string, string[]][]> {
	const here = name === 'PostgreSQL' ? 'current_schema()' : 'database()';
	const asked = `select table_name as name from information_schema.tables where table_schema = ${here} and table_name like 'support%'`;
	const raw = await bare.raw(
		name.startsWith('SQLite') ? `select name from sqlite_master where type = 'table' and name like 'support%'` : asked,
	);
	const rows: { name: string }[] = raw.rows ?? (Array.isArray(raw[0]) ? raw[0] : raw);
	const tables = rows.map((row) => row.name).sort();
	return Promise.all(
		tables.map(async (table): Promise<[string, string[]]> => [table, Object.keys(await bare(table).columnInfo())]),
	);
}
