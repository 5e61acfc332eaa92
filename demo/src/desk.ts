// What the playground's agent desk asks of the kit's core, and who asks.

import type { Caller } from '@deskbell/server-kit';
import { people } from './people.ts';

export type TicketStatus = 'open' | 'pending' | 'resolved' | 'closed';

export interface DeskComment {
	id: number;
	author: { type: 'customer' | 'agent' | 'system'; name: string | null };
	visibility: 'public' | 'internal';
	body: string;
	/** Epoch milliseconds, as all times here. */
	createdAt: number;
}

export interface DeskTicket {
	id: number;
	number: string;
	subject: string;
	description: string;
	category: string | null;
	priority: 'low' | 'normal' | 'high' | 'urgent';
	status: TicketStatus;
	userId: string;
	customerName: string | null;
	conversationId: number | null;
	/** What was handed over from the conversation with the assistant. */
	handover?: {
		summary: string;
		intent: string | null;
		attempted: readonly string[];
		lastMessages: readonly { role: 'user' | 'assistant'; content: string; createdAt: number }[];
	} | null;
	createdAt: number;
	updatedAt: number;
	comments?: readonly DeskComment[];
}

/** The part of `kit.core.tickets` that the desk uses. Failures carry a `code` such as `not_found`. */
export interface DeskTickets {
	/** All cases of the agent's tenant, latest activity first. */
	listForDesk(
		agent: Caller,
		wish: { status?: TicketStatus; limit?: number; cursor?: string },
	): Promise<{ tickets: readonly DeskTicket[]; nextCursor: string | null }>;
	/** With all comments, internal notes included, oldest first. */
	getForDesk(agent: Caller, ticketId: number): Promise<DeskTicket>;
	comment(
		agent: Caller,
		ticketId: number,
		words: { body: string; visibility: 'public' | 'internal' },
	): Promise<{ comment: DeskComment; ticket: DeskTicket }>;
	setStatus(agent: Caller, ticketId: number, status: TicketStatus): Promise<DeskTicket>;
}

/** An agent of the tenant; `name` is what the customer reads beside the answer. */
export function deskCaller(tenantId: string, name?: string): Caller {
	const employee = people.find((person) => person.tenant === tenantId && person.roles.includes('agent'));
	return {
		tenantId,
		userId: employee?.user ?? 'desk',
		kind: 'agent',
		roles: ['agent'],
		name: name ?? employee?.name ?? 'Support desk',
		email: employee?.email,
	};
}
