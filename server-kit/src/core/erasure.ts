// A person's right to be forgotten: running answers are stopped, then everything goes, in pieces that commit by themselves.
// What a process that died has left in the middle is brought to its end by another.

import { aboutPerson, writeDown } from './audit.ts';
import { endAnswer } from './conversation.ts';
import { type BegunErasure, ERASED, type ErasedRows, type Erasure } from './data-rights-store.ts';
import { both, NOTHING } from './erased-rows.ts';
import type { Owner } from './records.ts';
import type { Store } from './store.ts';
import type { Parts } from './turn-state.ts';
import { personErased } from './webhooks/events.ts';

/** What came in while the rest went is gone after one more; who goes on writing has begun anew. */
const PASSES = 10;
/** Each piece renews it: whoever has made none for so long has died. */
const LEASE_MS = 2 * 60_000;
const AT_ONCE = 20;

type Tell = (soFar: ErasedRows) => void;

interface Erasing {
	/** Called after each piece with all that went so far. */
	tell?: Tell;
	/** When it was begun, where it is done over because a backup brought the person back. */
	begunBefore?: number | null;
}

/** Cut off at any moment it has left whole pieces, and `finishErasures` goes on from there; so does doing it again. */
export async function erasePerson(
	{ tenantId, userId }: Owner,
	askedBy: Erasure['askedBy'],
	parts: Parts,
	{ tell = () => {}, begunBefore = null }: Erasing = {},
): Promise<ErasedRows> {
	const { store, clock, pseudonymOf, webhooks } = parts;
	const owner = { tenantId, userId };
	const entry = { tenantId, person: pseudonymOf(owner), askedBy, begunAt: begunBefore ?? clock.now() };
	if (begunBefore === null) await parts.outerLedger?.enter(entry);
	const held = { person: webhooks.sealer.seal(tenantId, userId), until: clock.now() + LEASE_MS };
	const id = await store.transaction(async (bound) => {
		await writeDown(bound, aboutPerson(owner, askedBy, 'person.erase', parts), parts);
		return bound.ledger.begin(entry, held);
	});
	return carryOut(id, owner, parts, tell);
}

/**
 * Brings to its end what was begun and left. How many came to it.
 * @throws AggregateError of what went wrong, after all were tried
 */
export async function finishErasures(now: number, parts: Parts): Promise<number> {
	const left = await parts.store.ledger.claim({ now, until: now + LEASE_MS, limit: AT_ONCE });
	const faults: unknown[] = [];
	for (const one of left) await finish(one, parts).catch((fault) => faults.push(fault));
	if (faults.length > 0) throw new AggregateError(faults, 'an erasure that was begun could not be finished');
	return left.length;
}

async function finish({ id, tenantId, person }: BegunErasure, parts: Parts): Promise<void> {
	const userId = parts.webhooks.sealer.open(tenantId, person);
	if (userId !== null) {
		await carryOut(id, { tenantId, userId }, parts);
		return;
	}
	await parts.store.ledger.leave(id);
	throw new Error(
		`erasure ${id} is left unfinished, the option \`secret\` was changed since: erase the person by hand`,
	);
}

/** Told to others once, by whoever brings it to its end. @returns all that went, also before a process died */
async function carryOut(id: number, owner: Owner, parts: Parts, tell: Tell = () => {}): Promise<ErasedRows> {
	const { store, clock } = parts;
	let gone = NOTHING;
	for (let pass = 0; pass < PASSES; pass += 1) {
		const before = gone;
		await stopAnswers(owner, parts);
		for await (const rows of piecesOf(id, owner, parts)) {
			gone = both(gone, rows);
			tell(gone);
		}
		if (gone === before) break;
	}
	const all = await store.transaction(async (bound) => {
		const counted = await bound.ledger.finish(id, clock.now());
		if (counted) await tellOthers(owner, bound, parts);
		return counted;
	});
	return all ?? gone;
}

/** The tenant's servers and the host's own function: they are told after the commit, and again until they have heard. */
async function tellOthers(owner: Owner, bound: Store, { clock, webhooks: { sealer } }: Parts): Promise<void> {
	const at = clock.now();
	await bound.erasureNotices.enter(owner.tenantId, sealer.seal(owner.tenantId, owner.userId), at);
	await bound.webhooks.emit(personErased(owner, at, sealer));
}

async function stopAnswers(owner: Owner, parts: Parts): Promise<void> {
	const answering = await parts.store.erasure.answering(owner);
	await Promise.all(answering.map((conversation) => endAnswer(conversation, parts)));
}

/** Each is counted in the ledger as it commits: nothing is counted twice, whoever goes on. */
async function* piecesOf(id: number, owner: Owner, { store, clock }: Parts): AsyncGenerator<ErasedRows> {
	for (const part of ERASED)
		for (;;) {
			const rows = await store.transaction(async (bound) => {
				const gone = await bound.erasure.next(part, owner);
				if (gone) await bound.ledger.count(id, gone, clock.now() + LEASE_MS);
				return gone;
			});
			if (rows === null) break;
			yield rows;
		}
}
