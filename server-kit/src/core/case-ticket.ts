// A case is handed to a person, with a ticket: at our own desk in one transaction, or in another system by a dispatch.

import { KitError } from '../errors.ts';
import type { Caller } from './caller.ts';
import { ownCase } from './case.ts';
import type { CaseTicket } from './case-store.ts';
import { endAnswer } from './conversation.ts';
import { attempted, holdFrom } from './dispatch.ts';
import type { Dispatch } from './dispatch-store.ts';
import { handoverOf } from './escalation.ts';
import { masked } from './masked.ts';
import { pause } from './pause.ts';
import type { CaseHandoff, TicketConnector } from './ports.ts';
import { topicOf } from './pushes.ts';
import type { Conversation } from './records.ts';
import type { Store } from './store.ts';
import { createTicket } from './ticket.ts';
import type { Parts } from './turn-state.ts';
import { conversationEvent } from './webhooks/events.ts';

/** Of a case there is one. */
const TICKET = 'ticket';

/**
 * Idempotent. Never escalated without a ticket: where none can be made, the case stays as it was, and the ticket is
 * made later.
 */
export async function escalateCase(
	caller: Caller,
	publicId: string,
	reason: string,
	parts: Parts,
): Promise<CaseTicket> {
	const conversation = await ownCase(caller, publicId, parts);
	const known = await parts.store.escalations.ticketOf(caller, conversation.id);
	if (known) return known;
	if (conversation.status !== 'open') throw new KitError('conversation_closed');
	if (!parts.connector) return handOver(await handoffOf(caller, conversation, reason, parts), null, null, parts);
	const dispatch = await taken(caller, conversation.id, reason, parts);
	return dispatch ? makeTicket(dispatch, parts) : ticketOfAnother(caller, conversation.id, parts);
}

/** Ours alone from here on, whoever else asks: new, or one that has waited. */
async function taken(caller: Caller, conversationId: number, reason: string, parts: Parts): Promise<Dispatch | null> {
	const { store, clock } = parts;
	const row = { caller, conversationId, kind: TICKET, name: TICKET, body: reason, at: clock.now() } as const;
	const hold = holdFrom(parts);
	return (
		(await store.dispatches.add(row, hold)) ?? store.dispatches.take({ conversationId, name: TICKET }, row.at, hold)
	);
}

const LOOK_EVERY_MS = 200;
const LONGEST_WAIT_MS = 15_000;

/** Somebody else is asking the other system in this moment, perhaps in another process. */
async function ticketOfAnother(caller: Caller, conversationId: number, { store }: Parts): Promise<CaseTicket> {
	for (let waited = 0; waited < LONGEST_WAIT_MS; waited += LOOK_EVERY_MS) {
		const ticket = await store.escalations.ticketOf(caller, conversationId);
		if (ticket) return ticket;
		if (!(await store.dispatches.isHeld(caller, conversationId))) break;
		await pause(LOOK_EVERY_MS);
	}
	throw new KitError('connector_unavailable', { cause: 'another request asks for this ticket, and has none yet' });
}

/**
 * @param dispatch is done with afterwards, or put back
 * @throws KitError `connector_unavailable`; `conversation_closed` or `not_found` where nobody needs the ticket any more
 */
export async function makeTicket(dispatch: Dispatch, parts: Parts, closing?: AbortSignal): Promise<CaseTicket> {
	const { store, connector, log } = parts;
	const { caller, conversationId, body: reason } = dispatch;
	try {
		const conversation = await stillOpen(caller, conversationId, store);
		const handoff = await handoffOf(caller, conversation, reason, parts);
		const ask = (system: TicketConnector) =>
			attempted(dispatch, () => elsewhere(handoff, system, parts), parts, closing);
		return await handOver(handoff, connector && (await ask(connector)), dispatch, parts);
	} catch (fault) {
		if (!(fault instanceof KitError) || !UNNEEDED.includes(fault.code)) throw fault;
		await store.dispatches.end(dispatch);
		log.info('a ticket is not needed any more', { conversation: conversationId, why: fault.code });
		throw fault;
	}
}

