// What the admin's routes answer. A field that does not stand in a schema does not leave.

import { z } from 'zod';
import { CANDIDATE_STATUSES } from '../../../core/candidates-store.ts';
import { idOf, instant, nextCursor } from '../schemas/common.ts';

export const candidateStatus = z.enum(CANDIDATE_STATUSES).meta({ description: 'State of the candidate' });

export const candidate = z
	.object({
		id: idOf('candidate'),
		candidate_type: z.string().meta({ description: 'Where it comes from', example: 'negative_feedback' }),
		status: candidateStatus,
		conversation_id: z.int().nullable().meta({ description: 'Null where the conversation was deleted' }),
		question: z.string().nullable().meta({ description: 'What was asked, masked' }),
		answer: z.string().nullable().meta({ description: 'What was answered, masked' }),
		comment: z.string().nullable().meta({ description: 'What the customer said about it, masked' }),
		note: z.string().nullable().meta({ description: 'What the reviewer said' }),
		better_answer: z.string().nullable().meta({ description: 'What the reviewer would have answered' }),
		batch_id: z.string().nullable().meta({ description: 'The export it went out with' }),
		created_at: instant,
		updated_at: instant,
	})
	.meta({ id: 'TrainingCandidate' });

export const candidateList = z
	.object({ candidates: z.array(candidate).meta({ description: 'Newest first' }), next_cursor: nextCursor })
	.meta({ id: 'TrainingCandidateList' });

const usageSum = z
	.object({
		period_starts_at: instant,
		scope: z.enum(['user', 'tenant']).meta({ description: 'Summed up over people, or counted for the tenant' }),
		people: z.int().meta({ description: 'How many counters make the sum; all who were erased are one' }),
		messages: z.int().meta({ description: 'Answered messages' }),
		tokens: z.int().meta({ description: 'Input and output' }),
		cost: z.string().meta({ description: 'Decimal number', example: '12.500000' }),
		currency: z.string().meta({ description: 'ISO 4217' }),
		estimated: z.boolean().meta({ description: 'True where some models reported no usage' }),
	})
	.meta({ id: 'UsageSum' });

export const usageList = z
	.object({ usage: z.array(usageSum).meta({ description: 'Latest period first' }), next_cursor: nextCursor })
	.meta({ id: 'UsageList' });

const articleHead = z
	.object({
		id: idOf('article'),
		slug: z.string().meta({ description: 'Names it within the tenant' }),
		title: z.string().meta({ description: 'Shown with a citation' }),
		url: z.string().nullable().meta({ description: 'Where a reader finds it' }),
		locale: z.string().nullable().meta({ description: 'BCP 47 tag' }),
		updated_at: instant,
	})
	.meta({ id: 'ArticleHead' });

export const articleList = z
	.object({ articles: z.array(articleHead).meta({ description: 'Newest first' }), next_cursor: nextCursor })
	.meta({ id: 'ArticleList' });

export const article = articleHead
	.extend({ body: z.string().meta({ description: 'Markdown as it was given: untrusted' }) })
	.meta({ id: 'Article' });

export const articleDeleted = z
	.object({ deleted: z.literal(true).meta({ description: 'It is gone' }), id: idOf('article') })
	.meta({ id: 'ArticleDeleted' });

export const articlesImported = z
	.object({
		imported: z.int().meta({ description: 'How many articles were written' }),
		skipped: z
			.array(
				z.object({
					path: z.string().meta({ description: 'Which file' }),
					reason: z.string().meta({ description: 'What is wrong, and what to do' }),
				}),
			)
			.meta({ description: 'Files that are no articles' }),
	})
	.meta({ id: 'ArticlesImported' });
