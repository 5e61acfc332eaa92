// Rows as the tests write them: everything filled in, so that a test names only what it is about.

import type { Owner, QuotaLimits, QuotaScope, Reservation } from '../../server-kit/src/core/records.ts';
import type { NewTicket, Store } from '../../server-kit/src/core/store.ts';
import type { Runner } from '../../server-kit/src/core/turn-state.ts';
import type { AnswerEnd, TurnStart } from '../../server-kit/src/core/turn-store.ts';

/** An instant far above 32 bits, with milliseconds that a rounding database would lose. */
export const AT = Date.UTC(2026, 10, 22, 9, 30, 15, 123);

let counted = 0;

/** A person of a tenant that no other test knows. */
export function somebody(userId = 'ada'): Owner {
	counted += 1;
	return { tenantId: `tenant-${counted}`, userId };
}

export function conversationOf(owner: Owner, store: Store, at = AT) {
	return store.conversations.create({ ...owner, title: null, locale: 'en', context: null, at });
}

export function turnIn(owner: Owner, conversationId: number, more: Partial<TurnStart> = {}): TurnStart {
	return {
		...owner,
		conversationId,
		content: 'Why?',
		clientMessageId: null,
		title: 'Why?',
		classification: { label: 'unknown', confidence: 0.5, refused: false, reason: 'no rule' },
		answer: answerOf(reservationOf(owner)),
		at: AT,
		...more,
	};
}

/** As on the machine of those who write these answers, where all of them may live. */
export const HERE: Runner = { name: 'here/1/b', mayLive: () => true, isHere: () => true, stillFor: () => 0 };

export function answerOf(reservation: Reservation, limits = NO_LIMITS): NonNullable<TurnStart['answer']> {
	return { model: 'scripted', runner: 'here/1/a', reservation, limits };
}

/** Begins a turn that nothing keeps from beginning. */
export async function begin(store: Store, turn: TurnStart): Promise<{ questionId: number; answerId: number }> {
	const begun = await store.messages.begin(turn);
	if (!begun || 'denied' in begun || begun.answerId === null) throw new Error('the turn was not begun');
	return { questionId: begun.questionId, answerId: begun.answerId };
}

/** A turn that has been answered. */
export async function answered(owner: Owner, conversationId: number, store: Store, content = 'Because.') {
	const ids = await begin(store, turnIn(owner, conversationId));
	await store.messages.end(endOf(owner, conversationId, ids.answerId, content));
	return ids;
}

/** With nothing of the reservation used. */
export function endOf(owner: Owner, conversationId: number, messageId: number, content = 'Because.'): AnswerEnd {
	const none = {
		citations: [],
		toolCalls: [],
		degradedCode: null,
		model: null,
		filterHits: null,
		unsupported: false,
		judged: null,
	};
	const settlement = { reservation: reservationOf(owner), used: { messages: 0, tokens: 0, cost: 0 }, estimated: false };
	const where = { tenantId: owner.tenantId, conversationId, messageId };
	return { ...where, content, status: 'complete', ...none, settlement, at: AT + 5 };
}

export function ticketOf(owner: Owner, number: string, more: Partial<NewTicket> = {}): NewTicket {
	const empty = { customerName: null, category: null, conversationId: null, handover: null };
	return { ...owner, ...empty, number, subject: 'Help', description: 'Please.', priority: 'normal', at: AT, ...more };
}

export const NO_LIMITS: Record<QuotaScope, QuotaLimits> = {
	user: { messages: null, tokens: null, cost: null },
	tenant: { messages: null, tokens: null, cost: null },
	global: { messages: null, tokens: null, cost: null },
};

/** @param more a test that counts the global scope takes a period of its own */
export function reservationOf(owner: Owner, more: Partial<Reservation> = {}): Reservation {
	return {
		...owner,
		periodStart: AT,
		scopes: ['global', 'tenant', 'user'],
		amounts: { messages: 1, tokens: 100, cost: 7 },
		...more,
	};
}

/** So many at once. */
export function together<T>(times: number, work: (index: number) => Promise<T>): Promise<T[]> {
	return Promise.all(Array.from({ length: times }, (_, index) => work(index)));
}
