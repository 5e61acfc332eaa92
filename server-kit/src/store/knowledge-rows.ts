// How articles and passages are read from their rows.

import type { Knex } from 'knex';
import type { Passage, StoredArticle } from '../core/knowledge.ts';

export const ARTICLES = 'support_kb_articles';
export const PASSAGES = 'support_kb_passages';
export const REVISIONS = 'support_kb_revisions';

type ArticleRow = Pick<StoredArticle, 'id' | 'slug' | 'title' | 'url' | 'locale'> & { hints: string | null };

interface PassageRow {
	id: number;
	article_id: number;
	headings: string;
	anchor: string | null;
	text: string;
}

const OF_PASSAGE = ['id', 'article_id', 'headings', 'anchor', 'text'] as const;

/** Those that are named, or the next ones. */
type Which = { ids: readonly number[] } | { after: number; limit: number };

/** In the order of their ids. */
export async function readArticles(db: Knex, tenantId: string, which: Which): Promise<StoredArticle[]> {
	const named = db(ARTICLES).where({ tenant_id: tenantId }).orderBy('id');
	const articles: ArticleRow[] = await ('ids' in which
		? named.whereIn('id', which.ids)
		: named.where('id', '>', which.after).limit(which.limit)
	).select('id', 'slug', 'title', 'url', 'locale', 'hints');
	const ids = articles.map(({ id }) => id);
	const passages = await db(PASSAGES)
		.where({ tenant_id: tenantId })
		.whereIn('article_id', ids)
		.orderBy('id')
		.select<PassageRow[]>(...OF_PASSAGE);
	const parts = Map.groupBy(passages, (passage) => passage.article_id);
	return articles.map((article) => articleFrom(article, parts.get(article.id) ?? []));
}

function articleFrom({ hints, ...article }: ArticleRow, rows: readonly PassageRow[]): StoredArticle {
	const passages = rows.map((row) => passageFrom({ ...row, ...article, id: row.id }));
	return { ...article, hints: hints === null ? null : JSON.parse(hints), passages };
}

type OfArticle = Pick<ArticleRow, 'title' | 'url' | 'locale'>;

function passageFrom({ id, article_id, title, url, locale, headings, anchor, text }: PassageRow & OfArticle): Passage {
	return { id, articleId: article_id, title, url, locale, headings: JSON.parse(headings), anchor, text };
}

/** In one statement, with what stands in their articles. */
export async function passagesBy(db: Knex, tenantId: string, ids: readonly number[]): Promise<Passage[]> {
	const rows: (PassageRow & OfArticle)[] = await db({ passages: PASSAGES })
		.join({ articles: ARTICLES }, 'articles.id', 'passages.article_id')
		.where('passages.tenant_id', tenantId)
		.whereIn('passages.id', ids)
		.select(
			...OF_PASSAGE.map((column) => `passages.${column}`),
			...['title', 'url', 'locale'].map((column) => `articles.${column}`),
		);
	return rows.map(passageFrom);
}
