// The host is told of each person who was erased, so that they go elsewhere too: tried again until its function resolves.

import type { ErasureNotice } from './data-rights-store.ts';
import { inTime } from './in-time.ts';
import type { Owner } from './records.ts';
import type { Parts } from './turn-state.ts';
import { delayAfter } from './webhooks/schedule.ts';

/** The host's own function. The same person may be told again: it must do no harm. */
export type OnErased = (person: Owner) => unknown;

export interface ErasureNotices {
	/** Tells what is due by `now`; how many were told. @throws AggregateError of what the host threw, after all were tried */
	run(now: number): Promise<number>;
}

interface World extends Pick<Parts, 'store' | 'log' | 'clock' | 'webhooks'> {
	/** Null where the host wants to be told nothing. */
	onErased: OnErased | null;
}

const AT_ONCE = 20;
/** The host's function has so long. */
const PATIENCE_MS = 30_000;
/** Whoever has not settled a notice by then is dead. */
const LEASE_MS = 2 * PATIENCE_MS;

/** @param patienceMs how long the host's function may take */
export function createErasureNotices(world: World, patienceMs = PATIENCE_MS): ErasureNotices {
	const { store, webhooks, onErased } = world;

	async function tell(notice: ErasureNotice): Promise<void> {
		const { tenantId, person } = notice;
		const userId = webhooks.sealer.open(tenantId, person);
		if (userId === null) throw new Error('who was erased cannot be read: the option `secret` was changed since');
		if (onErased) await inTime(Promise.resolve(onErased({ tenantId, userId })), patienceMs, 'erasure.onErased');
		await store.erasureNotices.told(notice);
	}

	return {
		async run(now) {
			const asked = { now, until: now + LEASE_MS, limit: AT_ONCE };
			const notices = await store.erasureNotices.claim(asked);
			const outcomes = await Promise.allSettled(notices.map(tell));
			const faults: unknown[] = [];
			for (const [at, outcome] of outcomes.entries()) {
				if (outcome.status === 'fulfilled') continue;
				faults.push(outcome.reason);
				await tryLater(notices[at] as ErasureNotice, outcome.reason, world);
			}
			if (faults.length > 0) throw new AggregateError(faults, 'erasure.onErased failed; it is tried again');
			return notices.length;
		},
	};
}

async function tryLater(notice: ErasureNotice, fault: unknown, { store, log, clock }: World): Promise<void> {
	const attempts = notice.attempts + 1;
	const delay = delayAfter(attempts, null, Math.random);
	if (delay === null) log.error('erasure.onErased has failed for days and is not tried again', { attempts, fault });
	await store.erasureNotices.putOff(notice, delay === null ? null : clock.now() + delay);
}
