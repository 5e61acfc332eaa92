// Thumbs, ratings and comments on an answer or on the whole conversation.

import { z } from 'zod';
import { giveFeedback } from '../../core/feedback.ts';
import type { Parts } from '../../core/turn-state.ts';
import { json, type Route, route } from '../../http/route.ts';
import type { FeedbackSaved } from '../../protocol/index.ts';
import { bodyId, id, maybeSaid, none } from './fields.ts';
import * as answers from './schemas/conversations.ts';

const given = z
	.object({
		helpful: z
			.boolean()
			.nullish()
			.transform((value) => value ?? null)
			.meta({ description: 'Thumb up or down', example: true }),
		rating: z
			.int()
			.min(1)
			.max(5)
			.nullish()
			.transform((value) => value ?? null)
			.meta({ description: '1 to 5' }),
		comment: maybeSaid(2000).meta({ description: 'In the customer’s words' }),
		message_id: bodyId.meta({
			description: 'The rated answer, or the question that it answers; else the whole conversation',
		}),
		reasons: z
			.array(z.string().min(1).max(100))
			.max(10)
			.nullish()
			.transform((list) => list ?? [])
			.meta({ description: 'Chosen reasons, at most ten' }),
	})
	.refine((body) => body.helpful !== null || body.rating !== null, 'Value error, give helpful, rating, or both');

export function feedbackRoutes(parts: Parts): Route[] {
	return [
		route({
			method: 'post',
			path: '/conversations/:conversation_id/feedback',
			operationId: 'submitFeedback',
			repeats: 'answer kept',
			summary: 'Rates an answer or the conversation',
			description:
				'One per person and message: a later call replaces the earlier one. A bad one queues a redacted training candidate; turning it around withdraws it.',
			action: 'conversation:own',
			streams: false,
			degrades: false,
			rate: null,
			params: z.object({ conversation_id: id }),
			query: none,
			body: given,
			response: answers.feedbackSaved,
			errors: ['unauthenticated', 'not_found', 'json_invalid', 'body_too_large', 'media_type_unsupported'],
			async handle({ caller, params, body, keepAs }) {
				const { message_id: messageId, ...rest } = body;
				const input = { ...rest, messageId, conversationId: params.conversation_id };
				return json(await giveFeedback(caller, input, parts, keepAs(asSaved)));
			},
		}),
	];
}

const asSaved = (saved: FeedbackSaved) => saved;
