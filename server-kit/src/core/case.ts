// A case of the gateway: a conversation that knows its user; opened, gone on with, closed, handed over.

import { KitError } from '../errors.ts';
import type { Caller } from './caller.ts';
import type { CaseTicket } from './case-store.ts';
import { endAnswer } from './conversation.ts';
import { handoverOf } from './escalation.ts';
import { rateKey, takeOne } from './gates/rate-limit.ts';
import { masked } from './masked.ts';
import type { CaseHandoff, TicketConnector } from './ports.ts';
import type { Conversation, Resolution } from './records.ts';
import { settleAbandoned } from './settle.ts';
import type { Store } from './store.ts';
import { createTicket } from './ticket.ts';
import { type Turn, takeTurn } from './turn.ts';
import type { Parts } from './turn-state.ts';

export interface NewMessage {
	content: string;
	/** The same again is the same turn. */
	idempotencyKey: string | null;
	requestId: string;
	context: Record<string, unknown> | null;
	whole: boolean;
}

/** The same key again is the same case. Where its first turn is not taken, there is no case either. */
export async function openCase(caller: Caller, asked: NewMessage & { locale: string }, parts: Parts): Promise<Turn> {
	const { store, ids, clock, rates } = parts;
	const { idempotencyKey: key } = asked;
	const publicId = key === null ? ids.make('cas') : `cas_${keyed(caller, key, parts)}`;
	const known = key === null ? null : await store.conversations.findPublic(caller, 'gateway', publicId);
	if (known) return ask(caller, known, asked, parts);
	await takeOne(rates.gatewayCases, rateKey(caller));
	const { tenantId, userId } = caller;
	const { context, locale } = asked;
	const about = { tenantId, userId, title: null, locale, context, kind: 'gateway' as const, publicId };
	const conversation = await store.conversations.create({ ...about, at: clock.now() });
	return ask(caller, conversation, asked, parts).catch(async (fault) => {
		await store.transaction((bound) => bound.conversations.remove(caller, conversation.id));
		throw fault;
	});
}

/** 128 bits that only this person's key gives, and nobody can guess. */
function keyed({ tenantId, userId }: Caller, key: string, { pseudonymOf }: Parts): string {
	return pseudonymOf({ tenantId, userId: `${userId}\n${key}` }).slice(0, 32);
}

export async function askInCase(caller: Caller, publicId: string, asked: NewMessage, parts: Parts): Promise<Turn> {
	return ask(caller, await ownCase(caller, publicId, parts), asked, parts);
}

/** The turn of every face, counted as a message of the gateway. */
function ask(caller: Caller, { id }: Conversation, asked: NewMessage, parts: Parts): Promise<Turn> {
	const { content, idempotencyKey, requestId, context, whole } = asked;
	const { rates, ids } = parts;
	const publicIds = { question: ids.make('msg'), answer: ids.make('msg') };
	const request = {
		conversationId: id,
		content,
		clientMessageId: idempotencyKey,
		requestId,
		context,
		whole,
		publicIds,
	};
	return takeTurn(caller, request, { ...parts, rates: { ...rates, messages: rates.gatewayMessages } });
}

/** @throws KitError `not_found` */
export async function ownCase(caller: Caller, publicId: string, parts: Parts): Promise<Conversation> {
	const conversation = await parts.store.conversations.findPublic(caller, 'gateway', publicId);
	if (!conversation) throw new KitError('not_found');
	return settleAbandoned(conversation, parts);
}

/** The same resolution again changes nothing. @throws KitError `case_resolution_conflict` for another one */
export async function closeCase(
	caller: Caller,
	publicId: string,
	how: { resolution: Resolution; rating: number | null },
	parts: Parts,
): Promise<Conversation> {
	const before = await ownCase(caller, publicId, parts);
	await parts.store.conversations.close(caller, before.id, { ...how, at: parts.clock.now() });
	// It is closed: no new answer can begin, and the one under way is ended.
	await endAnswer(before, parts);
	const conversation = await ownCase(caller, publicId, parts);
	if (conversation.status === 'escalated') throw new KitError('conversation_escalated');
	if (conversation.resolution !== how.resolution) throw new KitError('case_resolution_conflict');
	return conversation;
}

/** Idempotent. Never escalated without a ticket: where none can be made, the case stays as it was. */
export async function escalateCase(
	caller: Caller,
	publicId: string,
	reason: string,
	parts: Parts,
): Promise<CaseTicket> {
	const { store } = parts;
	const conversation = await ownCase(caller, publicId, parts);
	const known = await store.escalations.ticketOf(caller, conversation.id);
	if (known) return known;
	if (conversation.status !== 'open') throw new KitError('conversation_closed');
	const handover = await handoverOf(conversation, parts);
	const handoff = { caller, conversation, reason, handover };
	const made = parts.connector ? await elsewhere(handoff, parts.connector, parts) : null;
	const ticket = await store.transaction((bound) => handOver(bound, handoff, made, parts));
	await endAnswer(conversation, parts);
	return ticket;
}

/** The other system is asked before anything of ours changes, and never within a transaction. */
async function elsewhere(handoff: CaseHandoff, connector: TicketConnector, parts: Parts): Promise<CaseTicket> {
	const { tenantId, id } = handoff.conversation;
	const snapshot = await parts.store.snapshots.latest(tenantId, id);
	const told = { ...handoff, reason: masked(handoff.reason, parts), snapshot };
	const ticket = await connector.create(told).catch((cause) => {
		throw new KitError('connector_unavailable', { cause });
	});
	if (!ticket?.ticketId) throw new KitError('connector_unavailable', { cause: 'the connector gave no ticket' });
	return ticket;
}

async function handOver(
	bound: Store,
	{ caller, conversation, reason, handover }: CaseHandoff,
	made: CaseTicket | null,
	parts: Parts,
): Promise<CaseTicket> {
	const { tenantId, userId } = caller;
	const { id: conversationId } = conversation;
	const at = parts.clock.now();
	// Whoever holds the row first makes the ticket; the other finds it.
	if (!(await bound.conversations.hold(caller, conversationId))) throw new KitError('not_found');
	const known = await bound.escalations.ticketOf(caller, conversationId);
	if (known) return known;
	if (!(await bound.conversations.changeStatus(tenantId, conversationId, ['open'], 'escalated', at)))
		throw new KitError('conversation_closed');
	const ticket = made ?? (await ownTicket(bound, { caller, conversation, reason, handover }, parts));
	const why = { reason: reason.slice(0, LONGEST_REASON).toWellFormed(), note: null };
	await bound.escalations.record({ tenantId, userId, conversationId, ...why, ticket, at });
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
