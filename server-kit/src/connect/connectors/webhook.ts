// Tickets of the host's own making: one signed request by Standard Webhooks, answered with the ticket.

import { z } from 'zod';
import type { Egress } from '../../core/egress.ts';
import type { Clock, TicketConnector } from '../../core/ports.ts';
import { signedHeaders } from '../../core/webhooks/signature.ts';
import type { ConnectorOf } from '../../options/connector.ts';
import { fitted, letterOf } from './letter.ts';
import { openLine } from './line.ts';

const MOST_BYTES = 64 * 1024;

const answered = z.object({
	ticketId: z.string().trim().min(1).max(200),
	ticketUrl: z.url({ protocol: /^https?$/ }).max(2000),
});

export function createWebhook(
	{ url, secret, timeoutMs }: ConnectorOf<'webhook'>,
	{ egress, clock }: { egress: Egress; clock: Clock },
): TicketConnector {
	return {
		async create(handoff) {
			const line = openLine('The webhook', egress, timeoutMs);
			const letter = fitted(letterOf(handoff), (cut) => Buffer.byteLength(JSON.stringify(cut)) <= MOST_BYTES);
			const now = clock.now();
			const body = JSON.stringify({ type: 'case.escalated', timestamp: new Date(now).toISOString(), data: letter });
			const headers = {
				'idempotency-key': letter.caseId,
				...signedHeaders({ id: `msg_${letter.caseId}`, at: now, body }, [secret]),
			};
			return line.accepted(await line.ask({ method: 'POST', url, headers, body }), answered);
		},
	};
}
