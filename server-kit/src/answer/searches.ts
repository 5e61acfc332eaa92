// What finds passages, as the host has chosen: by words, in memory or in the database, and by meaning beside it.

import { createHash } from 'node:crypto';
import { createEmbedding, type Embedding } from '../core/embedding.ts';
import type { Embedder } from '../core/embeddings.ts';
import type { Clock, Ids, Log } from '../core/ports.ts';
import type { Store } from '../core/store.ts';
import { createDatabaseSearch } from './knowledge/database-search.ts';
import { indexer } from './knowledge/indexer.ts';
import { createMeaningSearch } from './knowledge/meaning-search.ts';
import { createSearch, type KnowledgeSearch } from './knowledge/search.ts';
import type { Synonyms } from './knowledge/synonyms.ts';
import { createVectors } from './knowledge/vectors.ts';

interface ChosenWords {
	engine: 'memory' | 'database';
	synonyms: Synonyms;
	indexMemoryMb: number;
}

interface ChosenEmbeddings {
	embedder: Embedder;
	timeoutMs: number;
	batchSize: number;
	memoryMb: number;
	minSimilarity: number;
}

interface World {
	store: Pick<Store, 'knowledge' | 'knowledgeIndex' | 'vectors'>;
	clock: Clock;
	ids: Ids;
	log: Log;
	/** Whether work may begin by itself. */
	kicks: boolean;
}

export interface Searches {
	search: KnowledgeSearch;
	/** Gives passages their vectors; null where none are wanted. */
	embedding: Embedding | null;
}

const MEGABYTE = 1024 * 1024;
const WARMED_TENANTS = 20;

export function searchesOf(chosen: ChosenWords, embeddings: ChosenEmbeddings | null, world: World): Searches {
	const words = searchByWords(chosen, world);
	return embeddings ? withMeaning(words, embeddings, world) : { search: words, embedding: null };
}

function searchByWords({ engine, synonyms, indexMemoryMb }: ChosenWords, { store, log }: World): KnowledgeSearch {
	const memory = createSearch(store.knowledge, { synonyms, memoryBytes: indexMemoryMb * MEGABYTE });
	if (engine === 'memory') return memory;
	const onFault = (cause: unknown) => log.warn('the knowledge index could not be filled', { cause: String(cause) });
	return createDatabaseSearch(store.knowledgeIndex, memory, { synonyms, version: indexer.version, onFault });
}

function withMeaning(words: KnowledgeSearch, chosen: ChosenEmbeddings, world: World): Searches {
	const { store, log } = world;
	const { embedder } = chosen;
	const vectors = createVectors(store.vectors, {
		maker: embedder.maker,
		memoryBytes: chosen.memoryMb * MEGABYTE,
		patienceMs: chosen.timeoutMs,
		tooLarge: (tenant) => log.warn('vectors do not fit into knowledge.embeddings.memoryMb: by words alone', { tenant }),
	});
	const embedding = createEmbedding({
		...world,
		embedder,
		batchSize: chosen.batchSize,
		fingerprintOf,
		changed: vectors.changed,
	});
	const search = createMeaningSearch({
		...chosen,
		words,
		vectors,
		passages: store.knowledgeIndex.passages,
		tenants: () => store.knowledge.tenants(WARMED_TENANTS),
		kick: embedding.kick,
		log,
	});
	return { search, embedding };
}

export function fingerprintOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}
