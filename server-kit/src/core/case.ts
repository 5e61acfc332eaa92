// A case of the gateway: a conversation that knows its user; opened, gone on with, closed.

import { KitError } from '../errors.ts';
import type { Caller } from './caller.ts';
import { endAnswer } from './conversation.ts';
import { refuseWhereOff } from './gates/master-flag.ts';
import { rateKey, takeOne } from './gates/rate-limit.ts';
import type { Conversation, Resolution } from './records.ts';
import { settleAbandoned } from './settle.ts';
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
	// The first gate, ahead of the turn: where nothing is answered, no case is counted or made.
	refuseWhereOff(caller, asked.whole, parts);
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
	const found = await parts.store.conversations.findPublic(caller, 'gateway', publicId);
	// Whoever guesses ids is counted first: that nothing is there is the gate of ownership's to say.
	return ask(caller, found ?? NOTHING, asked, parts);
}

/** No row has this number. */
const NOTHING = { id: 0 };

/** The turn of every face, counted as a message of the gateway. */
function ask(caller: Caller, { id }: Pick<Conversation, 'id'>, asked: NewMessage, parts: Parts): Promise<Turn> {
	const { content, idempotencyKey, requestId, context, whole } = asked;
	const { rates, ids } = parts;
	const publicIds = { question: ids.make('msg'), answer: ids.make('msg') };
	const request = {
		conversationId: id,
		content,
		clientMessageId: idempotencyKey,
		keyed: true,
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
	await parts.store.transaction(async (bound) => {
		const isClosed = await bound.conversations.close(caller, before.id, { ...how, at: parts.clock.now() });
		// A ticket that waits to be made is not needed any more.
		if (isClosed) await bound.dispatches.withdraw(caller, before.id);
	});
	// It is closed: no new answer can begin, and the one under way is ended.
	await endAnswer(before, parts);
	const conversation = await ownCase(caller, publicId, parts);
	if (conversation.status === 'escalated') throw new KitError('conversation_escalated');
	if (conversation.resolution !== how.resolution) throw new KitError('case_resolution_conflict');
	return conversation;
}
