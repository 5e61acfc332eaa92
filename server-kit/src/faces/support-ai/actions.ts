// What an answer suggested, run when the person has confirmed it.

import { z } from 'zod';
import { runConversationAction } from '../../core/case-actions.ts';
import type { Parts } from '../../core/turn-state.ts';
import { json, type Route, route } from '../../http/route.ts';
import { id, none } from './fields.ts';
import { actionRan } from './schemas/grounds.ts';

export function actionRoutes(parts: Parts): Route[] {
	return [
		route({
			method: 'post',
			path: '/conversations/:conversation_id/actions',
			operationId: 'runSuggestedAction',
			repeats: 'done again',
			summary: 'Runs an action that an answer of this conversation has suggested',
			description:
				'With the very arguments that were shown with it. Once: a second call tells what came of the first. `create_ticket` hands the conversation to a person, and gives the address of the form.',
			action: 'conversation:own',
			streams: false,
			degrades: false,
			rate: null,
			params: z.object({ conversation_id: id }),
			query: none,
			body: z.object({
				action_id: z.string().min(1).max(200).meta({ description: 'The action, as `act_…`' }),
				confirm: z.literal(true).meta({ description: 'The customer has seen the arguments and agreed' }),
			}),
			response: actionRan,
			errors: [
				...(['unauthenticated', 'not_found', 'conversation_closed', 'conversation_escalated'] as const),
				...(['action_not_suggested', 'action_running', 'action_unknown', 'action_failed'] as const),
				...(['json_invalid', 'body_too_large', 'media_type_unsupported'] as const),
			],
			async handle({ caller, params: { conversation_id }, body }) {
				const { action, result } = await runConversationAction(caller, conversation_id, body.action_id, parts);
				return json({ conversation_id, action: { ...action, payload: { ...action.payload } }, result: { ...result } });
			},
		}),
	];
}
