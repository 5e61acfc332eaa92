// A conversation's life beside its turns: begun, listed, read, followed, stopped, deleted.

import { KitError } from '../errors.ts';
import type { CannotSendReason, StreamPart } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import type { ActionRuns } from './case-store.ts';
import { isDisclosed } from './disclosure.ts';
import type { Feed } from './feed.ts';
import { type Keep, keepNothing } from './keep.ts';
import { blockingScope } from './quota.ts';
import type { Conversation, Feedback, Message, Page, PageRequest, Ticket } from './records.ts';
import { tellAgain } from './relay.ts';
import { isOn } from './settings.ts';
import { settleAbandoned, stopElsewhere } from './settle.ts';
import { asOf } from './tool-call.ts';
import type { Parts } from './turn-state.ts';
import { conversationDeleted, conversationEvent } from './webhooks/events.ts';

export interface Thread {
	conversation: Conversation;
	messages: Page<Message>;
	canSend: CannotSendReason | null;
	answeringMessageId: number | null;
	/** On the conversation as a whole. */
	feedback: Feedback | null;
	/** The latest one that came from it. */
	ticket: Ticket | null;
	/** Of the actions that its answers suggest. */
	runs: ActionRuns;
}

export function startConversation(
	caller: Caller,
	asked: { title: string | null; locale: string | null; context: Record<string, unknown> | null },
	{ store, clock, settings }: Parts,
	keep: Keep<Conversation> = keepNothing,
): Promise<Conversation> {
	const { tenantId, userId } = caller;
	const { title, context } = asked;
	const locale = asked.locale ?? caller.locale ?? settings.defaultLocale;
	const at = clock.now();
	return store.transaction(async (bound) => {
		const conversation = await bound.conversations.create({ tenantId, userId, title, locale, context, at });
		await bound.webhooks.emit(conversationEvent('conversation.created', conversation, at));
		await keep(bound, conversation);
		return conversation;
	});
}

/** @throws KitError `not_found` */
export async function ownConversation(caller: Caller, id: number, parts: Parts): Promise<Conversation> {
	const conversation = await parts.store.conversations.find(caller, id);
	if (!conversation) throw new KitError('not_found');
	return settleAbandoned(conversation, parts);
}

export async function readThread(caller: Caller, id: number, page: PageRequest, parts: Parts): Promise<Thread> {
	const conversation = await ownConversation(caller, id, parts);
	const { messages: stored, feedback: given } = parts.store;
	const messages = knownNow(await stored.thread(caller, id, page), parts.clock.now());
	const answering = messages.items.find((message) => message.status === 'streaming');
	const canSend = await whyNotSend(caller, conversation, parts);
	const feedback = await given.find(caller, id, null);
	const ticket = await latestTicket(caller, id, parts);
	const runs = await runsIn(messages.items, conversation, parts);
	return { conversation, messages, canSend, answeringMessageId: answering?.id ?? null, feedback, ticket, runs };
}

/** Where nothing was suggested that can be run, nothing was. */
async function runsIn(messages: readonly Message[], of: Conversation, { store }: Parts): Promise<ActionRuns> {
	const suggests = messages.some(({ grounds }) => grounds?.actions.some(({ type }) => type !== 'open_docs'));
	return suggests ? store.caseActions.runs(of.tenantId, of.id) : new Map();
}

/** What nobody decided on in time is over, whether or not it was swept. */
function knownNow(page: Page<Message>, now: number): Page<Message> {
	const items = page.items.map((message) => ({
		...message,
		toolCalls: message.toolCalls.map((call) => asOf(call, now)),
	}));
	return { ...page, items };
}

async function latestTicket({ tenantId, userId }: Caller, conversationId: number, { store }: Parts) {
	const filter = { tenantId, userId, statuses: [], conversationId };
	const { items } = await store.tickets.list(filter, { limit: 1, cursor: null });
	return items[0] ?? null;
}

async function whyNotSend(caller: Caller, { status }: Conversation, parts: Parts): Promise<CannotSendReason | null> {
	if (status !== 'open') return status;
	if (!isOn(caller, parts.settings) || !parts.answerer) return 'master_flag_off';
	if (!(await isDisclosed(caller, parts))) return 'disclosure_required';
	return (await blockingScope(caller, parts)) ? 'quota_exhausted' : null;
}

/**
 * The answer that runs, whichever process writes it; null where none does.
 * For a reader who was cut off the one that it was reading, however it ended and whatever was asked since.
 * @throws KitError `not_found` where the reader names an answer that is not in this conversation
 */
export async function followAnswer(
	caller: Caller,
	id: number,
	asked: { messageId: number | null; requestId: string },
	parts: Parts,
): Promise<Feed<StreamPart> | null> {
	const conversation = await ownConversation(caller, id, parts);
	const { live, store } = parts;
	const here = live.find(id);
	const named = asked.messageId ?? (here?.running ? here.messageId : null);
	if (here && here.messageId === named && !here.feed.cut?.()) return here.feed;
	const answerId = named ?? (await answerUnderWay(conversation, parts));
	if (answerId === null) return null;
	const exchange = await store.messages.exchange(caller, id, answerId);
	if (!exchange) throw new KitError('not_found');
	return (await tellAgain(conversation, exchange, { caller, requestId: asked.requestId }, parts)).feed;
}

async function answerUnderWay(
	{ tenantId, id, answeringSince }: Conversation,
	{ store }: Parts,
): Promise<number | null> {
	if (answeringSince === null) return null;
	return (await store.messages.streaming(tenantId, id))?.id ?? null;
}

export async function stopAnswer(caller: Caller, id: number, parts: Parts): Promise<boolean> {
	return endAnswer(await ownConversation(caller, id, parts), parts);
}

/** Ends the answer under way, whichever process writes it; false where none is. */
export async function endAnswer(conversation: Conversation, parts: Parts): Promise<boolean> {
	return (await parts.live.stop(conversation.id)) || stopElsewhere(conversation, parts);
}

/** A person's own right: one transaction, no audit row. An answer under way is stopped first. */
export async function deleteConversation(caller: Caller, id: number, parts: Parts): Promise<void> {
	await endAnswer(await ownConversation(caller, id, parts), parts);
	await parts.store.transaction(async (bound) => {
		const conversation = await bound.conversations.find(caller, id);
		if (!conversation) throw new KitError('not_found');
		// First: with the conversation goes what counts its events.
		await bound.webhooks.emit(conversationDeleted(conversation, parts.clock.now()));
		if (!(await bound.conversations.remove(caller, id))) throw new KitError('not_found');
	});
}
