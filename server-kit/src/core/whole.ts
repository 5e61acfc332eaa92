// A turn in one piece, for whoever does not read streams: waits for its end, and reads what was kept.

import { KitError } from '../errors.ts';
import type { TurnView } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import { Degraded } from './faults.ts';
import type { Message } from './records.ts';
import { asOf } from './tool-call.ts';
import type { Turn } from './turn.ts';
import type { Parts } from './turn-state.ts';

export interface WholeTurn {
	/** Null where the turn was refused. */
	answer: Message | null;
	/** Null with the answer. */
	question: Message | null;
	refused: Turn['refused'];
	usage: TurnView['usage'];
}

/** @throws Degraded for an answer that failed before its first word: that is a state, and no answer */
export async function wholeTurn(caller: Caller, turn: Turn, parts: Parts): Promise<WholeTurn> {
	const { store } = parts;
	// Who waits for the whole answer listens to it too.
	const leave = turn.feed.watch(() => {});
	await turn.done.finally(leave);
	const { conversation, answerId } = turn;
	const refused = turn.refused ?? refusedIn(turn);
	if (answerId === null || refused) return { answer: null, question: null, refused, usage: null };
	const exchange = await store.messages.exchange(caller, conversation.id, answerId);
	if (!exchange) throw new KitError('not_found');
	const { question, answer } = exchange;
	// Another process writes it, and it could not be followed to its end from here.
	if (answer.status === 'streaming') throw new KitError('turn_in_progress', { facts: { message_id: answer.id } });
	if (answer.status === 'failed') throw failedTurn(answer, turn);
	const toolCalls = called(turn) ? await callsOf(caller, answer.id, parts) : [];
	return { answer: { ...answer, toolCalls }, question, refused: null, usage: usageOf(turn) };
}

function called({ feed }: Turn): boolean {
	return feed.after(0).items.some(({ value }) => value.type === 'tool-approval-request');
}

/** Who waits for the whole answer has not heard what it asks them. */
async function callsOf({ tenantId }: Caller, answerId: number, { store, clock }: Parts): Promise<Message['toolCalls']> {
	return (await store.toolCalls.of(tenantId, [answerId])).map((call) => asOf(call, clock.now()));
}

/** What a second classifier refused after the answer was begun. */
function refusedIn({ feed }: Turn): Turn['refused'] {
	const told = feed.after(0).items.findLast(({ value }) => value.type === 'data-refused')?.value;
	return told?.type === 'data-refused' ? { label: told.data.label, message: told.data.message } : null;
}

function failedTurn({ degradedCode }: Message, { conversation, questionId, feed }: Turn): Degraded {
	const told = feed.after(0).items.findLast(({ value }) => value.type === 'data-degraded')?.value;
	return new Degraded(degradedCode ?? 'vendor_outage', {
		retryAfterSeconds: told?.type === 'data-degraded' ? told.data.retry_after_seconds : null,
		conversationId: conversation.id,
		userMessageId: questionId,
	});
}

function usageOf({ feed }: Turn): WholeTurn['usage'] {
	const last = feed.after(0).items.at(-1)?.value;
	return (last?.type === 'finish' && last.messageMetadata.usage) || null;
}
