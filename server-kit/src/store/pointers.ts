// Names of articles and links to them: when one comes or goes, the words of links lead to other articles.

import type { Knex } from 'knex';
import type { StoredArticle } from '../core/knowledge.ts';
import type { Indexer, Pointer } from '../core/knowledge-index.ts';
import { ENTRIES } from './full-text.ts';

export const POINTERS = 'support_kb_pointers';
const ROWS_AT_ONCE = 100;
/** What thousands of links call an article tells nothing that the first have not. */
const MOST_READ = 2000;

/** @returns the tails that names or links of these articles had or have */
export async function replacePointers(
	db: Knex,
	tenantId: string,
	ids: readonly number[],
	pointers: readonly Pointer[],
): Promise<Set<string>> {
	const own = () => db(POINTERS).where({ tenant_id: tenantId }).whereIn('article_id', ids);
	const before: string[] = await own().forUpdate().pluck('tail');
	await own().delete();
	const rows = pointers.map(({ articleId, tail, name, to, words }) => {
		return { tenant_id: tenantId, article_id: articleId, tail, name, target: to, words };
	});
	if (rows.length > 0) await db.batchInsert(POINTERS, rows, ROWS_AT_ONCE);
	return new Set([...before, ...pointers.map(({ tail }) => tail)]);
}

/** Which articles the links with these tails may lead to, and the words of all links that lead to those. */
export async function incomingBy(
	db: Knex,
	tenantId: string,
	tails: ReadonlySet<string>,
	indexer: Indexer,
): Promise<Map<number, string>> {
	if (tails.size === 0) return new Map();
	const names = () => db(POINTERS).where({ tenant_id: tenantId }).whereNotNull('name').limit(MOST_READ).forUpdate();
	const ids = distinct<number>(
		await names()
			.whereIn('tail', [...tails])
			.pluck('article_id'),
	);
	if (ids.length === 0) return new Map();
	const all = distinct<string>(await names().whereIn('article_id', ids).pluck('tail'));
	const pointers: Pointer[] = await db(POINTERS)
		.where({ tenant_id: tenantId })
		.whereIn('tail', all)
		.orderBy(['article_id', 'id'])
		.limit(10 * MOST_READ)
		.forUpdate()
		.select({ articleId: 'article_id', tail: 'tail', name: 'name', to: 'target', words: 'words' });
	const incoming = indexer.incomingWords(pointers);
	return new Map(ids.map((id) => [id, incoming.get(id) ?? '']));
}

const distinct = <Each>(all: readonly Each[]): Each[] => [...new Set(all)];

/** Of these, the articles whose entries were made with other words of links than now. */
export async function outdated(
	db: Knex,
	tenantId: string,
	incoming: ReadonlyMap<number, string>,
	being: readonly StoredArticle[],
): Promise<number[]> {
	const made = new Set(being.map(({ id }) => id));
	const others = [...incoming.keys()].filter((id) => !made.has(id));
	if (others.length === 0) return [];
	const entries: { article_id: number; incoming: string }[] = await db(ENTRIES)
		.where({ tenant_id: tenantId })
		.whereIn('article_id', others)
		.forUpdate()
		.select('article_id', 'incoming');
	return entries.flatMap(({ article_id: id, incoming: before }) => (before === incoming.get(id) ? [] : [id]));
}