/** Closed, or deleted, while the ticket was being made. */
const UNNEEDED: readonly string[] = ['not_found', 'conversation_closed'];

async function stillOpen(caller: Caller, id: number, { conversations }: Store): Promise<Conversation> {
	const conversation = await conversations.find(caller, id);
	if (!conversation) throw new KitError('not_found');
	if (conversation.status === 'closed') throw new KitError('conversation_closed');
	return conversation;
}

async function handoffOf(
	caller: Caller,
	conversation: Conversation,
	reason: string,
	parts: Parts,
): Promise<CaseHandoff> {
	return { caller, conversation, reason, handover: await handoverOf(conversation, parts) };
}

/** The other system is asked before anything of ours changes, and never within a transaction. */
async function elsewhere(handoff: CaseHandoff, connector: TicketConnector, parts: Parts): Promise<CaseTicket> {
	const { tenantId, id } = handoff.conversation;
	const snapshot = await parts.store.snapshots.latest(tenantId, id);
	const ticket = await connector.create({ ...handoff, reason: masked(handoff.reason, parts), snapshot });
	if (!ticket?.ticketId) throw new Error('the connector gave no ticket');
	return ticket;
}

/** @param made what another system has made; null for our own desk */
async function handOver(
	handoff: CaseHandoff,
	made: CaseTicket | null,
	dispatch: Dispatch | null,
	parts: Parts,
): Promise<CaseTicket> {
	const ticket = await parts.store.transaction((bound) => escalated(bound, handoff, made, dispatch, parts));
	await endAnswer(handoff.conversation, parts);
	parts.bus.publish(topicOf(handoff.caller));
	return ticket;
}

async function escalated(
	bound: Store,
	handoff: CaseHandoff,
	made: CaseTicket | null,
	dispatch: Dispatch | null,
	parts: Parts,
): Promise<CaseTicket> {
	const { caller, conversation, reason } = handoff;
	const { tenantId, userId } = caller;
	const { id: conversationId, publicId } = conversation;
	const at = parts.clock.now();
	// Whoever holds the row first makes the ticket; the other finds it.
	if (!(await bound.conversations.hold(caller, conversationId))) throw new KitError('not_found');
	if (dispatch) await bound.dispatches.end(dispatch);
	const known = await bound.escalations.ticketOf(caller, conversationId);
	if (known) return known;
	if (!(await bound.conversations.changeStatus(tenantId, conversationId, ['open'], 'escalated', at)))
		throw new KitError('conversation_closed');
	const ticket = made ?? (await ownTicket(bound, handoff, parts));
	const why = { reason: reason.slice(0, LONGEST_REASON).toWellFormed(), note: null };
	await bound.escalations.record({ tenantId, userId, conversationId, ...why, ticket, at });
	const locked = { ...conversation, status: 'escalated' as const };
	const reference = { id: ticket.ticketId, url: ticket.ticketUrl };
	await bound.webhooks.emit(conversationEvent('conversation.escalated', locked, at, { ...why, ticket: reference }));
	const heard = { type: 'conversation-escalated' as const, conversation_id: conversationId, public_id: publicId };
	await bound.pushes.add(caller, { ...heard, ticket: reference }, at);
	return ticket;
}

const LONGEST_REASON = 200;

/** A ticket of our own desk, in the transaction of the hand-over. */
async function ownTicket(
	bound: Store,
	{ caller, conversation, reason, handover }: CaseHandoff,
	{ clock, settings }: Parts,
): Promise<CaseTicket> {
	const asked = {
		subject: conversation.title || reason.slice(0, LONGEST_REASON).toWellFormed(),
		description: reason,
		category: null,
		priority: 'normal' as const,
		conversationId: conversation.id,
	};
	const { id, number } = await createTicket(bound, caller, asked, handover, clock.now());
	const ticketUrl = settings.escalation.ticketUrl.replaceAll('{id}', String(id)).replaceAll('{number}', number);
	return { ticketId: number, ticketUrl };
}
