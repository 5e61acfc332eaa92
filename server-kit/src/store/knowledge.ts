// Articles and passages in the database; the revision tells an index that it is out of date.

import type { Knex } from 'knex';
import type { ArticleInput, Passage } from '../core/knowledge.ts';
import type { KnowledgeStore } from '../core/store.ts';
import { insertRow } from './dialect.ts';

const ARTICLES = 'support_kb_articles';
const PASSAGES = 'support_kb_passages';
const REVISIONS = 'support_kb_revisions';

interface PassageRow {
	id: number;
	article_id: number;
	headings: string;
	anchor: string | null;
	text: string;
	title: string;
	url: string | null;
	locale: string | null;
}

export function knowledgeIn(db: Knex): KnowledgeStore {
	return {
		async write(tenantId, articles, at) {
			for (const article of articles) await writeArticle(db, tenantId, article, at);
			await db(REVISIONS)
				.insert({ tenant_id: tenantId, revision: 1 })
				.onConflict('tenant_id')
				.merge({ revision: db.raw('?? + 1', [`${REVISIONS}.revision`]) });
		},

		async count(tenantId) {
			const row = await db(ARTICLES).where({ tenant_id: tenantId }).count({ count: '*' }).first();
			return Number(row?.count ?? 0);
		},

		async revision(tenantId) {
			const row = await db(REVISIONS).where({ tenant_id: tenantId }).first('revision');
			return row?.revision ?? 0;
		},

		async all(tenantId) {
			const rows = await db(`${PASSAGES} as p`)
				.join(`${ARTICLES} as a`, 'a.id', 'p.article_id')
				.where({ 'p.tenant_id': tenantId })
				.orderBy('p.id')
				.select<PassageRow[]>(
					'p.id',
					'p.article_id',
					'p.headings',
					'p.anchor',
					'p.text',
					'a.title',
					'a.url',
					'a.locale',
				);
			return rows.map(fromRow);
		},
	};
}

async function writeArticle(db: Knex, tenantId: string, article: ArticleInput, at: number): Promise<void> {
	const { slug, title, url, locale, body } = article;
	const key = { tenant_id: tenantId, slug };
	const known = await db(ARTICLES).where(key).first('id');
	const fields = { title, url, locale, body, updated_at: at };
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

function fromRow(row: PassageRow): Passage {
	return {
		id: row.id,
		articleId: row.article_id,
		headings: JSON.parse(row.headings),
		anchor: row.anchor,
		text: row.text,
		title: row.title,
		url: row.url,
		locale: row.locale,
	};
}
