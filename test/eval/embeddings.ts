// The same search with vectors beside it, for the measurements, where EMBEDDINGS_MODEL names a model and OPENAI_BASE_URL
// its server.

import { createEmbedder } from '../../server-kit/src/answer/models/embed.ts';
import { searchesOf } from '../../server-kit/src/answer/searches.ts';
import type { Search, StoredArticle } from '../../server-kit/src/core/knowledge.ts';
import { openStore } from '../../server-kit/src/store/open.ts';

const { EMBEDDINGS_MODEL: model, OPENAI_BASE_URL: baseURL, OPENAI_API_KEY: apiKey = 'none' } = process.env;

/** Nobody waits here: what is measured is what is found. */
const PATIENT_MS = 60_000;
const log = { info() {}, warn: console.warn, error: console.error };

/** Null where no model is named. */
export async function meaningSearchOver(articles: readonly StoredArticle[]): Promise<Search | null> {
	if (!model) return null;
	const { store, migrate } = openStore(':memory:');
	await migrate();
	const inputs = articles.map(({ hints, ...article }) => ({ ...article, body: '', ...(hints && { hints }) }));
	await store.knowledge.write('eval', inputs, 0);
	const embedder = createEmbedder({ baseURL, apiKey, model });
	const chosen = { engine: 'memory', synonyms: [], indexMemoryMb: 256 } as const;
	const embeddings = { embedder, timeoutMs: PATIENT_MS, batchSize: 32, memoryMb: 1024, minSimilarity: 0.3 };
	const ids = { make: (prefix: string) => `${prefix}_eval` };
	const world = { store, clock: { now: Date.now }, ids, log, kicks: false };
	const { search, embedding } = searchesOf(chosen, embeddings, world);
	await embedding?.runWhole('eval', () => {});
	const account = { cleared: null, signal: new AbortController().signal, book() {} };
	return { find: (request) => search.find({ ...request, account }) };
}
