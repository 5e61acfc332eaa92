// Rows as the tests write them: everything filled in, so that a test names only what it is about.

import type { QuotaLimits, QuotaScope, Reservation } from '../../server-kit/src/core/records.ts';
import type { NewTicket, Owner, Store, TurnStart } from '../../server-kit/src/core/store.ts';

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
		answer: { model: 'scripted', runner: 'here/1/a' },
		at: AT,
		...more,
	};
}

/** A turn that has been answered. */
export async function answered(owner: Owner, conversationId: number, store: Store, content = 'Because.') {
	const begun = await store.transaction((bound) => bound.messages.begin(turnIn(owner, conversationId)));
	if (!begun?.answerId) throw new Error('the turn was not begun');
	await store.transaction((bound) =>
		bound.messages.end(endOf(owner, conversationId, begun.answerId as number, content)),
	);
	return { questionId: begun.questionId, answerId: begun.answerId };
}

export function endOf({ tenantId }: Owner, conversationId: number, messageId: number, content = 'Because.') {
	const none = { citations: [], toolCalls: [], degradedCode: null };
	return { tenantId, conversationId, messageId, content, status: 'complete' as const, ...none, at: AT + 5 };
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

/** @param periodStart a test that counts the global scope takes a period of its own */
export function reservationOf(owner: Owner, id: string, more: Partial<Reservation> = {}): Reservation {
	return {
		id,
		...owner,
		periodStart: AT,
		scopes: ['global', 'tenant', 'user'],
		amounts: { messages: 1, tokens: 100, cost: 7 },
		expiresAt: AT + 60_000,
		...more,
	};
}

/** So many at once. */
export function together<T>(times: number, work: (index: number) => Promise<T>): Promise<T[]> {
	return Promise.all(Array.from({ length: times }, (_, index) => work(index)));
}
