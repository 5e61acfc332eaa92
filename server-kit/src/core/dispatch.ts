// One attempt to tell another system: bounded, and put back or given up where it fails.

import { KitError } from '../errors.ts';
import { JOB, writeDown } from './audit.ts';
import { ConnectorFault } from './connector.ts';
import type { Dispatch, Hold } from './dispatch-store.ts';
import { inTime } from './in-time.ts';
import type { Parts } from './turn-state.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** A connector of the host's own has no time limit; ours have shorter ones. */
const LONGEST_MS = 75 * SECOND;
/** Beyond that time: for the store to keep what came of it. */
const LEASE_MS = LONGEST_MS + 15 * SECOND;

const LONGEST_DELAY = 2 * HOUR;
/** What the other system asks for is granted up to here. */
const LONGEST_ASKED = 6 * HOUR;
/** A person who has waited so long has found another way. */
const GIVEN_UP_AFTER = 72 * HOUR;

type Working = Pick<Parts, 'store' | 'clock' | 'ids' | 'log'>;

export function holdFrom({ clock, ids }: Pick<Parts, 'clock' | 'ids'>): Hold {
	return { until: clock.now() + LEASE_MS, lease: ids.make('lease') };
}

/**
 * @param closing aborted when this process ends: then the lease runs out, and nobody knows whether it arrived
 * @throws KitError `connector_unavailable`
 */
export async function attempted<T>(
	dispatch: Dispatch,
	ask: () => Promise<T>,
	parts: Working,
	closing?: AbortSignal,
): Promise<T> {
	try {
		return await inTime(ask(), LONGEST_MS, 'the connector', closing);
	} catch (cause) {
		if (!closing?.aborted) await putBack(dispatch, cause, parts);
		throw new KitError('connector_unavailable', { cause });
	}
}

async function putBack(dispatch: Dispatch, cause: unknown, parts: Working): Promise<void> {
	const dueAt = parts.clock.now() + delayAfter(dispatch.attempts, cause);
	if (dueAt - dispatch.at <= GIVEN_UP_AFTER) await parts.store.dispatches.postpone(dispatch, dueAt);
	else await giveUp(dispatch, cause, parts);
}

/** A minute, two, four … two hours; longer where the other system asks for it. */
function delayAfter(attempts: number, cause: unknown): number {
	const asked = cause instanceof ConnectorFault ? (cause.retryAfterSeconds ?? 0) * SECOND : 0;
	return Math.max(Math.min(MINUTE * 2 ** (attempts - 1), LONGEST_DELAY), Math.min(asked, LONGEST_ASKED));
}

async function giveUp(dispatch: Dispatch, fault: unknown, parts: Working): Promise<void> {
	const { caller, conversationId: conversation, kind, attempts } = dispatch;
	const target = `conversation:${conversation}`;
	const act = { tenantId: caller.tenantId, actor: JOB, action: 'case.undelivered' as const, target };
	await parts.store.transaction(async (bound) => {
		if (await bound.dispatches.end(dispatch)) await writeDown(bound, { ...act, details: { kind, attempts } }, parts);
	});
	parts.log.error('a case could not be handed on, and is not tried again', { kind, attempts, conversation, fault });
}
