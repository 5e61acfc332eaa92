// The search over the index that the database keeps: this process holds no articles. The database says which of them
// may fit, and our own ranking decides among those.

import type { FoundPassage, SearchRequest } from '../../core/knowledge.ts';
import type { KnowledgeIndexStore, WeighedToken } from '../../core/knowledge-index.ts';
import type { Asked } from './asking.ts';
import { candidateHoldings } from './candidates.ts';
import { partOfEntry } from './entry-text.ts';
import type { Found, Lookups } from './lookups.ts';
import { rank } from './ranking.ts';
import { createReading } from './reading.ts';
import type { KnowledgeSearch, MemorySearch } from './search.ts';
import type { Synonyms } from './synonyms.ts';
import { type TokenKind, tokenOf } from './tokens.ts';

export interface DatabaseSearchOptions {
	synonyms?: Synonyms;
	/** The indexer that articles are written with now. */
	version: number;
	/** Told what went wrong while an index was filled; it is tried again. */
	onFault?: (fault: unknown) => void;
}

/** So many articles are ranked. */
const CANDIDATES = 64;
/** Articles that the full text goes through for words that they hold, and again for those that they are about. */
const MOST_SCANNED = 10_000;
const MOST_TOKENS = 32;
/** To be about a word says more than to hold it. */
const ABOUT = 1.5;
const FILLED_AT_ONCE = 10;
const TENANTS_AT_ONCE = 20;

/** @param memory serves a tenant until its index is filled */
export function createDatabaseSearch(
	index: KnowledgeIndexStore,
	memory: MemorySearch,
	{ synonyms = [], version, onFault = () => {} }: DatabaseSearchOptions,
): KnowledgeSearch {
	const read = createReading(index, synonyms);
	const filling = new Map<string, Promise<void>>();
	/** Tenants that are searched in memory until their index is filled. */
	const inMemory = new Set<string>();
	let open = true;

	function fill(tenantId: string): Promise<void> {
		const running = filling.get(tenantId) ?? fillAll(tenantId).finally(() => filling.delete(tenantId));
		filling.set(tenantId, running);
		return running;
	}

	async function fillAll(tenantId: string): Promise<void> {
		while (open && (await index.fill(tenantId, FILLED_AT_ONCE)) > 0);
	}

	async function find(request: SearchRequest): Promise<readonly FoundPassage[]> {
		const { tenantId, limit, ...question } = request;
		const { asked, lookups, version: served } = await read(tenantId, question);
		if (served === null || served < version) void fill(tenantId).catch(onFault);
		if (served === null) {
			inMemory.add(tenantId);
			return memory.find(request);
		}
		if (inMemory.delete(tenantId)) memory.forget(tenantId);
		const tokens = tokensOf(tenantId, asked, lookups);
		if (tokens.length === 0) return [];
		const found = await index.candidates(tenantId, tokens, CANDIDATES);
		const terms = numbered(lookups.found().terms);
		const written = numbered(lookups.found().written);
		const parts = found
			.toSorted((a, b) => a.articleId - b.articleId)
			.map(({ words }) => partOfEntry(words, terms, written));
		const ranked = rank(asked, await candidateHoldings(parts, lookups), limit);
		const ids = parts.flatMap(({ passages }) => passages.map(({ id }) => id));
		if (ranked.length === 0) return [];
		const passages = await index.passages(
			tenantId,
			ranked.map(({ place }) => ids[place] ?? 0),
		);
		const byId = new Map(passages.map((passage) => [passage.id, passage]));
		// An article may have been replaced in between.
		return ranked.flatMap(({ place, ...how }) => {
			const passage = byId.get(ids[place] ?? 0);
			return passage ? { passage, ...how } : [];
		});
	}

	return {
		find,
		changed(tenantId) {
			if (inMemory.has(tenantId)) memory.changed(tenantId);
		},
		async warm() {
			for (;;) {
				const tenants = open ? await index.unfilled(TENANTS_AT_ONCE) : [];
				if (tenants.length === 0) return;
				for (const tenantId of tenants) await fill(tenantId);
			}
		},
		async close() {
			open = false;
			await Promise.allSettled(filling.values());
			await memory.close();
		},
	};
}

interface AskedTerm {
	term: string;
	weight: number;
	/** How many articles hold it, and how many are about it. */
	articles: number;
	about: number;
}

const numbered = (found: Found) => new Map([...found].map(([number, { word }]) => [word, number]));

/**
 * The rarest words first: they tell the articles apart, and few articles hold them. What too many hold or are about is
 * left out; where nothing else is asked for, a sample of the articles that are about it is ranked.
 */
function tokensOf(tenantId: string, asked: Asked, lookups: Lookups): WeighedToken[] {
	const terms = termsOf(asked, lookups).toSorted((a, b) => a.articles - b.articles);
	const weighed = (kind: TokenKind, share: number, some: readonly AskedTerm[]) =>
		some.map(({ term, weight }) => ({ token: tokenOf(tenantId, kind, term), weight: share * weight }));
	const holds = weighed(
		'holds',
		1,
		affordable(terms, ({ articles }) => articles),
	);
	const about = weighed(
		'about',
		ABOUT,
		affordable(terms, (term) => term.about),
	);
	const tokens = holds.length + about.length > 0 ? [...about, ...holds] : weighed('sample', 1, terms);
	return tokens.slice(0, MOST_TOKENS);
}

function termsOf({ words }: Asked, lookups: Lookups): AskedTerm[] {
	const { terms: found } = lookups.found();
	const weights = new Map<number, number>();
	for (const { weight, groups } of words)
		for (const meaning of groups.flat())
			weights.set(meaning.term, Math.max(weights.get(meaning.term) ?? 0, weight * meaning.weight));
	const all = lookups.articles();
	return [...weights].flatMap(([number, weight]) => {
		const { word: term, articles } = found.get(number) ?? { word: '', articles: 0 };
		if (articles <= 0) return [];
		return { term, articles, about: lookups.about(term), weight: weight * Math.log(1 + all / articles) };
	});
}

/** As many of the terms, the first ones first, as the full text may go through. */
function affordable(terms: readonly AskedTerm[], cost: (term: AskedTerm) => number): AskedTerm[] {
	let scanned = 0;
	return terms.filter((term) => {
		const fits = scanned + cost(term) <= MOST_SCANNED;
		if (fits) scanned += cost(term);
		return fits && cost(term) > 0;
	});
}
