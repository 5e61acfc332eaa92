// Asks both engines, the index in memory and the one that a database keeps: they must say the same.

import assert from 'node:assert/strict';
import { after } from 'node:test';
import { parseArticle } from '../../src/answer/knowledge/article.ts';
import { createDatabaseSearch } from '../../src/answer/knowledge/database-search.ts';
import { indexer } from '../../src/answer/knowledge/indexer.ts';
import { createSearch, type SearchOptions } from '../../src/answer/knowledge/search.ts';
import type { FoundPassage, SearchRequest } from '../../src/core/knowledge.ts';
import { type OpenStore, openStore } from '../../src/store/open.ts';
import { type Articles, sourceOf } from './corpus.ts';

type Question = Omit<SearchRequest, 'tenantId'>;

/** @returns what the index in memory finds, which is what the other finds too */
export async function foundByBoth(
	files: Articles,
	question: Question,
	options: SearchOptions = {},
): Promise<readonly FoundPassage[]> {
	const request = { tenantId: 'acme', ...question };
	const found = await createSearch(sourceOf(files), options).find(request);
	const { knowledge, knowledgeIndex } = (await filledWith(files)).store;
	const other = createDatabaseSearch(knowledgeIndex, createSearch(knowledge), { ...options, version: indexer.version });
	assert.deepEqual((await other.find(request)).map(described), found.map(described), question.query);
	return found;
}

function described({ passage, coverage }: FoundPassage): string {
	return `${passage.title} · ${passage.headings.join(' › ')} · ${passage.text} · ${coverage.toFixed(3)}`;
}

const stores = new Map<string, Promise<OpenStore>>();
after(async () => {
	for (const store of stores.values()) await (await store).close();
});

function filledWith(files: Articles): Promise<OpenStore> {
	const name = JSON.stringify(files);
	const store = stores.get(name) ?? fill(files);
	stores.set(name, store);
	return store;
}

async function fill(files: Articles): Promise<OpenStore> {
	const open = openStore(':memory:', { indexer });
	const { store } = open;
	await open.migrate();
	const articles = Object.entries(files).map(([path, text]) => parseArticle({ path, text }));
	await store.knowledge.write('acme', articles, 0);
	await createDatabaseSearch(store.knowledgeIndex, createSearch(store.knowledge), indexer).warm();
	return open;
}
