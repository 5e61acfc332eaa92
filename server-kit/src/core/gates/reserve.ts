// Gate 3, second half: room for this turn is reserved before anything is spent; every later gate gives it back.

import { Degraded } from '../faults.ts';
import { estimate, periodOf, secondsUntil } from '../quota.ts';
import type { QuotaScope, Reservation } from '../records.ts';
import type { Gate, Parts, TurnState } from '../turn-state.ts';

/** Longer than any answer may take; what is older belongs to a process that died. */
const RESERVATION_MS = 15 * 60_000;

export const reserve: Gate = async (turn, parts) => {
	const { store, settings, clock } = parts;
	const reservation = reservationFor(turn, parts);
	const full = await store
		.transaction(async (bound) => {
			const denied = await bound.quota.reserve(reservation, settings.quota.limits);
			if (denied) throw new NoRoom(denied);
			return null;
		})
		.catch((fault) => {
			if (fault instanceof NoRoom) return fault.denied;
			throw fault;
		});
	if (full)
		throw new Degraded(full.measure === 'cost' ? 'cost_cap_reached' : 'quota_exceeded', {
			scope: full.scope,
			conversationId: turn.request.conversationId,
			retryAfterSeconds: secondsUntil(periodOf(settings, clock.now()).resetsAt, clock.now()),
		});
	turn.reservation = reservation;
};

/** Thrown to roll the transaction back: scopes that had room must not keep it. */
class NoRoom extends Error {
	readonly denied: { scope: QuotaScope; measure: 'messages' | 'tokens' | 'cost' };
	constructor(denied: NoRoom['denied']) {
		super('no room');
		this.denied = denied;
	}
}

function reservationFor({ caller, request }: TurnState, { settings, ids, clock }: Parts): Reservation {
	const limited = (scope: QuotaScope) => Object.values(settings.quota.limits[scope]).some((limit) => limit !== null);
	const now = clock.now();
	return {
		id: ids.make('rsv'),
		tenantId: caller.tenantId,
		userId: caller.userId,
		periodStart: periodOf(settings, now).startsAt,
		// A person's own use is always counted, for GET /quota; wider scopes only where the host set a limit.
		scopes: (['global', 'tenant', 'user'] as const).filter((scope) => scope === 'user' || limited(scope)),
		amounts: estimate(settings, request.content),
		expiresAt: now + RESERVATION_MS,
	};
}
