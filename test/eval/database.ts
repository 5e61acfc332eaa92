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
	/** The id of the first article; the others follow it in their order. */
	first: number;
	close(): Promise<void>;
}

interface Filling {
	/** Articles in a transaction; as many as a process would take where it is left out. */
	atOnce?: number;
	/** Told how many articles have been written and indexed. */
	told?(done: number): void;
}

const AT_ONCE = 20;

/** Each call in memory has a database of its own; in another they have one, and a tenant each. */
export async function databaseSearchOver(
	articles: readonly StoredArticle[],
	database: string,
	tenantId = 'eval',
	{ atOnce, told = () => {} }: Filling = {},
): Promise<Filled> {
	const { store, migrate, close } = openStore(database, { indexer });
	await migrate();
	const inputs = articles.map(({ hints, ...article }) => ({ ...article, body: '', ...(hints && { hints }) }));
	const step = atOnce ?? AT_ONCE;
	for (let at = 0; at < inputs.length; at += step) {
		await store.knowledge.write(tenantId, inputs.slice(at, at + step), 0);
		told(at);
	}
	const search = createDatabaseSearch(store.knowledgeIndex, createSearch(store.knowledge), indexer);
	const filledMs = await taken(async () => {
		for (let done = inputs.length, more = 1; atOnce && more > 0; done += more) {
			told(done);
			more = await store.knowledgeIndex.fill(tenantId, atOnce);
		}
		await search.warm();
	});
	const writtenMs = await taken(() => store.knowledge.write(tenantId, inputs.slice(0, 1), 0));
	const [head] = await store.knowledge.read(tenantId, 0, 1);
	return { search, filledMs, writtenMs, first: head?.id ?? 1, close };
}

async function taken(work: () => Promise<unknown>): Promise<number> {
	const from = performance.now();
	await work();
	return performance.now() - from;
}
