// From the domain to the wire, for the admin's resources.

import type { StoredCandidate } from '../../../core/candidates-store.ts';
import type { ArticleHead, KeptArticle } from '../../../core/knowledge.ts';
import type { Page, UsageSum } from '../../../core/records.ts';
import { KitError } from '../../../errors.ts';
import type * as answers from './schemas.ts';

type View<Schema extends { _output: unknown }> = Schema['_output'];

export function candidateView(candidate: StoredCandidate): View<typeof answers.candidate> {
	const { id, status, question, answer, comment, note } = candidate;
	return {
		id,
		candidate_type: candidate.type,
		status,
		conversation_id: candidate.conversationId,
		question,
		answer,
		comment,
		note,
		better_answer: candidate.betterAnswer,
		batch_id: candidate.batchId,
		created_at: instant(candidate.createdAt),
		updated_at: instant(candidate.updatedAt),
	};
}

function instant(time: number): string {
	return new Date(time).toISOString();
}

export function usageListView({ items, nextCursor }: Page<UsageSum>): View<typeof answers.usageList> {
	const usage = items.map(({ periodStart, scope, people, used, estimated }) => ({
		period_starts_at: instant(periodStart),
		scope,
		people,
		messages: used.messages,
		tokens: used.tokens,
		cost: (used.cost / 1_000_000).toFixed(6),
		currency: 'USD',
		estimated,
	}));
	return { usage, next_cursor: nextCursor };
}

export function articleListView({ items, nextCursor }: Page<ArticleHead>): View<typeof answers.articleList> {
	return { articles: items.map(articleHeadView), next_cursor: nextCursor };
}

/** @throws KitError `not_found` where there is none */
export function articleView(article: KeptArticle | null): View<typeof answers.article> {
	if (!article) throw new KitError('not_found');
	return { ...articleHeadView(article), body: article.body };
}

function articleHeadView({ id, slug, title, url, locale, updatedAt }: ArticleHead) {
	return { id, slug, title, url, locale, updated_at: instant(updatedAt) };
}
