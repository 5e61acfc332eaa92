// Conversations: begin, list, read, delete, hand over.

import { z } from 'zod';
import { deleteConversation, readThread, startConversation } from '../../core/conversation.ts';
import { escalate } from '../../core/escalation.ts';
import type { Parts } from '../../core/turn-state.ts';
import { json, type Route, route } from '../../http/route.ts';
import { cursor, id, locale, maybeSaid, none, pageContext, pageLimit } from './fields.ts';
import * as answers from './schemas/conversations.ts';
import { conversationListView, createdView, escalationView, threadView } from './views.ts';

const one = z.object({ conversation_id: id });

const newConversation = z
	.object({
		title: maybeSaid(200).meta({ description: 'Else named after the first message' }),
		context: pageContext,
		locale,
	})
	.prefault({});
const why = z
	.object({
		reason: maybeSaid(200).meta({ description: 'Why, in a few words' }),
		note: maybeSaid(2000).meta({ description: 'For the person who takes over' }),
	})
	.prefault({});

const usual = { action: 'conversation:own', streams: false, degrades: false, rate: null } as const;

export function conversationRoutes(parts: Parts): Route[] {
	return [
		listConversations(parts),
		createConversation(parts),
		getConversation(parts),
		removeConversation(parts),
		escalateConversation(parts),
	];
}

function listConversations(parts: Parts): Route {
	return route({
		...usual,
		method: 'get',
		path: '/conversations',
		operationId: 'listConversations',
		summary: 'The caller’s own conversations, newest first',
		params: none,
		query: z.object({ limit: pageLimit(20), cursor }),
		body: null,
		response: answers.conversationList,
		errors: ['unauthenticated', 'cursor_invalid'],
		handle: async ({ caller, query }) =>
			json(conversationListView(await parts.store.conversations.list(caller, query))),
	});
}

function createConversation(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/conversations',
		operationId: 'createConversation',
		repeats: 'answer kept',
		summary: 'Begins a conversation',
		description: 'No model is called. The title may be left out: the first message gives it one.',
		params: none,
		query: none,
		body: newConversation,
		response: answers.conversationCreated,
		errors: ['unauthenticated', 'json_invalid', 'body_too_large', 'media_type_unsupported'],
		async handle({ caller, body, locale: spoken, keepAs }) {
			const asked = { ...body, locale: body.locale ?? spoken };
			return json(createdView(await startConversation(caller, asked, parts, keepAs(createdView))));
		},
	});
}

function getConversation(parts: Parts): Route {
	return route({
		...usual,
		method: 'get',
		path: '/conversations/:conversation_id',
		operationId: 'getConversation',
		summary: 'A conversation with its messages',
		description: 'Says whether a message would be taken, and why not. Older messages come by the cursor.',
		params: one,
		query: z.object({ limit: pageLimit(100), cursor }),
		body: null,
		response: answers.conversation,
		errors: ['unauthenticated', 'not_found', 'cursor_invalid'],
		handle: async ({ caller, params, query }) =>
			json(threadView(await readThread(caller, params.conversation_id, query, parts), parts.settings)),
	});
}

function removeConversation(parts: Parts): Route {
	return route({
		...usual,
		method: 'delete',
		path: '/conversations/:conversation_id',
		operationId: 'deleteConversation',
		summary: 'Deletes a conversation and everything of it',
		description: 'Cases that came from it stay, without it. A second call answers 404.',
		params: one,
		query: none,
		body: null,
		response: answers.deleted,
		errors: ['unauthenticated', 'not_found'],
		handle: async ({ caller, params }) => {
			await deleteConversation(caller, params.conversation_id, parts);
			return json({ deleted: true as const, conversation_id: params.conversation_id });
		},
	});
}

function escalateConversation(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/conversations/:conversation_id/escalate',
		operationId: 'escalateConversation',
		repeats: 'done again',
		summary: 'Hands the conversation to a person',
		description: 'Locks the thread, stops a running answer, creates no ticket. A second call answers the same.',
		params: one,
		query: none,
		body: why,
		response: answers.escalation,
		errors: ['unauthenticated', 'not_found', 'conversation_closed', 'json_invalid', 'media_type_unsupported'],
		handle: async ({ caller, params, body }) =>
			json(escalationView(await escalate(caller, params.conversation_id, body, parts))),
	});
}
