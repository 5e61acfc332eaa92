// Tickets in a system of the host’s own: the lines that docs/gateway.md has a reader paste.

import type { TicketConnector } from '@deskbell/server-kit';
import { tickets } from './your-app.ts';

export const connector: TicketConnector = {
	async create({ caller, conversation, reason, handover }) {
		const about = { from: caller.email, reason, said: handover.lastMessages };
		const { number, url } = await tickets.findOrMake(conversation.publicId, about);
		return { ticketId: number, ticketUrl: url };
	},
};
