// Human cases: opened by a customer, answered at the desk, told to whoever has the widget open.

import { KitError } from '../errors.ts';
import type { CasePriority, CaseStatus, CommentView } from '../protocol/index.ts';
import { type Act, writeDown } from './audit.ts';
import type { Caller } from './caller.ts';
import { ownConversation } from './conversation.ts';
import { handoverOf } from './escalation.ts';
import { type Keep, keepNothing } from './keep.ts';
import { topicOf } from './pushes.ts';
import type { Comment, Handover, Owner, Page, PageRequest, Ticket } from './records.ts';
import type { Store } from './store.ts';
import type { Parts } from './turn-state.ts';
import { caseCommented, caseCreated, caseMoved } from './webhooks/events.ts';

export interface OpenTicket {
	subject: string;
	description: string;
	category: string | null;
	priority: CasePriority;
	conversationId: number | null;
}

// biome-ignore format: the columns are the point
const MOVES: Readonly<Record<CaseStatus, readonly CaseStatus[]>> = {
	open:     ['pending', 'resolved'],
	pending:  ['open', 'resolved'],
	resolved: ['open', 'closed'],
	closed:   [],
};

export async function openTicket(
	caller: Caller,
	asked: OpenTicket,
	parts: Parts,
	keep: Keep<Ticket> = keepNothing,
): Promise<Ticket> {
	const { store, clock } = parts;
	const conversation =
		asked.conversationId === null ? null : await ownConversation(caller, asked.conversationId, parts);
	const handover = conversation && (await handoverOf(conversation, parts));
	return store.transaction(async (bound) => {
		if (conversation && !(await bound.conversations.hold(caller, conversation.id))) throw new KitError('not_found');
		const ticket = await createTicket(bound, caller, asked, handover, clock.now());
		await keep(bound, ticket);
		return ticket;
	});
}

/** Numbered within its tenant and year. @param bound a store bound to the transaction that makes it */
export async function createTicket(
	bound: Store,
	{ tenantId, userId, name }: Caller,
	asked: OpenTicket,
	handover: Handover | null,
	at: number,
): Promise<Ticket> {
	const year = new Date(at).getUTCFullYear();
	const counted = await bound.tickets.nextNumber(tenantId, year);
	const number = `TKT-${year}-${String(counted).padStart(4, '0')}`;
	const made = { tenantId, userId, customerName: name ?? null, number, ...asked, handover, at };
	const ticket = await bound.tickets.create(made);
	await bound.webhooks.emit(caseCreated(ticket));
	return ticket;
}

export function listOwnTickets(
	caller: Caller,
	statuses: CaseStatus[],
	page: PageRequest,
	{ store }: Parts,
): Promise<Page<Ticket>> {
	return store.tickets.list({ tenantId: caller.tenantId, userId: caller.userId, statuses }, page);
}

/**
 * The case as the customer sees it: public comments only. Marks it read.
 * @param seen false where the answer shows nothing, and so nothing has been read
 */
export async function readOwnTicket(
	caller: Caller,
	id: number,
	seen: boolean,
	{ store }: Parts,
): Promise<{ ticket: Ticket; comments: Comment[] }> {
	const ticket = await ownTicket(store, caller, id);
	const comments = await store.tickets.comments(caller.tenantId, id, 'public');
	// What was seen, not when: a reply that arrives in this very moment stays unread.
	const readReplyId = comments.at(-1)?.id ?? null;
	if (seen && readReplyId !== null) await store.tickets.markRead(caller, id, readReplyId);
	return { ticket: { ...ticket, readReplyId }, comments };
}

export interface CommentMade {
	comment: Comment;
	/** As it is now. */
	ticket: Ticket;
}

/** A customer's comment reopens a case that waits or was resolved. */
export function commentAsCustomer(
	caller: Caller,
	id: number,
	body: string,
	{ store, clock }: Parts,
	keep: Keep<CommentMade> = keepNothing,
): Promise<CommentMade> {
	const at = clock.now();
	return store.transaction(async (bound) => {
		const ticket = await ownTicket(bound, caller, id);
		if (ticket.status === 'closed') throw new KitError('case_closed');
		const author = { type: 'customer' as const, id: caller.userId, name: caller.name ?? null };
		const comment = await bound.tickets.addComment(caller.tenantId, {
			ticketId: id,
			author,
			visibility: 'public',
			body,
			createdAt: at,
		});
		const reopened = await bound.tickets.changeStatus(caller.tenantId, id, ['pending', 'resolved'], 'open', at);
		const now = await ownTicket(bound, caller, id);
		await bound.webhooks.emit(caseCommented(now, comment, commentView(comment)));
		if (reopened) await bound.webhooks.emit(caseMoved(now, ticket.status));
		const made = { comment, ticket: now };
		await keep(bound, made);
		return made;
	});
}

async function ownTicket(store: Store, { tenantId, userId }: Owner, id: number): Promise<Ticket> {
	const ticket = await store.tickets.find(tenantId, id, userId);
	if (!ticket) throw new KitError('not_found');
	return ticket;
}

/**
 * Moves a case along; told to the customer.
 * @param act who does it, as the audit keeps it
 * @throws KitError `case_status_conflict` for a move that there is not
 */
export async function moveTicket(
	act: Pick<Act, 'tenantId' | 'actor' | 'target'>,
	id: number,
	to: CaseStatus,
	parts: Parts,
): Promise<Ticket> {
	const { tenantId } = act;
	const from = (Object.keys(MOVES) as CaseStatus[]).filter((status) => MOVES[status].includes(to));
	const at = parts.clock.now();
	const ticket = await parts.store.transaction(async (bound) => {
		const before = await bound.tickets.find(tenantId, id);
		if (!before) throw new KitError('not_found');
		if (before.status === to) return before;
		if (!(await bound.tickets.changeStatus(tenantId, id, from, to, at))) throw new KitError('case_status_conflict');
		const event = { type: 'case-status' as const, case_id: id, case_number: before.number, status: to };
		await bound.pushes.add(before, event, at);
		await writeDown(bound, { ...act, action: 'case.status', details: { from: before.status, to } }, parts);
		const moved = { ...before, status: to, updatedAt: at };
		await bound.webhooks.emit(caseMoved(moved, before.status));
		return moved;
	});
	parts.bus.publish(topicOf(ticket));
	return ticket;
}

export function commentView(comment: Comment): CommentView {
	const { id, author, body, createdAt } = comment;
	return { id, author: { type: author.type, name: author.name }, body, created_at: new Date(createdAt).toISOString() };
}
