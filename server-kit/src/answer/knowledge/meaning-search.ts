// The search by words, and beside it one by meaning: the question's vector against those of the passages. Whatever keeps
// the second from its end, in time, the first stands as if it were alone.

import { type Embedder, EmbeddingFault } from '../../core/embeddings.ts';
import type { FoundPassage, OnAccount, Passage, SearchRequest } from '../../core/knowledge.ts';
import type { Log } from '../../core/ports.ts';
import { fuse } from './fusion.ts';
import type { KnowledgeSearch } from './search.ts';
import type { Near, Vectors } from './vectors.ts';

export interface MeaningSearchParts {
	words: KnowledgeSearch;
	vectors: Vectors;
	embedder: Embedder;
	/** As they stand in the store now. */
	passages(tenantId: string, ids: readonly number[]): Promise<readonly Passage[]>;
	/** Tenants for whom to read ahead. */
	tenants(): Promise<readonly string[]>;
	/** Articles have changed: some passages lack their vectors. */
	kick(): void;
	log: Log;
	/** So long the question's vector is waited for. */
	timeoutMs: number;
	/** What is less alike has nothing to do with the question. */
	minSimilarity: number;
}

/** So many of the nearest, for each passage that is wanted, take part. */
const NEAR_FOR_EACH = 2;
/** The newest words of a long question say what it is about. */
const MOST_CHARACTERS = 2000;

export function createMeaningSearch(parts: MeaningSearchParts): KnowledgeSearch {
	const { words, vectors } = parts;
	const tell = tellOnce(parts.log);

	async function near(request: SearchRequest, account: OnAccount): Promise<Near[]> {
		try {
			const found = await nearest(request, account, parts);
			if (found) tell(null);
			return found ?? [];
		} catch (fault) {
			if (!(fault instanceof EmbeddingFault && fault.outcome === 'left')) tell(fault);
			return [];
		}
	}

	/** What stands no more, and what the store cannot tell, is left out. */
	async function passagesOf(tenantId: string, found: readonly Near[], known: readonly FoundPassage[]) {
		const there = new Set(known.map(({ passage }) => passage.id));
		const ids = found.map(({ passageId }) => passageId).filter((id) => !there.has(id));
		if (ids.length === 0) return [];
		return parts.passages(tenantId, ids).catch((fault) => {
			tell(fault);
			return [];
		});
	}

	return {
		async find({ account, ...request }) {
			if (!account) return words.find(request);
			const [byWords, byMeaning] = await Promise.all([words.find(request), near(request, account)]);
			if (byMeaning.length === 0) return byWords;
			const more = await passagesOf(request.tenantId, byMeaning, byWords);
			return fuse(byWords, byMeaning, more, request.limit);
		},
		changed(tenantId) {
			words.changed(tenantId);
			parts.kick();
		},
		async warm() {
			await words.warm();
			for (const tenantId of await parts.tenants()) await vectors.any(tenantId);
		},
		async close() {
			await vectors.close();
			await words.close();
		},
	};
}

/** Null where nothing was asked: there is nothing to be found, or nothing may be asked. */
async function nearest(
	{ tenantId, query, before = [], limit }: SearchRequest,
	{ cleared, signal, book }: OnAccount,
	{ vectors, embedder, timeoutMs, minSimilarity }: MeaningSearchParts,
): Promise<Near[] | null> {
	if (!query.trim() || !(await vectors.any(tenantId))) return null;
	// A message that is refused is sent to nobody.
	if (cleared && !(await cleared)) return null;
	const text = [...before.toReversed(), query].join('\n').slice(-MOST_CHARACTERS);
	const { vectors: made, usage } = await embedder.embed([text], 'question', { timeoutMs, signal });
	book(embedder.model, usage);
	const found = made[0] ? await vectors.nearest(tenantId, made[0], NEAR_FOR_EACH * limit) : [];
	return found.filter(({ likeness }) => likeness >= minSimilarity);
}

/** That it fails is said once, and that it works again. @returns to be told a fault, or null where it worked */
function tellOnce(log: Log): (fault: unknown) => void {
	let failing = false;
	return (fault) => {
		if (fault !== null && !failing) log.warn('searching by words alone: no vectors for questions', { fault });
		if (fault === null && failing) log.info('searching by meaning again');
		failing = fault !== null;
	};
}
