// The turn: a message in, an answer out; and how a reader follows or stops one.

import { z } from 'zod';
import type { Caller } from '../../core/caller.ts';
import { followAnswer, stopAnswer } from '../../core/conversation.ts';
import { placeNamed } from '../../core/position.ts';
import { type Turn, takeTurn } from '../../core/turn.ts';
import type { Parts } from '../../core/turn-state.ts';
import { wholeTurn } from '../../core/whole.ts';
import type { ErrorCode } from '../../errors.ts';
import { answerStream, json, nothing, type Route, route } from '../../http/route.ts';
import type { TurnView } from '../../protocol/index.ts';
import { id, none, pageContext, said } from './fields.ts';
import { eventStream } from './schemas/common.ts';
import * as answers from './schemas/conversations.ts';
import { messageView } from './views.ts';

const one = z.object({ conversation_id: id });

const newMessage = z.object({
	content: said(8000).meta({ description: 'The customer’s words', example: 'How do I share a folder?' }),
	client_message_id: z
		.string()
		.min(1)
		.max(128)
		.nullish()
		.transform((text) => text ?? null)
		.meta({ description: 'Made by the client once per message: the same id again is the same turn' }),
	context: pageContext,
});

export const TURN_ERRORS = [
	'unauthenticated',
	'not_found',
	'conversation_escalated',
	'conversation_closed',
	'turn_in_progress',
	'client_message_id_reused',
	'json_invalid',
	'body_too_large',
	'media_type_unsupported',
] as const satisfies readonly ErrorCode[];

export function messageRoutes(parts: Parts): Route[] {
	return [createMessage(parts), followRoute(parts), stopRoute(parts)];
}

function createMessage(parts: Parts): Route {
	return route({
		method: 'post',
		path: '/conversations/:conversation_id/messages',
		operationId: 'createMessage',
		repeats: 'known to the route',
		summary: 'Sends a message and answers it',
		description:
			'With `Accept: text/event-stream` the answer streams as AI SDK UI message stream v1; each frame has an id to resume from. Other clients get the whole answer as JSON. A feature that is off, capped or out answers with a degraded state.',
		action: 'conversation:own',
		streams: true,
		degrades: true,
		rate: parts.rates.messages,
		params: one,
		query: none,
		body: newMessage,
		response: answers.turn,
		errors: TURN_ERRORS,
		async handle({ caller, params, body, wants, requestId, idempotencyKey }) {
			const { content, context } = body;
			const named = body.client_message_id;
			const asked = {
				conversationId: params.conversation_id,
				content,
				clientMessageId: named ?? idempotencyKey,
				keyed: named === null,
				context,
				requestId,
			};
			const turn = await takeTurn(caller, { ...asked, whole: wants === 'json' }, parts);
			if (wants === 'events') return answerStream(turn.feed);
			return json(await turnView(caller, turn, parts));
		},
	});
}

export async function turnView(caller: Caller, turn: Turn, parts: Parts): Promise<TurnView> {
	const { conversation, questionId } = turn;
	const { answer, refused, usage } = await wholeTurn(caller, turn, parts);
	const message = answer && messageView(answer, { locale: conversation.locale, settings: parts.settings });
	return { conversation_id: conversation.id, user_message_id: questionId, refused, message, usage: usage ?? null };
}

function followRoute(parts: Parts): Route {
	return route({
		method: 'get',
		path: '/conversations/:conversation_id/stream',
		operationId: 'followAnswer',
		empty: 'No answer is under way',
		summary: 'Follows the answer under way',
		description:
			'Whichever process writes the answer: with `Last-Event-ID` the rest of the answer that the id names, also where it has ended since or another one is under way; else the whole answer from its start. 204 where no answer is under way.',
		action: 'conversation:own',
		streams: true,
		degrades: false,
		rate: null,
		params: one,
		query: none,
		body: null,
		response: eventStream,
		errors: ['unauthenticated', 'not_found'],
		async handle({ caller, params, lastEventId, requestId }) {
			const seen = placeNamed(lastEventId ?? '');
			const asked = { messageId: seen?.messageId ?? null, requestId };
			const feed = await followAnswer(caller, params.conversation_id, asked, parts);
			return feed ? answerStream(feed, seen?.position) : nothing;
		},
	});
}

function stopRoute(parts: Parts): Route {
	return route({
		method: 'post',
		path: '/conversations/:conversation_id/stop',
		operationId: 'stopAnswer',
		summary: 'Stops the answer under way for good',
		description: 'What was said is kept and marked `stopped`.',
		action: 'conversation:own',
		streams: false,
		degrades: false,
		rate: null,
		params: one,
		query: none,
		body: z.unknown(),
		response: answers.stopped,
		errors: ['unauthenticated', 'not_found'],
		async handle({ caller, params }) {
			const { conversation_id } = params;
			return json({ conversation_id, stopped: await stopAnswer(caller, conversation_id, parts) });
		},
	});
}
