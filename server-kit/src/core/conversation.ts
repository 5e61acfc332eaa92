// A conversation's life beside its turns: begun, listed, read, followed, stopped, deleted.

import { KitError } from '../errors.ts';
import type { CannotSendReason, StreamPart } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import { isDisclosed } from './disclosure.ts';
import type { Feed } from './feed.ts';
import { blockingScope } from './quota.ts';
import type { Conversation, Message, Page, PageRequest } from './records.ts';
import { tellAgain } from './relay.ts';
import { isOn } from './settings.ts';
import { settleAbandoned, stopElsewhere } from './settle.ts';
import type { Parts } from './turn-state.ts';

export interface Thread {
	conversation: Conversation;
	messages: Page<Message>;
	canSend: CannotSendReason | null;
	answeringMessageId: number | null;
}

export function startConversation(
	caller: Caller,
	asked: { title: string | null; locale: string | null; context: Record<string, unknown> | null },
	{ store, clock, settings }: Parts,
): Promise<Conversation> {
	return store.conversations.create({
		tenantId: caller.tenantId,
		userId: caller.userId,
		title: asked.title,
		locale: asked.locale ?? caller.locale ?? settings.defaultLocale,
		context: asked.context,
		at: clock.now(),
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
	const messages = await parts.store.messages.thread(caller, id, page);
	const answering = messages.items.find((message) => message.status === 'streaming');
	const canSend = await whyNotSend(caller, conversation, parts);
	return { conversation, messages, canSend, answeringMessageId: answering?.id ?? null };
}

async function whyNotSend(caller: Caller, { status }: Conversation, parts: Parts): Promise<CannotSendReason | null> {
	if (status !== 'open') return status;
	if (!isOn(caller, parts.settings) || !parts.answerer) return 'master_flag_off';
	if (!(await isDisclosed(caller, parts))) return 'disclosure_required';
	return (await blockingScope(caller, parts)) ? 'quota_exhausted' : null;
}

/**
 * The answer that runs, from its start, whichever process writes it.
 * For a reader who was cut off also the rest of the newest one, however it ended.
 */
export async function followAnswer(
	caller: Caller,
	id: number,
	asked: { resuming: boolean; requestId: string },
	parts: Parts,
): Promise<Feed<StreamPart> | null> {
	const conversation = await ownConversation(caller, id, parts);
	const live = parts.live.find(id);
	if (live?.running) return live.feed;
	const elsewhere = conversation.answeringSince !== null;
	if (live && asked.resuming && !elsewhere && !live.feed.cut) return live.feed;
	return elsewhere || asked.resuming ? tellAgain(conversation, asked.requestId, parts) : null;
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
	const gone = await parts.store.transaction((bound) => bound.conversations.remove(caller, id));
	if (!gone) throw new KitError('not_found');
}
