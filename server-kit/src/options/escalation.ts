// Where a conversation goes when a person takes over.

import { z } from 'zod';
import type { Settings } from '../core/settings.ts';
import { connector } from './connector.ts';

export const escalation = z
	.strictObject({
		/** Where a customer files a case; the hand-over token is added as `handoff`. */
		ticketFormUrl: z.string().min(1).default('/support/cases/new'),
		/** Where a customer reads a case of ours; with its `{id}` or `{number}`. */
		ticketUrl: z.string().min(1).default('/support/cases/{id}'),
		/** Where cases of the gateway become tickets, in place of our own desk. */
		connector,
	})
	.prefault({});

export function escalationFrom({ ticketFormUrl, ticketUrl }: z.output<typeof escalation>): Settings['escalation'] {
	return { ticketFormUrl, ticketUrl };
}
