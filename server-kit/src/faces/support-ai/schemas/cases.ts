// Cases and comments as they are answered.

import { z } from 'zod';
import { caseStatus, idOf, instant, nextCursor } from './common.ts';

const priority = z
	.enum(['low', 'normal', 'high', 'urgent'])
	.meta({ description: 'How urgent the customer says it is' });

const caseListItem = z
	.object({
		id: idOf('case'),
		number: z.string().meta({ description: 'What a customer quotes', example: 'TKT-2026-0042' }),
		subject: z.string().meta({ description: 'In one line' }),
		category: z.string().nullable().meta({ description: 'As the customer chose it' }),
		priority,
		status: caseStatus,
		conversation_id: z.int().nullable().meta({ description: 'The conversation it came from' }),
		last_comment_at: instant.nullable().meta({ description: 'Instant of the latest public comment' }),
		unread: z.boolean().meta({ description: 'True while there is a reply that was not opened' }),
		created_at: instant,
		updated_at: instant,
	})
	.meta({ id: 'CaseListItem' });

export const caseList = z
	.object({ cases: z.array(caseListItem).meta({ description: 'Latest activity first' }), next_cursor: nextCursor })
	.meta({ id: 'CaseList' });

const comment = z
	.object({
		id: idOf('comment'),
		author: z
			.object({
				type: z.enum(['customer', 'agent', 'system']).meta({ description: 'Who wrote it' }),
				name: z.string().nullable().meta({ description: 'Name to show' }),
			})
			.meta({ description: 'Who wrote it; an agent’s address is never shown' }),
		body: z.string().meta({ description: 'Plain text' }),
		created_at: instant,
	})
	.meta({ id: 'Comment' });

export const supportCase = caseListItem
	.extend({
		description: z.string().meta({ description: 'The customer’s own words' }),
		comments: z.array(comment).meta({ description: 'Public comments, oldest first' }),
	})
	.meta({ id: 'Case' });

export const commentAdded = z
	.object({
		comment,
		case: z
			.object({ id: idOf('case'), status: caseStatus })
			.meta({ description: 'The case after the comment: one that waited or was resolved is open again' }),
	})
	.meta({ id: 'CommentAdded' });
