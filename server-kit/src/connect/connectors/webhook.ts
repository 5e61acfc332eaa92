// Tickets of the host's own making: a signed request by Standard Webhooks, answered with the ticket; and one per comment.

import { z } from 'zod';
import type { Egress } from '../../core/egress.ts';
import type { Clock, TicketConnector } from '../../core/ports.ts';
import { signedHeaders } from '../../core/webhooks/signature.ts';
import type { ConnectorOf } from '../../options/connector.ts';
import { fitted, letterOf } from './letter.ts';
import { openLine } from './line.ts';
import { remarkOf } from './remark.ts';

const MOST_BYTES = 64 * 1024;

const answered = z.object({
	ticketId: z.string().trim().min(1).max(200),
	ticketUrl: z.url({ protocol: /^https?$/ }).max(2000),
});

export function createWebhook(
	{ url, secret, timeoutMs }: ConnectorOf<'webhook'>,
	{ egress, clock }: { egress: Egress; clock: Clock },
): TicketConnector {
	/** @param key the same for the same thing, however often it is sent */
	function send<T>(type: string, key: string, data: object, shape: z.ZodType<T>): Promise<T> {
		const line = openLine('The webhook', egress, timeoutMs);
		const now = clock.now();
		const body = JSON.stringify({ type, timestamp: new Date(now).toISOString(), data });
		const signature = signedHeaders({ id: `msg_${key}`, at: now, body }, [secret]);
		const request = { method: 'POST' as const, url, headers: { 'idempotency-key': key, ...signature }, body };
		return line.ask(request).then((answer) => line.accepted(answer, shape));
	}

	return {
		create(handoff) {
			const letter = fitted(letterOf(handoff), (cut) => Buffer.byteLength(JSON.stringify(cut)) <= MOST_BYTES);
			return send('case.escalated', letter.caseId, letter, answered);
		},
		async comment(said) {
			const { head: _ours, ...remark } = remarkOf(said);
			await send('case.commented', remark.commentId, remark, z.unknown());
		},
	};
}
