// Gate 3, second half: is there room for this turn? What the gates need of the store is read here, at once. The room
// is taken with the turn itself, in one transaction: a turn that stops at a later gate has taken nothing.

import { KitError } from '../../errors.ts';
import { Degraded } from '../faults.ts';
import { estimate, fullScope, periodOf, scopesOf, secondsUntil } from '../quota.ts';
import type { Reservation } from '../records.ts';
import type { Gate, Parts, TurnState } from '../turn-state.ts';
import { type Denied, DuplicateTurn, type TurnLook } from '../turn-store.ts';

/** Enough to understand "and for teams?", few enough to stay cheap in a thread of ten thousand. */
const PAST = 20;

export const reserve: Gate = async (turn, parts) => {
	const reservation = reservationFor(turn, parts);
	turn.look = await lookFor(turn, reservation, parts);
	if (turn.look.questionId !== null) throw new DuplicateTurn();
	turn.reservation = reservation;
	const denied = fullScope(turn.look.usage, reservation.amounts, parts.settings.quota.limits);
	if (denied) throw noRoom(denied, turn, parts);
};

export function noRoom({ scope, measure }: Denied, { request }: TurnState, { settings, clock }: Parts): Degraded {
	return new Degraded(measure === 'cost' ? 'cost_cap_reached' : 'quota_exceeded', {
		scope,
		conversationId: request.conversationId,
		retryAfterSeconds: secondsUntil(periodOf(settings, clock.now()).resetsAt, clock.now()),
	});
}

function lookFor(
	{ caller, request }: TurnState,
	{ scopes, periodStart }: Reservation,
	{ store, settings, tools }: Parts,
) {
	const { conversationId, clientMessageId } = request;
	const disclosureVersion = settings.disclosure.version;
	const calls = tools.list.length > 0;
	const asked = { conversationId, clientMessageId, disclosureVersion, scopes, periodStart, past: PAST, calls };
	return store.messages.look({ owner: caller, ...asked });
}

function reservationFor({ caller, request }: TurnState, { settings, clock }: Parts): Reservation {
	const amounts = estimate(settings, request.content);
	return {
		tenantId: caller.tenantId,
		userId: caller.userId,
		periodStart: periodOf(settings, clock.now()).startsAt,
		scopes: scopesOf(settings),
		amounts: request.resumes ? { ...amounts, messages: 0 } : amounts,
	};
}

/** What the gates behind this one read. */
export function lookOf({ look }: TurnState): TurnLook {
	if (!look) throw new KitError('internal_error');
	return look;
}
