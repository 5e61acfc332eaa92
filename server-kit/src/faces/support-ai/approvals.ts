// A person decides on a call that waits for them, and the answer goes on.

import { z } from 'zod';
import { decide } from '../../core/approval.ts';
import type { Parts } from '../../core/turn-state.ts';
import { answerStream, json, type Route, route } from '../../http/route.ts';
import { id, none } from './fields.ts';
import { TURN_ERRORS, turnView } from './messages.ts';
import * as answers from './schemas/conversations.ts';

export function approvalRoutes(parts: Parts): Route[] {
	return [
		route({
			method: 'post',
			path: '/conversations/:conversation_id/tool-approvals/:approval_id',
			operationId: 'decideToolApproval',
			repeats: 'known to the route',
			summary: 'Approves or declines a call that waits for the customer',
			description:
				'Only the person who was asked may decide, once, and until `expires_at`. The answer goes on as a message of its own: streamed with `Accept: text/event-stream`, else as JSON. The same decision again follows that answer, or tells it again.',
			action: 'conversation:own',
			streams: true,
			degrades: true,
			rate: parts.rates.messages,
			params: z.object({
				conversation_id: id,
				approval_id: z.string().max(64).meta({ description: 'As it was handed out', example: 'approval_17' }),
			}),
			query: none,
			body: z.object({
				approved: z.boolean().meta({ description: 'False declines: nothing is run', example: true }),
			}),
			response: answers.turn,
			errors: [...TURN_ERRORS, 'already_decided', 'approval_expired'],
			async handle({ caller, params, body, wants, requestId }) {
				const asked = { conversationId: params.conversation_id, approvalId: params.approval_id, requestId };
				const turn = await decide(caller, { ...asked, ...body, whole: wants === 'json' }, parts);
				return wants === 'events' ? answerStream(turn.feed) : json(await turnView(caller, turn, parts));
			},
		}),
	];
}
