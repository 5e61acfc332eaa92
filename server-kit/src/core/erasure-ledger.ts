// The ledger of erasures outside of the database: what a restored backup has forgotten is erased once more.

import type { ErasedRows, LedgerEntry } from './data-rights-store.ts';
import { both, NOTHING } from './erased-rows.ts';
import { erasePerson } from './erasure.ts';
import type { Store } from './store.ts';
import type { Parts } from './turn-state.ts';

const PAGE = 500;

/** The database’s own ledger, oldest entry first. */
export async function* ledgerOf({ ledger }: Pick<Store, 'ledger'>): AsyncGenerator<LedgerEntry> {
	for (let after = 0; ; ) {
		const page = await ledger.after(after, PAGE);
		yield* page;
		after = page.at(-1)?.id ?? 0;
		if (page.length < PAGE) return;
	}
}

export interface ReplayedErasures {
	/** Entries that this database knows already. */
	known: number;
	/** People of whom there was something again, and nothing is now. */
	erased: number;
	/** Entries that left nothing to do: there is nothing of their people here. */
	absent: number;
	rows: ErasedRows;
}

/**
 * Erases whom the ledger names and this database has not erased: after the backup was made. Who was erased before and came
 * back since is left alone. To be run before customers reach the restored database.
 * @param tell called as it goes on, with all that went so far
 */
export async function replayErasures(
	entries: Iterable<LedgerEntry> | AsyncIterable<LedgerEntry>,
	parts: Parts,
	tell: (soFar: ErasedRows) => void = () => {},
): Promise<ReplayedErasures> {
	const { missing, known } = await missingFrom(entries, parts.store);
	let [erased, absent, rows] = [0, 0, NOTHING];
	for (const [tenantId, people] of missing) {
		for await (const userId of peopleOf(tenantId, parts.store)) {
			const person = parts.pseudonymOf({ tenantId, userId });
			const last = people.get(person)?.pop();
			if (!last) continue;
			const how = { begunBefore: last.begunAt, tell: (soFar: ErasedRows) => tell(both(rows, soFar)) };
			rows = both(rows, await erasePerson({ tenantId, userId }, last.askedBy, parts, how));
			erased += 1;
		}
		for (const left of people.values()) absent += await note(left, parts);
	}
	return { known, erased, absent, rows };
}

/** By tenant and person; somebody may have been erased more than once. */
type Missing = Map<string, Map<string, LedgerEntry[]>>;

async function missingFrom(
	entries: Iterable<LedgerEntry> | AsyncIterable<LedgerEntry>,
	{ ledger }: Store,
): Promise<{ missing: Missing; known: number }> {
	const missing: Missing = new Map();
	let known = 0;
	for await (const entry of entries) {
		if (await ledger.isFinished(entry)) {
			known += 1;
			continue;
		}
		const people = missing.get(entry.tenantId) ?? new Map<string, LedgerEntry[]>();
		const others = people.get(entry.person) ?? [];
		missing.set(entry.tenantId, people.set(entry.person, [...others, entry]));
	}
	return { missing, known };
}

async function* peopleOf(tenantId: string, { ledger }: Store): AsyncGenerator<string> {
	for (let place: Parameters<typeof ledger.people>[1] = null; ; ) {
		const { userIds, next } = await ledger.people(tenantId, place);
		yield* userIds;
		if (next === null) return;
		place = next;
	}
}

/** What there is nothing to do about is known from now on: the ledger can be replayed again. */
async function note(entries: readonly LedgerEntry[], { store, clock }: Parts): Promise<number> {
	for (const entry of entries) {
		await store.transaction(async ({ ledger }) => ledger.finish(await ledger.begin(entry, null), clock.now()));
	}
	return entries.length;
}
