// Cases: opened with their first message, read, rated, closed; actions confirmed.

import { z } from 'zod';
import type { Caller } from '../../core/caller.ts';
import { closeCase, openCase, ownCase } from '../../core/case.ts';
import { runCaseAction } from '../../core/case-actions.ts';
import { giveFeedback } from '../../core/feedback.ts';
import type { Conversation } from '../../core/records.ts';
import type { Turn } from '../../core/turn.ts';
import type { Parts } from '../../core/turn-state.ts';
import { wholeTurn } from '../../core/whole.ts';
import { type ErrorCode, KitError } from '../../errors.ts';
import { answerStream, json, type Route, route } from '../../http/route.ts';
import { maybeSaid, none, oneCase, pageContext, said } from './fields.ts';
import * as answers from './schemas.ts';
import { publicFeed } from './stream.ts';
import { caseView, messageView } from './view.ts';

export const usual = { action: 'conversation:own', streams: false, degrades: false, rate: null } as const;
export const BODY = [
	'json_invalid',
	'body_too_large',
	'media_type_unsupported',
] as const satisfies readonly ErrorCode[];

export const TURN_ERRORS = [
	'unauthenticated',
	'not_found',
	'turn_in_progress',
	...BODY,
] as const satisfies readonly ErrorCode[];

export function caseRoutes(parts: Parts): Route[] {
	return [createCase(parts), getCase(parts), rate(parts), close(parts), act(parts)];
}

function createCase(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/cases',
		operationId: 'createCase',
		repeats: 'known to the route',
		creates: true,
		summary: 'Opens a case with its first message, and answers it',
		description:
			'The host is asked about the caller, and the answer rests on that. With `Accept: text/event-stream` it streams, with status 200.',
		streams: true,
		degrades: true,
		rate: parts.rates.gatewayCases,
		params: none,
		query: none,
		body: z.object({
			message: said(8000).meta({ description: 'What is wrong', example: 'I can’t upload files larger than 50MB' }),
			context: pageContext,
		}),
		response: answers.caseOpened,
		errors: TURN_ERRORS,
		async handle({ caller, body, wants, locale, requestId, idempotencyKey }) {
			const { message: content, context } = body;
			const asked = { content, context, locale, requestId, idempotencyKey, whole: wants === 'json' };
			const turn = await openCase(caller, asked, parts);
			if (wants === 'json') return json(await openedView(caller, turn, parts));
			const ids = { caseId: turn.conversation.publicId ?? '', question: '', answer: '', ...turn.publicIds };
			return answerStream(publicFeed(turn.feed, ids));
		},
	});
}

async function openedView(caller: Caller, turn: Turn, parts: Parts): Promise<z.input<typeof answers.caseOpened>> {
	const { conversation, questionId } = turn;
	const { store } = parts;
	const { answer, refused, ...whole } = await wholeTurn(caller, turn, parts);
	const question = whole.question ?? (await store.messages.find(caller, conversation.id, questionId));
	if (!question) throw new KitError('not_found');
	const messages = answer ? [question, answer] : [question];
	const kept = answer && (turn.snapshot?.() ?? (await store.snapshots.latest(caller.tenantId, conversation.id)));
	const snapshot = kept && { id: kept.publicId, sources: kept.sources };
	const opened = caseView(conversation, { messageCount: messages.length, snapshot: kept, ticket: null, waits: false });
	return { case: opened, messages: messages.map(messageView), snapshot, refused };
}

function getCase(parts: Parts): Route {
	return route({
		...usual,
		method: 'get',
		path: '/cases/:caseId',
		operationId: 'getCase',
		summary: 'A case with its messages, what they rest on, and what was suggested',
		params: oneCase,
		query: z.object({
			cursor: z
				.string()
				.max(200)
				.optional()
				.transform((text) => text ?? null)
				.meta({ description: 'From an earlier page' }),
		}),
		body: null,
		response: answers.caseRead,
		errors: ['unauthenticated', 'not_found', 'cursor_invalid'],
		async handle({ caller, params, query }) {
			const found = await ownCase(caller, params.caseId, parts);
			const { items, nextCursor } = await parts.store.messages.thread(caller, found.id, { limit: 100, ...query });
			return json({ case: await fullView(found, parts), messages: items.map(messageView), nextCursor });
		},
	});
}

