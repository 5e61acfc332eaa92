// Human cases, as the customer who opened them sees them.

import { z } from 'zod';
import type { Ticket } from '../../core/records.ts';
import {
	type CommentMade,
	commentAsCustomer,
	commentView,
	listOwnTickets,
	openTicket,
	readOwnTicket,
} from '../../core/ticket.ts';
import type { Parts } from '../../core/turn-state.ts';
import { json, type Route, route } from '../../http/route.ts';
import { bodyId, cursor, id, line, maybeSaid, none, pageLimit, said, statusList } from './fields.ts';
import * as answers from './schemas/cases.ts';
import { caseListView, caseView } from './views.ts';

const one = z.object({ case_id: id });

const newCase = z.object({
	subject: line(200).meta({ description: 'In one line', example: 'Invoice of May is missing' }),
	description: said(10_000).meta({ description: 'What happened', example: 'I paid on the third and got no invoice.' }),
	category: maybeSaid(100).meta({ description: 'As the host’s form names it' }),
	priority: z
		.enum(['low', 'normal', 'high', 'urgent'])
		.nullish()
		.transform((value) => value ?? ('normal' as const))
		.meta({ description: 'How urgent the customer says it is; normal where left out' }),
	conversation_id: bodyId.meta({ description: 'The caller’s own conversation that the case comes from' }),
});

const usual = { action: 'case:own', streams: false, degrades: false, rate: null } as const;

export function caseRoutes(parts: Parts): Route[] {
	return [listCases(parts), createCase(parts), getCase(parts), addCaseComment(parts)];
}

function listCases(parts: Parts): Route {
	return route({
		...usual,
		method: 'get',
		path: '/cases',
		operationId: 'listCases',
		summary: 'The caller’s own cases, latest activity first',
		params: none,
		query: z.object({ status_filter: statusList, limit: pageLimit(20), cursor }),
		body: null,
		response: answers.caseList,
		errors: ['unauthenticated', 'cursor_invalid'],
		handle: async ({ caller, query }) =>
			json(caseListView(await listOwnTickets(caller, query.status_filter, query, parts))),
	});
}

function createCase(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/cases',
		operationId: 'createCase',
		repeats: 'answer kept',
		summary: 'Opens a human case',
		description: 'With `conversation_id` a summary and the last messages go along, secrets masked.',
		params: none,
		query: none,
		body: newCase,
		response: answers.supportCase,
		errors: ['unauthenticated', 'not_found', 'json_invalid', 'body_too_large', 'media_type_unsupported'],
		async handle({ caller, body, keepAs }) {
			const { conversation_id: conversationId, ...rest } = body;
			const view = (ticket: Ticket) => caseView(ticket, []);
			return json(view(await openTicket(caller, { ...rest, conversationId }, parts, keepAs(view))));
		},
	});
}

function getCase(parts: Parts): Route {
	return route({
		...usual,
		method: 'get',
		path: '/cases/:case_id',
		operationId: 'getCase',
		summary: 'A case with its public comments',
		description: 'Marks the case as read. Internal notes never appear.',
		params: one,
		query: none,
		body: null,
		response: answers.supportCase,
		errors: ['unauthenticated', 'not_found'],
		async handle({ caller, params, bare }) {
			const { ticket, comments } = await readOwnTicket(caller, params.case_id, !bare, parts);
			return json(caseView(ticket, comments));
		},
	});
}

function addCaseComment(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/cases/:case_id/comments',
		operationId: 'addCaseComment',
		repeats: 'answer kept',
		summary: 'Adds a public comment',
		description: 'Reopens a case that waits for the customer or was resolved; a closed one takes no comment.',
		params: one,
		query: none,
		body: z.object({ body: said(10_000).meta({ description: 'Plain text', example: 'It has come, thank you.' }) }),
		response: answers.commentAdded,
		errors: ['unauthenticated', 'not_found', 'case_closed', 'json_invalid', 'body_too_large', 'media_type_unsupported'],
		async handle({ caller, params, body, keepAs }) {
			const view = ({ ticket, comment }: CommentMade) => {
				return { comment: commentView(comment), case: { id: ticket.id, status: ticket.status } };
			};
			return json(view(await commentAsCustomer(caller, params.case_id, body.body, parts, keepAs(view))));
		},
	});
}
