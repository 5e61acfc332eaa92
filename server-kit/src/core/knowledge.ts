// The knowledge base: articles in, passages out. Knows neither files nor SQL.

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

export interface FoundPassage {
	passage: Passage;
	/** BM25; comparable within one search only. */
	score: number;
	/** Share of the question’s distinct content words found in the passage, its headings or its article’s title, 0 to 1. */
	coverage: number;
}

export interface SearchRequest {
	tenantId: string;
	/** The customer's words. */
	query: string;
	locale: string;
	limit: number;
}

export interface Search {
	/** Best first. An empty list when nothing fits. */
	find(request: SearchRequest): Promise<readonly FoundPassage[]>;
}

/** What a search needs of the store. */
export interface PassageSource {
	/** Changes whenever an article of the tenant is written or removed. */
	revision(tenantId: string): Promise<number>;
	all(tenantId: string): Promise<readonly Passage[]>;
}