async function fullView(found: Conversation, { store }: Parts) {
	const { tenantId, id, status } = found;
	const snapshot = await store.snapshots.latest(tenantId, id);
	const messageCount = await store.messages.count(tenantId, id);
	const ticket = status === 'escalated' ? await store.escalations.ticketOf(found, id) : null;
	const waits = status === 'open' && (await store.dispatches.waits(found, id));
	return caseView(found, { messageCount, snapshot, ticket, waits });
}

function rate(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/cases/:caseId/feedback',
		operationId: 'rateCase',
		repeats: 'answer kept',
		summary: 'A thumb for an answer or for the whole case',
		description: 'One per person and message: a later one replaces it. Also after the case has ended.',
		params: oneCase,
		query: none,
		body: z.object({
			feedback: z.enum(['positive', 'negative']).meta({ description: 'Thumb up or down' }),
			comment: maybeSaid(2000).meta({ description: 'In the customer’s words' }),
			messageId: z
				.string()
				.max(200)
				.nullish()
				.meta({ description: 'The rated answer, or the question that it answers; else the whole case' }),
		}),
		response: answers.done,
		errors: ['unauthenticated', 'not_found', ...BODY],
		async handle({ caller, params, body: { feedback, comment, messageId }, keepAs }) {
			const { id: conversationId } = await ownCase(caller, params.caseId, parts);
			const rated = messageId ? await parts.store.messages.findPublic(caller, conversationId, messageId) : null;
			if (messageId && !rated) throw new KitError('not_found');
			const said = { helpful: feedback === 'positive', rating: null, comment, reasons: [] };
			const done = { ok: true as const };
			await giveFeedback(
				caller,
				{ ...said, conversationId, messageId: rated?.id ?? null },
				parts,
				keepAs(() => done),
			);
			return json(done);
		},
	});
}

function close(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/cases/:caseId/close',
		operationId: 'closeCase',
		repeats: 'done again',
		summary: 'Closes a case, with how it ended',
		description: 'The same resolution again changes nothing; another one is a conflict.',
		params: oneCase,
		query: none,
		body: z.object({
			resolution: z.enum(['resolved', 'unresolved', 'abandoned']).meta({ description: 'How it ended' }),
			rating: z.int().min(0).max(10).nullish().meta({ description: '0 to 10', example: 9 }),
		}),
		response: answers.closed,
		errors: ['unauthenticated', 'not_found', 'conversation_escalated', 'case_resolution_conflict', ...BODY],
		async handle({ caller, params, body: { resolution, rating = null } }) {
			const closed = await closeCase(caller, params.caseId, { resolution, rating }, parts);
			return json({ ok: true as const, case: await fullView(closed, parts) });
		},
	});
}

function act(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/cases/:caseId/actions',
		operationId: 'runAction',
		repeats: 'done again',
		summary: 'Runs an action that an answer of this case has suggested',
		description: 'With the very arguments that were shown with it. Once: a second call tells what came of the first.',
		params: oneCase,
		query: none,
		body: z.object({
			actionId: z.string().min(1).max(200).meta({ description: 'The action, as `act_…`' }),
			confirm: z.literal(true).meta({ description: 'The customer has seen the arguments and agreed' }),
		}),
		response: answers.ran,
		errors: [
			...([
				'unauthenticated',
				'not_found',
				'action_not_suggested',
				'action_running',
				'action_unknown',
				'action_failed',
			] as const),
			...(['conversation_closed', 'conversation_escalated', 'connector_unavailable'] as const),
			...BODY,
		],
		async handle({ caller, params, body }) {
			const { action, result } = await runCaseAction(caller, params.caseId, body.actionId, parts);
			return json({ ok: true as const, action: { ...action, payload: { ...action.payload } }, result: { ...result } });
		},
	});
}
