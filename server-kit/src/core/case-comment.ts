// What a customer says after the hand-over: kept in the case, and told to the person who works on its ticket.

import { KitError } from '../errors.ts';
import type { Caller } from './caller.ts';
import { ownCase } from './case.ts';
import { attempted, holdFrom } from './dispatch.ts';
import type { Dispatch } from './dispatch-store.ts';
import { rateKey, takeOne } from './gates/rate-limit.ts';
import { type Keep, keepNothing } from './keep.ts';
import { masked } from './masked.ts';
import type { Conversation, Message, Ticket } from './records.ts';
import { commentAsCustomer } from './ticket.ts';
import type { Parts } from './turn-state.ts';

export interface CaseCommented {
	message: Message;
	/** False where the other system is told later. */
	delivered: boolean;
}

/**
 * @throws KitError `case_not_escalated` while the AI answers; `case_closed` where our own desk has closed the ticket;
 * `conversation_escalated` where the connector takes no comments
 */
export async function commentOnCase(
	caller: Caller,
	publicId: string,
	content: string,
	parts: Parts,
	keep: Keep<CaseCommented> = keepNothing,
): Promise<CaseCommented> {
	const conversation = await ownCase(caller, publicId, parts);
	if (conversation.status === 'closed') throw new KitError('conversation_closed');
	if (conversation.status !== 'escalated') throw new KitError('case_not_escalated');
	await takeOne(parts.rates.gatewayMessages, rateKey(caller));
	const own = await ownTicketOf(caller, conversation, parts);
	const said: Said = { caller, conversation, content, keep };
	return own ? atOurDesk(own, said, parts) : elsewhere(said, parts);
}

/** Null where another system made it, whatever the options say today. */
async function ownTicketOf(caller: Caller, { id }: Conversation, { store }: Parts): Promise<Ticket | null> {
	const { tenantId, userId } = caller;
	const made = await store.escalations.ticketOf(caller, id);
	const { items } = await store.tickets.list(
		{ tenantId, userId, statuses: [], conversationId: id },
		{ limit: 10, cursor: null },
	);
	return items.find(({ number }) => number === made?.ticketId) ?? null;
}

interface Said {
	caller: Caller;
	conversation: Conversation;
	content: string;
	keep: Keep<CaseCommented>;
}

function atOurDesk(
	ticket: Ticket,
	{ caller, conversation, content, keep }: Said,
	parts: Parts,
): Promise<CaseCommented> {
	return parts.store.transaction(async (bound) => {
		await commentAsCustomer(caller, ticket.id, content, { ...parts, store: bound });
		const message = await bound.messages.comment(commentIn(conversation, content, parts));
		const made = { message, delivered: true };
		await keep(bound, made);
		return made;
	});
}

function commentIn({ tenantId, id }: Conversation, content: string, { ids, clock }: Parts) {
	return { tenantId, conversationId: id, publicId: ids.make('msg'), content, at: clock.now() };
}

async function elsewhere({ caller, conversation, content, keep }: Said, parts: Parts): Promise<CaseCommented> {
	const { store } = parts;
	if (!parts.connector?.comment) throw new KitError('conversation_escalated');
	const comment = commentIn(conversation, content, parts);
	// What waits goes first: this one is then free for the next tick, which keeps the order.
	const isFirst = !(await store.dispatches.waits(caller, conversation.id));
	const hold = isFirst ? holdFrom(parts) : { ...holdFrom(parts), until: comment.at };
	const { publicId: name, conversationId, at } = comment;
	const row = { caller, conversationId, kind: 'comment' as const, name, body: content, at };
	const { message, dispatch } = await store.transaction(async (bound) => {
		const message = await bound.messages.comment(comment);
		const dispatch = await bound.dispatches.add(row, hold);
		await keep(bound, { message, delivered: false });
		return { message, dispatch };
	});
	const delivered = isFirst && dispatch !== null && (await tellComment(dispatch, parts).then(told, notYet));
	return { message, delivered };

	function notYet(fault: unknown): false {
		parts.log.warn('a comment is told later', { conversation: conversationId, fault });
		return false;
	}
}

const told = () => true;

/** @throws KitError `connector_unavailable`; then it is put back */
export async function tellComment(dispatch: Dispatch, parts: Parts, closing?: AbortSignal): Promise<void> {
	const { store, connector } = parts;
	const { caller, conversationId, name: id, body, at } = dispatch;
	const conversation = await store.conversations.find(caller, conversationId);
	const ticket = await store.escalations.ticketOf(caller, conversationId);
	if (conversation && ticket) {
		const said = { caller, conversation, ticket, comment: { id, text: masked(body, parts), at } };
		const ask = async () => {
			if (!connector?.comment) throw new Error('the connector takes no comments');
			await connector.comment(said);
		};
		await attempted(dispatch, ask, parts, closing);
	}
	await store.dispatches.end(dispatch);
}
