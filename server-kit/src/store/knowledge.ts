// Articles and passages in the database; the revision tells an index that it is out of date.

import type { Knex } from 'knex';
import type { ArticleHead, ArticleInput, KeptArticle, Passage, StoredArticle } from '../core/knowledge.ts';
import type { KnowledgeStore } from '../core/store.ts';
import { insertRow } from './dialect.ts';
import { fromCursor, toPage } from './rows.ts';

const ARTICLES = 'support_kb_articles';
const PASSAGES = 'support_kb_passages';
const REVISIONS = 'support_kb_revisions';

type ArticleRow = Pick<StoredArticle, 'id' | 'slug' | 'title' | 'url' | 'locale'> & { hints: string | null };

interface PassageRow {
	id: number;
	article_id: number;
	headings: string;
	anchor: string | null;
	text: string;
}

export function knowledgeIn(db: Knex): KnowledgeStore {
	async function changed(tenantId: string): Promise<void> {
		await db(REVISIONS)
			.insert({ tenant_id: tenantId, revision: 1 })
			.onConflict('tenant_id')
			.merge({ revision: db.raw('?? + 1', [`${REVISIONS}.revision`]) });
	}

	return {
		async write(tenantId, articles, at) {
			for (const article of articles) await writeArticle(db, tenantId, article, at);
			await changed(tenantId);
		},

		async remove(tenantId, slug) {
			const article = await db(ARTICLES).where({ tenant_id: tenantId, slug }).first('id');
			if (!article) return false;
			await db(PASSAGES).where({ tenant_id: tenantId, article_id: article.id }).delete();
			await db(ARTICLES).where({ tenant_id: tenantId, id: article.id }).delete();
			await changed(tenantId);
			return true;
		},

		async count(tenantId) {
			const row = await db(ARTICLES).where({ tenant_id: tenantId }).count({ count: '*' }).first();
			return Number(row?.count ?? 0);
		},

		async list(tenantId, { limit, cursor }) {
			const [before] = fromCursor(cursor, 1) ?? [];
			const query = db(ARTICLES)
				.where({ tenant_id: tenantId })
				.select(...HEAD);
			if (before !== undefined) query.where('id', '<', before);
			const rows: HeadRow[] = await query.orderBy('id', 'desc').limit(limit + 1);
			return toPage(rows, limit, headFrom, ({ id }) => [id]);
		},

		find: (tenantId, id) => kept(db, { tenant_id: tenantId, id }),
		findSlug: (tenantId, slug) => kept(db, { tenant_id: tenantId, slug }),

		async revision(tenantId) {
			const row = await db(REVISIONS).where({ tenant_id: tenantId }).first('revision');
			return row?.revision ?? 0;
		},

		async read(tenantId, after, limit) {
			const articles = await db(ARTICLES)
				.where({ tenant_id: tenantId })
				.where('id', '>', after)
				.orderBy('id')
				.limit(limit)
				.select<ArticleRow[]>('id', 'slug', 'title', 'url', 'locale', 'hints');
			const ids = articles.map(({ id }) => id);
			const passages = await db(PASSAGES)
				.where({ tenant_id: tenantId })
				.whereIn('article_id', ids)
				.orderBy('id')
				.select<PassageRow[]>('id', 'article_id', 'headings', 'anchor', 'text');
			const parts = Map.groupBy(passages, (passage) => passage.article_id);
			return articles.map((article) => articleFrom(article, parts.get(article.id) ?? []));
		},

		async standing(tenantId, passageIds) {
			return db(PASSAGES).where({ tenant_id: tenantId }).whereIn('id', passageIds).pluck('id');
		},

		async tenants(limit) {
			return db(REVISIONS).orderBy('revision', 'desc').limit(limit).pluck('tenant_id');
		},
	};
}

const HEAD = ['id', 'slug', 'title', 'url', 'locale', 'updated_at'] as const;

type HeadRow = Omit<ArticleHead, 'updatedAt'> & { updated_at: number };

async function kept(db: Knex, key: Record<string, unknown>): Promise<KeptArticle | null> {
	const row = await db(ARTICLES)
		.where(key)
		.first(...HEAD, 'body');
	return row ? { ...headFrom(row), body: row.body } : null;
}

function headFrom({ id, slug, title, url, locale, updated_at: updatedAt }: HeadRow): ArticleHead {
	return { id, slug, title, url, locale, updatedAt };
}

async function writeArticle(db: Knex, tenantId: string, article: ArticleInput, at: number): Promise<void> {
	const { slug, title, url, locale, body, hints } = article;
	const key = { tenant_id: tenantId, slug };
	const known = await db(ARTICLES).where(key).first('id');
	const fields = { title, url, locale, body, hints: hints ? JSON.stringify(hints) : null, updated_at: at };
	const id: number = known?.id ?? (await insertRow(db, ARTICLES, { ...key, ...fields }));
	if (known) {
		await db(ARTICLES).where({ id }).update(fields);
		await db(PASSAGES).where({ article_id: id }).delete();
	}
	const rows = article.passages.map((passage) => ({
		tenant_id: tenantId,
		article_id: id,
		headings: JSON.stringify(passage.headings),
		anchor: passage.anchor,
		text: passage.text,
	}));
	if (rows.length > 0) await db.batchInsert(PASSAGES, rows, 100);
}

function articleFrom({ id, slug, title, url, locale, hints }: ArticleRow, rows: readonly PassageRow[]): StoredArticle {
	const passages = rows.map((row): Passage => {
		const { anchor, text } = row;
		return { id: row.id, articleId: id, title, url, locale, headings: JSON.parse(row.headings), anchor, text };
	});
	return { id, slug, title, url, locale, hints: hints === null ? null : JSON.parse(hints), passages };
}
