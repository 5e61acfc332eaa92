// Articles and passages in the database; the revision tells an index that it is out of date.

import type { Knex } from 'knex';
import type { ArticleHead, ArticleInput, KeptArticle } from '../core/knowledge.ts';
import type { Indexer } from '../core/knowledge-index.ts';
import type { KnowledgeStore } from '../core/store.ts';
import { insertRow } from './dialect.ts';
import { keepIndex } from './knowledge-index.ts';
import { ARTICLES, PASSAGES, REVISIONS, readArticles } from './knowledge-rows.ts';
import { fromCursor, toPage } from './rows.ts';
import { inOne } from './steps.ts';
import { VECTORS } from './vectors.ts';

/** @param indexer reads what is written, where the database keeps an index of it */
export function knowledgeIn(db: Knex, indexer: Indexer): KnowledgeStore {
	return {
		write: (tenantId, articles, at) =>
			inOne(db, async (bound) => {
				await changed(bound, tenantId);
				const written: number[] = [];
				for (const article of articles) written.push(await writeArticle(bound, tenantId, article, at));
				await keepIndex(bound, tenantId, { written, removed: [] }, indexer);
			}),

		remove: (tenantId, slug) =>
			inOne(db, async (bound) => {
				const article = await bound(ARTICLES).where({ tenant_id: tenantId, slug }).first('id');
				if (!article) return false;
				await changed(bound, tenantId);
				await bound(PASSAGES).where({ tenant_id: tenantId, article_id: article.id }).delete();
				await bound(VECTORS).where({ tenant_id: tenantId, article_id: article.id }).delete();
				await bound(ARTICLES).where({ tenant_id: tenantId, id: article.id }).delete();
				await keepIndex(bound, tenantId, { written: [], removed: [article.id] }, indexer);
				return true;
			}),

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

		read: (tenantId, after, limit) => readArticles(db, tenantId, { after, limit }),

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

/** Taken hold of first: nobody else writes the tenant's articles, or fills their index, until the transaction ends. */
async function changed(db: Knex, tenantId: string): Promise<void> {
	await db(REVISIONS)
		.insert({ tenant_id: tenantId, revision: 1 })
		.onConflict('tenant_id')
		.merge({ revision: db.raw('?? + 1', [`${REVISIONS}.revision`]) });
}

/** @returns its id */
async function writeArticle(db: Knex, tenantId: string, article: ArticleInput, at: number): Promise<number> {
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
	return id;
}
