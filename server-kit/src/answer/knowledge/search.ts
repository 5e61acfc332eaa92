// The in-process search: one index per tenant, built from the store, renewed when the tenant's articles change.

import { setTimeout as pause } from 'node:timers/promises';
import type {
	ArticleSource,
	FoundPassage,
	Search,
	SearchRequest,
	SearchUpkeep,
	StoredArticle,
} from '../../core/knowledge.ts';
import { buildIndex, type PassageIndex } from './passage-index.ts';
import { inSlices } from './slices.ts';
import type { Synonyms } from './synonyms.ts';

export interface KnowledgeSearch extends Search, SearchUpkeep {
	/** Builds ahead for the tenants that write the most, so that nobody's first question waits. */
	warm(): Promise<void>;
	/** Builds nothing more; settles when what was being built is done or given up. */
	close(): Promise<void>;
}

export interface MemorySearch extends KnowledgeSearch {
	/** Drops the tenant's index; it is built again when asked for. */
	forget(tenantId: string): void;
}

export interface SearchOptions {
	synonyms?: Synonyms;
	/** What the indexes of all tenants may hold in memory together; the one in use always stays. */
	memoryBytes?: number;
	/** A monotonic clock in milliseconds. */
	now?: () => number;
	/** How long a search waits for a renewed index before it makes do with the old one. */
	patienceMs?: number;
}

interface Shelf {
	index: PassageIndex;
	revision: number;
	askedAt: number;
	/** The answer to "has anything changed?", while it is asked. */
	asking: Promise<boolean> | null;
	/** Articles have changed since it was built. */
	stale: boolean;
}

const askAgainMs = 1000;
const quietMs = 200;
const articlesRead = 25;
const warmedTenants = 20;

export function createSearch(source: ArticleSource, options: SearchOptions = {}): MemorySearch {
	const { synonyms = [], memoryBytes = 256 * 1024 * 1024, now = () => performance.now(), patienceMs = 250 } = options;
	const shelves = new Map<string, Shelf>();
	const building = new Map<string, Promise<Shelf>>();
	const quiet = new Map<string, NodeJS.Timeout>();
	const closing = new AbortController();

	function build(tenantId: string): Promise<Shelf> {
		const running = building.get(tenantId);
		if (running) return running;
		const started = newShelf(tenantId).finally(() => building.delete(tenantId));
		building.set(tenantId, started);
		return started;
	}

	async function newShelf(tenantId: string): Promise<Shelf> {
		const askedAt = now();
		// Asked before the articles are read: a write in between makes the next search build again.
		const revision = await source.revision(tenantId);
		const index = await inSlices(buildIndex(await readAll(tenantId), synonyms));
		const shelf = { index, revision, askedAt, asking: null, stale: false };
		keep(tenantId, shelf);
		return shelf;
	}

	async function readAll(tenantId: string): Promise<StoredArticle[]> {
		const articles: StoredArticle[] = [];
		for (;;) {
			closing.signal.throwIfAborted();
			const more = await source.read(tenantId, articles.at(-1)?.id ?? 0, articlesRead);
			articles.push(...more);
			if (more.length < articlesRead) return articles;
		}
	}

	function keep(tenantId: string, shelf: Shelf): void {
		shelves.delete(tenantId);
		shelves.set(tenantId, shelf);
		let held = [...shelves.values()].reduce((sum, { index }) => sum + index.bytes, 0);
		for (const [oldest, { index }] of shelves) {
			if (held <= memoryBytes || oldest === tenantId) return;
			shelves.delete(oldest);
			held -= index.bytes;
		}
	}

	/** Asks the store at most once a second; whoever comes while it is asked waits for the same answer. */
	function hasChanged(tenantId: string, shelf: Shelf): Promise<boolean> {
		if (shelf.asking) return shelf.asking;
		if (shelf.stale || now() - shelf.askedAt < askAgainMs) return Promise.resolve(shelf.stale);
		shelf.askedAt = now();
		shelf.asking = source
			.revision(tenantId)
			.then((revision) => {
				shelf.stale = revision !== shelf.revision;
				return shelf.stale;
			})
			.finally(() => {
				shelf.asking = null;
			});
		return shelf.asking;
	}

	async function current(tenantId: string): Promise<Shelf> {
		const shelf = shelves.get(tenantId);
		if (!shelf) return build(tenantId);
		keep(tenantId, shelf);
		if (!(await hasChanged(tenantId, shelf))) return shelf;
		// The old index stays while the new one is built: nobody finds an empty shelf, and nobody waits for long.
		const renewed = build(tenantId).catch(() => shelf);
		return Promise.race([renewed, pause(patienceMs, shelf, { ref: false })]);
	}

	/** An old index may hold passages that are gone: they must not be cited any more. */
	async function standing(tenantId: string, found: readonly FoundPassage[]): Promise<FoundPassage[]> {
		const ids = found.map(({ passage }) => passage.id);
		const there = new Set(ids.length > 0 ? await source.standing(tenantId, ids) : []);
		return found.filter(({ passage }) => there.has(passage.id));
	}

	async function find({ tenantId, limit, ...question }: SearchRequest): Promise<readonly FoundPassage[]> {
		const { index, stale } = await current(tenantId);
		if (!stale) return index.find(question, limit);
		return (await standing(tenantId, index.find(question, 3 * limit))).slice(0, limit);
	}

	function buildAhead(tenantId: string): Promise<unknown> {
		// Whoever asks next meets the same fault, and is told.
		return closing.signal.aborted ? Promise.resolve() : current(tenantId).catch(() => undefined);
	}

	return {
		find,
		changed(tenantId) {
			const shelf = shelves.get(tenantId);
			if (shelf) shelf.askedAt = Number.NEGATIVE_INFINITY;
			// An import writes many times: the index is built once it pauses.
			clearTimeout(quiet.get(tenantId));
			quiet.set(tenantId, setTimeout(() => void buildAhead(tenantId), quietMs).unref());
		},
		forget: (tenantId) => void shelves.delete(tenantId),
		async warm() {
			for (const tenantId of await source.tenants(warmedTenants)) await buildAhead(tenantId);
		},
		async close() {
			closing.abort();
			for (const timer of quiet.values()) clearTimeout(timer);
			await Promise.allSettled(building.values());
		},
	};
}
