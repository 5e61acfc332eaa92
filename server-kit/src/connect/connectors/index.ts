// Which system makes a ticket of a case: chosen by the options, once, as the kit is put together.

import type { Clock, TicketConnector } from '../../core/ports.ts';
import { type ConnectorOptions, isConnector } from '../../options/connector.ts';
import { createEgress } from '../egress.ts';
import { createEmail } from './email.ts';
import { createJira } from './jira.ts';
import { createWebhook } from './webhook.ts';
import { createZendesk } from './zendesk.ts';

/** @param given one of the host's own, the options of one of ours, or null for our own desk */
export function createConnector(
	given: TicketConnector | ConnectorOptions | null,
	clock: Clock,
): TicketConnector | null {
	if (given === null || isConnector(given)) return given;
	switch (given.type) {
		case 'zendesk':
			return createZendesk(given, { egress: createEgress(given), clock });
		case 'jira':
			return createJira(given, { egress: createEgress(given) });
		case 'webhook':
			return createWebhook(given, { egress: createEgress(given), clock });
		case 'email':
			return createEmail(given);
	}
}
