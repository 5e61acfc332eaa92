// The index of the knowledge base that the database keeps: what a search asks of it, and what an article puts into it.

import type { Passage, StoredArticle } from './knowledge.ts';

/** In how many of the tenant's articles and passages a word stands. */
export interface Spread {
	articles: number;
	passages: number;
}

/** What one article puts into the index. */
export interface IndexEntry {
	articleId: number;
	/** The article's words and where they stand; only who made it reads it. */
	words: string;
	/** What the full text finds it by: ten small letters and digits each. */
	tokens: readonly string[];
}

/** A name of an article, or a link to one: whichever share their last part may belong together. */
export interface Pointer {
	articleId: number;
	/** The last part of the name, or of where the link leads. */
	tail: string;
	/** Null for a link. */
	name: string | null;
	/** Where a link leads, and its words; null for a name. */
	to: string | null;
	words: string | null;
}

/** Turns articles into entries. */
export interface Indexer {
	/** Moves on when entries come out otherwise: then those that are kept are made anew. */
	readonly version: number;
	pointersOf(article: StoredArticle): readonly Pointer[];
	/** The words of links to articles, by the article. @param pointers all that share their tails, by their articles */
	incomingWords(pointers: readonly Pointer[]): ReadonlyMap<number, string>;
	/**
	 * @param incoming the words of the links that lead to the articles, by their ids
	 * @param known which of these words the tenant's articles hold
	 */
	read(
		tenantId: string,
		articles: readonly StoredArticle[],
		incoming: ReadonlyMap<number, string>,
		known: (words: readonly string[]) => Promise<ReadonlySet<string>>,
	): Promise<readonly IndexEntry[]>;
	/** What an entry adds to the tenant's vocabulary, by word. */
	spreadIn(words: string): ReadonlyMap<string, Spread>;
}

/** Words as written that begin or end with some letters. */
export interface Alike {
	letters: string;
	at: 'start' | 'end';
	shortest: number;
	longest: number;
	/** How many at most, the shortest first. */
	limit: number;
}

export interface Looked {
	/** Of the indexer that made the entries; null while they are not all there. */
	version: number | null;
	/** The words that stand in articles: those asked for, and those alike. */
	words: ReadonlyMap<string, Spread>;
}

export interface WeighedToken {
	token: string;
	weight: number;
}

export interface KnowledgeIndexStore {
	/** One statement. */
	look(tenantId: string, words: readonly string[], alike: readonly Alike[]): Promise<Looked>;
	/** The entries whose tokens weigh the most together. One statement. */
	candidates(
		tenantId: string,
		tokens: readonly WeighedToken[],
		limit: number,
	): Promise<readonly Pick<IndexEntry, 'articleId' | 'words'>[]>;
	passages(tenantId: string, ids: readonly number[]): Promise<readonly Passage[]>;
	/** Tenants with articles whose index is not begun, not filled or of an older version. */
	unfilled(limit: number): Promise<readonly string[]>;
	/** From now on whoever writes articles keeps the index too; `fill` makes the entries of all of them anew. */
	begin(tenantId: string): Promise<void>;
	/**
	 * Begins where need be, and makes the entries of the next few articles; several processes share the work.
	 * @returns how many; 0 where nothing is left to do
	 */
	fill(tenantId: string, limit: number): Promise<number>;
	/** Of all tenants; whoever writes articles keeps it no more, until somebody begins it again. One transaction. */
	drop(): Promise<void>;
}

/** How far the indexes of all tenants are. */
export interface IndexFacts {
	tenants: number;
	/** Those that serve. */
	whole: number;
	/** Those that are being filled, for the first time or anew. */
	filling: number;
}
