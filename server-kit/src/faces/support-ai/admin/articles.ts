// The knowledge base: list, read, write, delete, import.

import { z } from 'zod';
import { changeArticle, createArticle, deleteArticle, importArticles } from '../../../core/articles.ts';
import { actorOf } from '../../../core/audit.ts';
import type { Caller } from '../../../core/caller.ts';
import type { Parts } from '../../../core/turn-state.ts';
import { json, type Route, route } from '../../../http/route.ts';
import { cursor, id, locale, maybeSaid, pageLimit, plain, said } from '../fields.ts';
import * as answers from './schemas.ts';
import { articleListView, articleView } from './views.ts';

const one = z.object({ article_id: id });
const MOST_FILES = 200;
const longest = 200_000;

const url = z
	.url({ protocol: /^https?$/ })
	.max(2000)
	.nullish()
	.transform((text) => text ?? null)
	.meta({ description: 'Where a reader finds it; else what the front matter says' });

const content = {
	title: maybeSaid(200).meta({ description: 'Else the first heading' }),
	url,
	locale: locale.meta({ description: 'BCP 47 tag; else what the front matter says' }),
	body: said(longest).meta({
		description: 'Markdown, with front matter where you like',
		example: '# Refunds\n\nWithin 30 days.',
	}),
};
const newArticle = z.object({
	slug: said(180).meta({ description: 'Names the article within the tenant', example: 'refunds' }),
	...content,
});
const files = z.object({
	files: z
		.array(
			z.object({
				path: said(500).meta({
					description: 'Ends in .md, .markdown, .html or .htm; names the article',
					example: 'refunds.md',
				}),
				text: said(longest).meta({ description: 'The whole file', example: '# Refunds\n\nWithin 30 days.' }),
			}),
		)
		.min(1)
		.max(MOST_FILES)
		.meta({ description: `At most ${MOST_FILES}, and no more than the body may hold; more by \`deskbell kb import\`` }),
	base_url: url.meta({ description: 'Address of the help pages, for articles that name none' }),
});

const usual = { ...plain, action: 'knowledge:write' } as const;

export function articleRoutes(parts: Parts): Route[] {
	return [...readingRoutes(parts), ...writingRoutes(parts), deletingRoute(parts), importRoute(parts)];
}

function readingRoutes({ store }: Parts): Route[] {
	return [
		route({
			...usual,
			method: 'get',
			path: '/admin/articles',
			operationId: 'listArticles',
			summary: 'The articles of the knowledge base, without their text',
			query: z.object({ limit: pageLimit(50), cursor }),
			body: null,
			response: answers.articleList,
			errors: ['unauthenticated', 'cursor_invalid'],
			handle: async ({ caller, query }) => json(articleListView(await store.knowledge.list(caller.tenantId, query))),
		}),
		route({
			...usual,
			method: 'get',
			path: '/admin/articles/:article_id',
			operationId: 'getArticle',
			summary: 'An article with its text',
			params: one,
			body: null,
			response: answers.article,
			errors: ['unauthenticated', 'not_found'],
			handle: async ({ caller, params }) =>
				json(articleView(await store.knowledge.find(caller.tenantId, params.article_id))),
		}),
	];
}

function writingRoutes(parts: Parts): Route[] {
	return [
		route({
			...usual,
			method: 'post',
			path: '/admin/articles',
			operationId: 'createArticle',
			repeats: 'answer kept',
			summary: 'Adds an article; the next question finds it',
			body: newArticle,
			response: answers.article,
			errors: ['unauthenticated', 'article_exists', 'article_unreadable'],
			handle: async ({ caller, body: { slug, ...given }, keepAs }) =>
				json(articleView(await createArticle(keeperOf(caller), slug, given, parts, keepAs(articleView)))),
		}),
		route({
			...usual,
			method: 'put',
			path: '/admin/articles/:article_id',
			operationId: 'putArticle',
			summary: 'Replaces an article; its slug stays',
			params: one,
			body: z.object(content),
			response: answers.article,
			errors: ['unauthenticated', 'not_found', 'article_unreadable'],
			handle: async ({ caller, params, body }) =>
				json(articleView(await changeArticle(keeperOf(caller), params.article_id, body, parts))),
		}),
	];
}

function deletingRoute(parts: Parts): Route {
	return route({
		...usual,
		method: 'delete',
		path: '/admin/articles/:article_id',
		operationId: 'deleteArticle',
		summary: 'Removes an article; answers cite it no more',
		params: one,
		body: null,
		response: answers.articleDeleted,
		errors: ['unauthenticated', 'not_found'],
		async handle({ caller, params }) {
			await deleteArticle(keeperOf(caller), params.article_id, parts);
			return json({ deleted: true as const, id: params.article_id });
		},
	});
}

function importRoute(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/admin/articles/import',
		operationId: 'importArticles',
		summary: 'Adds or replaces many articles at once',
		description: 'A file that cannot be read is skipped and named; all others are written, or none.',
		body: files,
		response: answers.articlesImported,
		errors: ['unauthenticated'],
		handle: async ({ caller, body: { files: given, base_url: baseUrl } }) =>
			json(await importArticles(keeperOf(caller), { files: given, baseUrl }, parts)),
	});
}

function keeperOf(caller: Caller) {
	return { tenantId: caller.tenantId, actor: actorOf(caller) };
}
