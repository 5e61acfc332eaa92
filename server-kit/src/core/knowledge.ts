// The knowledge base: articles in, passages out. Knows neither files nor SQL.

import type { ModelUsage } from './model.ts';

/** An article as it is written into the store. `slug` is unique within a tenant; the same slug again replaces it. */
export interface ArticleInput {
	slug: string;
	title: string;
	/** Where a reader finds it; null where there is no public address. */
	url: string | null;
	/** BCP 47 tag, or null where the article does not say. */
	locale: string | null;
	/** Markdown. */
	body: string;
	passages: readonly PassageInput[];
	/** What helps to find the article, and is never shown or handed to a model. */
	hints?: ArticleHints;
}

export interface ArticleHints {
	/** What the article says of itself out of its readers' sight: its description, keywords, questions. */
	about: string;
	/** The names by which links of other articles call it. */
	names: readonly string[];
	/** Its links to other articles. */
	links: readonly ArticleLink[];
}

export interface ArticleLink {
	/** The words of the link. */
	words: string;
	/** The name of the article that it leads to, or an address. */
	to: string;
}

export interface PassageInput {
	/** Headings above the passage, outermost first; without the article's title. */
	headings: readonly string[];
	/** The anchor of the nearest heading, without `#`; null at the top of the article. */
	anchor: string | null;
	/** Markdown, at most about 1,200 characters. */
	text: string;
}

/** A stored passage with what a search and a citation need of its article. */
export interface Passage extends PassageInput {
	id: number;
	articleId: number;
	title: string;
	url: string | null;
	locale: string | null;
}

/** An article as an index needs it. */
export interface StoredArticle {
	id: number;
	slug: string;
	title: string;
	url: string | null;
	locale: string | null;
	hints: ArticleHints | null;
	passages: readonly Passage[];
}

/** An article as its keepers see it in a list. */
export interface ArticleHead {
	id: number;
	slug: string;
	title: string;
	url: string | null;
	locale: string | null;
	updatedAt: number;
}

export interface KeptArticle extends ArticleHead {
	/** Markdown. */
	body: string;
}

/** A file that may become an article. */
export interface ArticleFile {
	/** Relative, with `/` between folders: names the article where its front matter does not. */
	path: string;
	text: string;
	/** Where the company's help pages stand; gives articles without `url` an address. */
	baseUrl?: string;
}

export interface FoundPassage {
	passage: Passage;
	/** How well the passage and its article fit; comparable within one search only. */
	score: number;
	/** Share of the question’s distinct content words found in the passage, its headings or its article’s title, 0 to 1. */
	coverage: number;
	/** How nearly it means what the question means, 0 to 1; absent where nobody looked, or it is not near. */
	likeness?: number;
}

/** Whose turn a search serves, where a model may be asked for it; without it none is asked. */
export interface OnAccount {
	/** Whether a model may be asked at all; null where nobody needs to be waited for. */
	cleared: Promise<boolean> | null;
	signal: AbortSignal;
	/** Told what asking came to. */
	book(model: string, usage: ModelUsage): void;
}

export interface SearchRequest {
	tenantId: string;
	/** The customer's words. */
	query: string;
	/** Earlier questions that this one leans on, nearest first; their words count less. */
	before?: readonly string[];
	locale: string;
	limit: number;
	account?: OnAccount | undefined;
}

export interface Search {
	/** Best first, from several articles where several fit. An empty list when nothing fits. */
	find(request: SearchRequest): Promise<readonly FoundPassage[]>;
}

/** What keeps up with the articles. */
export interface SearchUpkeep {
	/** Articles of the tenant were written or removed: the next search takes note, and the index is built anew ahead. */
	changed(tenantId: string): void;
}

/** What a search needs of the store. */
export interface ArticleSource {
	/** Changes whenever an article of the tenant is written or removed. */
	revision(tenantId: string): Promise<number>;
	/** Articles with an id above `after`, in the order of their ids. */
	read(tenantId: string, after: number, limit: number): Promise<readonly StoredArticle[]>;
	/** Which of these passages are still part of an article of the tenant. */
	standing(tenantId: string, passageIds: readonly number[]): Promise<readonly number[]>;
	/** Tenants that have articles, those that write the most first. */
	tenants(limit: number): Promise<readonly string[]>;
}
