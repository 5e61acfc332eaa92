// Conversations are not kept for ever: what nobody has touched for as long as the tenant decided goes, and what hangs on it.

import { JOB, writeDown } from './audit.ts';
import { sum } from './erased-rows.ts';
import { settingsWith } from './own-settings.ts';
import type { Store } from './store.ts';
import type { Parts } from './turn-state.ts';

const A_DAY_MS = 24 * 60 * 60_000;

type Retiring = Pick<Parts, 'store' | 'settings' | 'clock' | 'ids'>;
type Rows = Readonly<Record<string, number>>;

/**
 * Deletes what is due of every tenant; cut off at any moment, the next run goes on from there.
 * @returns how many conversations went
 * @throws AggregateError of the tenants where it failed, after all had their turn
 */
export async function retireConversations(now: number, parts: Retiring): Promise<number> {
	const faults: unknown[] = [];
	let conversations = 0;
	for await (const tenantId of tenantsIn(parts.store)) {
		conversations += await retireOf(tenantId, now, parts).catch((fault) => {
			faults.push(fault);
			return 0;
		});
	}
	if (faults.length > 0) throw new AggregateError(faults, 'Not every tenant’s old conversations could be deleted.');
	return conversations;
}

async function* tenantsIn({ retention }: Store): AsyncGenerator<string> {
	for (let tenant = await retention.tenantAfter(''); tenant !== null; tenant = await retention.tenantAfter(tenant))
		yield tenant;
}

async function retireOf(tenantId: string, now: number, parts: Retiring): Promise<number> {
	const { own } = await parts.store.settings.read(tenantId);
	const { retentionDays: days } = settingsWith(parts.settings, own);
	if (days === null) return 0;
	const before = now - days * A_DAY_MS;
	let gone: Rows = {};
	try {
		for await (const rows of piecesOf(tenantId, before, parts.store)) gone = sum(gone, rows);
	} finally {
		await tell(tenantId, { days, before: new Date(before).toISOString() }, gone, parts);
	}
	return gone.support_ai_conversations ?? 0;
}

async function* piecesOf(tenantId: string, before: number, store: Store): AsyncGenerator<Rows> {
	for (;;) {
		const rows = await store.transaction((bound) => bound.retention.next(tenantId, before));
		if (rows === null) return;
		yield rows;
	}
}

/** One row for a run that deleted something, also where it did not come to its end. */
async function tell(
	tenantId: string,
	limit: { days: number; before: string },
	gone: Rows,
	parts: Retiring,
): Promise<void> {
	if (!gone.support_ai_conversations) return;
	const act = { tenantId, actor: JOB, action: 'retention.run', target: null, details: { ...limit, ...gone } } as const;
	await parts.store.transaction((bound) => writeDown(bound, act, parts));
}
