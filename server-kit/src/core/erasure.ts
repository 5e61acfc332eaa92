// A person's right to be forgotten: running answers are stopped, then everything goes, in pieces that commit by themselves.

import { aboutPerson, writeDown } from './audit.ts';
import { endAnswer } from './conversation.ts';
import { ERASED, type ErasedRows, type Erasure } from './data-rights-store.ts';
import type { Owner } from './records.ts';
import type { Store } from './store.ts';
import type { Parts } from './turn-state.ts';
import { personErased } from './webhooks/events.ts';

/** What came in while the rest went is gone after one more; who goes on writing has begun anew. */
const PASSES = 10;

export const NOTHING: ErasedRows = { deleted: {}, unnamed: {} };

interface Erasing {
	/** Called after each piece with all that went so far. */
	tell?: (soFar: ErasedRows) => void;
	/** When it was begun, where it is done over because a backup brought the person back. */
	begunBefore?: number | null;
}

/** Cut off at any moment it has left whole pieces, and doing it again goes on from there. */
export async function erasePerson(
	{ tenantId, userId }: Owner,
	askedBy: Erasure['askedBy'],
	parts: Parts,
	{ tell = () => {}, begunBefore = null }: Erasing = {},
): Promise<ErasedRows> {
	const { store, clock, pseudonymOf } = parts;
	const owner = { tenantId, userId };
	const entry = { tenantId, person: pseudonymOf(owner), askedBy, begunAt: begunBefore ?? clock.now() };
	if (begunBefore === null) await parts.outerLedger?.enter(entry);
	const id = await store.transaction(async (bound) => {
		await writeDown(bound, aboutPerson(owner, askedBy, 'person.erase', parts), parts);
		return bound.ledger.begin(entry);
	});
	let gone = NOTHING;
	for (let pass = 0; pass < PASSES; pass += 1) {
		const before = gone;
		await stopAnswers(owner, parts);
		for await (const rows of piecesOf(owner, parts)) {
			gone = both(gone, rows);
			tell(gone);
		}
		if (gone === before) break;
	}
	await store.transaction(async (bound) => {
		await bound.ledger.finish(id, gone, clock.now());
		await tellOthers(owner, bound, parts);
	});
	return gone;
}

/** The tenant's servers and the host's own function: they are told after the commit, and again until they have heard. */
async function tellOthers(owner: Owner, bound: Store, { clock, webhooks: { sealer } }: Parts): Promise<void> {
	const at = clock.now();
	await bound.erasureNotices.enter(owner.tenantId, sealer.seal(owner.tenantId, owner.userId), at);
	await bound.webhooks.emit(personErased(owner, at, sealer));
}

export function both(one: ErasedRows, other: ErasedRows): ErasedRows {
	return { deleted: sum(one.deleted, other.deleted), unnamed: sum(one.unnamed, other.unnamed) };
}

async function stopAnswers(owner: Owner, parts: Parts): Promise<void> {
	const answering = await parts.store.erasure.answering(owner);
	await Promise.all(answering.map((conversation) => endAnswer(conversation, parts)));
}

async function* piecesOf(owner: Owner, { store }: Parts): AsyncGenerator<ErasedRows> {
	for (const part of ERASED)
		for (;;) {
			const rows = await store.transaction((bound) => bound.erasure.next(part, owner));
			if (rows === null) break;
			yield rows;
		}
}

/** Rows by table, of both. */
export function sum(
	one: Readonly<Record<string, number>>,
	other: Readonly<Record<string, number>>,
): Record<string, number> {
	const both = { ...one };
	for (const [table, rows] of Object.entries(other)) if (rows > 0) both[table] = (both[table] ?? 0) + rows;
	return both;
}
