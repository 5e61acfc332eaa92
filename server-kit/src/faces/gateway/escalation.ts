// A case and the person who works on it: handed over with a ticket, and what the customer says from then on.

import { z } from 'zod';
import { type CaseCommented, commentOnCase } from '../../core/case-comment.ts';
import { escalateCase } from '../../core/case-ticket.ts';
import type { Parts } from '../../core/turn-state.ts';
import { json, type Route, route } from '../../http/route.ts';
import { BODY, usual } from './cases.ts';
import { none, oneCase, said } from './fields.ts';
import * as answers from './schemas.ts';
import { messageView } from './view.ts';

export function escalationRoutes(parts: Parts): Route[] {
	return [escalate(parts), comment(parts)];
}

function escalate(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/cases/:caseId/escalate',
		operationId: 'escalateCase',
		repeats: 'done again',
		summary: 'Hands a case to a person, with a ticket',
		description:
			'A second call gives the same ticket. Where none can be made, the case stays active, and the ticket is made by and by: `ticketPending` says so, `ticketId` when it is there.',
		params: oneCase,
		query: none,
		body: z.object({
			reason: said(2000).meta({ description: 'Why', example: 'Need manual account adjustment' }),
		}),
		response: answers.escalated,
		errors: ['unauthenticated', 'not_found', 'conversation_closed', 'connector_unavailable', ...BODY],
		handle: async ({ caller, params, body }) => json(await escalateCase(caller, params.caseId, body.reason, parts)),
	});
}

function comment(parts: Parts): Route {
	return route({
		...usual,
		method: 'post',
		path: '/cases/:caseId/comments',
		operationId: 'commentCase',
		summary: 'Says something to the person who works on an escalated case',
		description:
			'Kept among the messages of the case, and added to its ticket: at once, or as soon as the other system can be reached.',
		repeats: 'answer kept',
		creates: true,
		degrades: true,
		rate: parts.rates.gatewayMessages,
		params: oneCase,
		query: none,
		body: z.object({ content: said(8000).meta({ description: 'What the customer says', example: 'It works now.' }) }),
		response: answers.commented,
		errors: [
			...(['unauthenticated', 'not_found', 'case_not_escalated', 'case_closed'] as const),
			...(['conversation_closed', 'conversation_escalated'] as const),
			...BODY,
		],
		handle: async ({ caller, params, body, keepAs }) =>
			json(commentedView(await commentOnCase(caller, params.caseId, body.content, parts, keepAs(commentedView)))),
	});
}

function commentedView({ message, delivered }: CaseCommented) {
	return { message: messageView(message), delivered };
}
