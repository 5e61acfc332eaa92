// The desk: what agents do with the tenant's cases. The same rows as the customer's, seen from the other side.

import { KitError } from '../errors.ts';
import type { CaseStatus } from '../protocol/index.ts';
import { actorOf, writeDown } from './audit.ts';
import type { Caller } from './caller.ts';
import { demand } from './permissions.ts';
import { topicOf } from './pushes.ts';
import type { Comment, Ticket } from './records.ts';
import type { Store } from './store.ts';
import { commentView, moveTicket } from './ticket.ts';
import type { Parts } from './turn-state.ts';
import { caseCommented } from './webhooks/events.ts';

export interface Desk {
	listForDesk(
		agent: Caller,
		filter?: { status?: CaseStatus; limit?: number; cursor?: string | null },
	): Promise<{ tickets: readonly Ticket[]; nextCursor: string | null }>;
	getForDesk(agent: Caller, id: number): Promise<Ticket & { comments: Comment[] }>;
	/** A public comment is told to the customer; an internal note never leaves the desk. */
	comment(
		agent: Caller,
		id: number,
		said: { body: string; visibility: 'public' | 'internal' },
	): Promise<{ ticket: Ticket; comment: Comment }>;
	setStatus(agent: Caller, id: number, status: CaseStatus): Promise<Ticket>;
}

export function createDesk(parts: Parts): Desk {
	const { store, clock, bus } = parts;
	return {
		async listForDesk(agent, { status, limit = 50, cursor = null } = {}) {
			demand(agent, 'desk:read');
			const filter = { tenantId: agent.tenantId, statuses: status ? [status] : [] };
			const { items: tickets, nextCursor } = await store.tickets.list(filter, { limit, cursor });
			return { tickets, nextCursor };
		},

		async getForDesk(agent, id) {
			demand(agent, 'desk:read');
			const ticket = await ticketOf(store, agent, id);
			return { ...ticket, comments: await store.tickets.comments(agent.tenantId, id, 'all') };
		},

		async comment(agent, id, { body, visibility }) {
			demand(agent, 'desk:reply');
			const at = clock.now();
			const said = await store.transaction(async (bound) => {
				const ticket = await ticketOf(bound, agent, id);
				if (ticket.status === 'closed') throw new KitError('case_closed');
				const author = { type: 'agent' as const, id: agent.userId, name: agent.name ?? null };
				const fields = { ticketId: id, author, visibility, body, createdAt: at };
				const comment = await bound.tickets.addComment(agent.tenantId, fields);
				const event = {
					type: 'case-comment' as const,
					case_id: id,
					case_number: ticket.number,
					comment: commentView(comment),
				};
				if (visibility === 'public') await bound.pushes.add(ticket, event, at);
				const action = visibility === 'public' ? 'case.reply' : 'case.note';
				await writeDown(bound, { ...actOn(id, agent), action }, parts);
				const now = await ticketOf(bound, agent, id);
				if (visibility === 'public') await bound.webhooks.emit(caseCommented(now, comment, commentView(comment)));
				return { ticket: now, comment };
			});
			if (visibility === 'public') bus.publish(topicOf(said.ticket));
			return said;
		},

		async setStatus(agent, id, status) {
			demand(agent, 'desk:reply');
			return moveTicket(actOn(id, agent), id, status, parts);
		},
	};
}

/** What they wrote stands in the case, not in the audit. */
function actOn(id: number, agent: Caller) {
	return { tenantId: agent.tenantId, actor: actorOf(agent), target: `case:${id}` };
}

async function ticketOf(store: Store, { tenantId }: Caller, id: number): Promise<Ticket> {
	const ticket = await store.tickets.find(tenantId, id);
	if (!ticket) throw new KitError('not_found');
	return ticket;
}
