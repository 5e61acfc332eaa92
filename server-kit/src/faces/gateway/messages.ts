// The turn in a case: a message in, an answer out; and how a reader follows or stops one.

import { z } from 'zod';
import type { Caller } from '../../core/caller.ts';
import { askInCase, ownCase } from '../../core/case.ts';
import { endAnswer, followAnswer } from '../../core/conversation.ts';
import type { Feed } from '../../core/feed.ts';
import { placeNamed } from '../../core/position.ts';
import type { Parts } from '../../core/turn-state.ts';
import { wholeTurn } from '../../core/whole.ts';
import { answerStream, json, nothing, type Route, route } from '../../http/route.ts';
import type { StreamPart } from '../../protocol/index.ts';
import { TURN_ERRORS } from './cases.ts';
import { none, oneCase, pageContext, said } from './fields.ts';
import * as answers from './schemas.ts';
import { publicFeed, type StreamIds } from './stream.ts';
import { messageView } from './view.ts';

export function messageRoutes(parts: Parts): Route[] {
	return [addMessage(parts), follow(parts), stop(parts)];
}

function addMessage(parts: Parts): Route {
	return route({
		method: 'post',
		path: '/cases/:caseId/messages',
		operationId: 'addMessage',
		repeats: 'known to the route',
		summary: 'Sends a follow-up and answers it',
		description: 'With `Accept: text/event-stream` the answer streams as AI SDK UI message stream v1.',
		action: 'conversation:own',
		streams: true,
		degrades: true,
		rate: parts.rates.gatewayMessages,
		params: oneCase,
		query: none,
		body: z.object({
			content: said(8000).meta({
				description: 'What the customer says',
				example: 'How do I increase my upload limit?',
			}),
			context: pageContext,
		}),
		response: answers.answered,
		errors: ['conversation_escalated', 'conversation_closed', ...TURN_ERRORS],
		async handle({ caller, params, body, wants, requestId, idempotencyKey }) {
			const asked = { ...body, requestId, idempotencyKey, whole: wants === 'json' };
			const turn = await askInCase(caller, params.caseId, asked, parts);
			const ids = { caseId: params.caseId, question: '', answer: '', ...turn.publicIds };
			if (wants === 'events') return answerStream(publicFeed(turn.feed, ids));
			const { answer, refused } = await wholeTurn(caller, turn, parts);
			return json({ message: answer && messageView(answer), refused });
		},
	});
}

function follow(parts: Parts): Route {
	return route({
		method: 'get',
		path: '/cases/:caseId/stream',
		operationId: 'followCase',
		empty: 'No answer is under way',
		summary: 'Follows the answer under way',
		description: 'With `Last-Event-ID` the rest of the answer that the id names. 204 where no answer is under way.',
		action: 'conversation:own',
		streams: true,
		degrades: false,
		rate: null,
		params: oneCase,
		query: none,
		body: null,
		response: answers.eventStream,
		errors: ['unauthenticated', 'not_found'],
		async handle({ caller, params, lastEventId, requestId }) {
			const { id } = await ownCase(caller, params.caseId, parts);
			const seen = placeNamed(lastEventId ?? '');
			const feed = await followAnswer(caller, id, { messageId: seen?.messageId ?? null, requestId }, parts);
			if (!feed) return nothing;
			const ids = { caseId: params.caseId, ...(await idsIn(feed, caller, id, parts)) };
			return answerStream(publicFeed(feed, ids), seen?.position);
		},
	});
}

/** The public ids of the answer that a feed tells of. */
async function idsIn(
	feed: Feed<StreamPart>,
	caller: Caller,
	conversationId: number,
	{ store }: Parts,
): Promise<Omit<StreamIds, 'caseId'>> {
	const answerId = Number(feed.name);
	const found = Number.isSafeInteger(answerId) ? await store.messages.exchange(caller, conversationId, answerId) : null;
	return { question: found?.question.publicId ?? '', answer: found?.answer.publicId ?? '' };
}

function stop(parts: Parts): Route {
	return route({
		method: 'post',
		path: '/cases/:caseId/stop',
		operationId: 'stopCase',
		summary: 'Stops the answer under way for good',
		description: 'What was said is kept and marked `stopped`.',
		action: 'conversation:own',
		streams: false,
		degrades: false,
		rate: null,
		params: oneCase,
		query: none,
		body: z.unknown(),
		response: answers.stopped,
		errors: ['unauthenticated', 'not_found'],
		handle: async ({ caller, params }) =>
			json({ stopped: await endAnswer(await ownCase(caller, params.caseId, parts), parts) }),
	});
}
