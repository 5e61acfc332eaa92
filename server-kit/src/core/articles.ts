// The knowledge base as its keepers change it: checked, written with what was done, and searched anew.

import { KitError } from '../errors.ts';
import { type Actor, writeDown } from './audit.ts';
import type { AuditAction } from './audit-store.ts';
import { type Keep, keepNothing } from './keep.ts';
import type { ArticleInput, KeptArticle } from './knowledge.ts';
import type { Store } from './store.ts';
import type { Parts } from './turn-state.ts';

interface Keeper {
	tenantId: string;
	actor: Actor;
}

export interface GivenArticle {
	/** Null: the text's own. */
	title: string | null;
	url: string | null;
	locale: string | null;
	/** Markdown, untrusted. */
	body: string;
}

/**
 * @throws KitError `article_exists`
 * @throws KitError `article_unreadable` with what to do about it
 */
export async function createArticle(
	keeper: Keeper,
	slug: string,
	given: GivenArticle,
	parts: Parts,
	keep: Keep<KeptArticle> = keepNothing,
): Promise<KeptArticle> {
	const article = readable(slug, given, parts);
	return write(keeper, 'article.create', article, parts, isNew, keep);

	async function isNew({ knowledge }: Store): Promise<void> {
		if (await knowledge.findSlug(keeper.tenantId, article.slug)) throw new KitError('article_exists');
	}
}

/** The slug stays what it was. @throws KitError `not_found`, `article_unreadable` */
export async function changeArticle(
	keeper: Keeper,
	id: number,
	given: GivenArticle,
	parts: Parts,
): Promise<KeptArticle> {
	const known = await parts.store.knowledge.find(keeper.tenantId, id);
	if (!known) throw new KitError('not_found');
	const article = { ...readable(known.slug, given, parts), slug: known.slug };
	return write(keeper, 'article.change', article, parts, async ({ knowledge }) => {
		if (!(await knowledge.find(keeper.tenantId, id))) throw new KitError('not_found');
	});
}

/** Answers begun from now on cite it no more. @throws KitError `not_found` */
export async function deleteArticle({ tenantId, actor }: Keeper, id: number, parts: Parts): Promise<void> {
	await parts.store.transaction(async (bound) => {
		const known = await bound.knowledge.find(tenantId, id);
		if (!known || !(await bound.knowledge.remove(tenantId, known.slug))) throw new KitError('not_found');
		await writeDown(bound, { tenantId, actor, action: 'article.delete', target: `article:${id}` }, parts);
	});
	parts.search.changed(tenantId);
}

export interface ArticleFiles {
	files: readonly { path: string; text: string }[];
	baseUrl: string | null;
}

export interface ImportedArticles {
	imported: number;
	skipped: { path: string; reason: string }[];
}

/** What cannot be read is skipped and named; the same article again replaces the earlier one. All or nothing is written. */
export async function importArticles(
	{ tenantId, actor }: Keeper,
	{ files, baseUrl }: ArticleFiles,
	parts: Parts,
): Promise<ImportedArticles> {
	const skipped: ImportedArticles['skipped'] = [];
	const articles = new Map<string, ArticleInput>();
	for (const file of files) {
		const read = parts.readArticle({ ...file, ...(baseUrl && { baseUrl }) });
		if ('advice' in read) skipped.push({ path: file.path, reason: read.advice });
		else if (articles.has(read.slug))
			skipped.push({ path: file.path, reason: `the slug ${read.slug} is taken by another file` });
		else articles.set(read.slug, read);
	}
	await writeArticles({ tenantId, actor }, [...articles.values()], parts, { skipped: skipped.length });
	parts.search.changed(tenantId);
	return { imported: articles.size, skipped };
}

/** Written down first, all of them or none; whoever searches must be told. */
export function writeArticles(
	{ tenantId, actor }: Keeper,
	articles: readonly ArticleInput[],
	parts: Pick<Parts, 'store' | 'clock' | 'ids'>,
	more: { skipped?: number } = {},
): Promise<void> {
	const details = { articles: articles.length, ...more };
	return parts.store.transaction(async (bound) => {
		await writeDown(bound, { tenantId, actor, action: 'articles.import', target: null, details }, parts);
		if (articles.length > 0) await bound.knowledge.write(tenantId, articles, parts.clock.now());
	});
}

function readable(slug: string, { body, title, url, locale }: GivenArticle, { readArticle }: Parts): ArticleInput {
	const read = readArticle({ path: `${slug}.md`, text: body });
	if ('advice' in read) throw new KitError('article_unreadable', { facts: { advice: read.advice } });
	return { ...read, title: title ?? read.title, url: url ?? read.url, locale: locale ?? read.locale };
}

/** Written down first: that takes hold of the tenant's chain, and nobody keeps an article of the same name meanwhile. */
async function write(
	{ tenantId, actor }: Keeper,
	action: AuditAction,
	article: ArticleInput,
	parts: Parts,
	check: (bound: Store) => Promise<void>,
	keep: Keep<KeptArticle> = keepNothing,
): Promise<KeptArticle> {
	const kept = await parts.store.transaction(async (bound) => {
		await writeDown(bound, { tenantId, actor, action, target: `article:${article.slug}` }, parts);
		await check(bound);
		await bound.knowledge.write(tenantId, [article], parts.clock.now());
		const kept = await bound.knowledge.findSlug(tenantId, article.slug);
		if (!kept) throw new KitError('internal_error');
		await keep(bound, kept);
		return kept;
	});
	parts.search.changed(tenantId);
	return kept;
}
