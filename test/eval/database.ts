// The same articles in the index that a database keeps, for the measurements.

import { createDatabaseSearch } from '../../server-kit/src/answer/knowledge/database-search.ts';
import { indexer } from '../../server-kit/src/answer/knowledge/indexer.ts';
import { createSearch, type KnowledgeSearch } from '../../server-kit/src/answer/knowledge/search.ts';
import type { StoredArticle } from '../../server-kit/src/core/knowledge.ts';
import { openStore } from '../../server-kit/src/store/open.ts';

interface Filled {
	search: KnowledgeSearch;
	filledMs: number;
	/** How long it takes to write one article again, with its index. */
	writtenMs: number;
	close(): Promise<void>;
}

const AT_ONCE = 20;

/** Each call in memory has a database of its own; in another they have one, and a tenant each. */
export async function databaseSearchOver(
	articles: readonly StoredArticle[],
	database: string,
	tenantId = 'eval',
): Promise<Filled> {
	const { store, migrate, close } = openStore(database, { indexer });
	await migrate();
	const inputs = articles.map(({ hints, ...article }) => ({ ...article, body: '', ...(hints && { hints }) }));
	for (let at = 0; at < inputs.length; at += AT_ONCE)
		await store.knowledge.write(tenantId, inputs.slice(at, at + AT_ONCE), 0);
	const search = createDatabaseSearch(store.knowledgeIndex, createSearch(store.knowledge), indexer);
	const filledMs = await taken(() => search.warm());
	const writtenMs = await taken(() => store.knowledge.write(tenantId, inputs.slice(0, 1), 0));
	return { search, filledMs, writtenMs, close };
}

async function taken(work: () => Promise<unknown>): Promise<number> {
	const from = performance.now();
	await work();
	return performance.now() - from;
}
