// The audit: who did what to what, and when. Written in the transaction of the act; each row holds the hash of the one
// before it, so that a row that was changed, cut or swapped later is found.

import { createHash } from 'node:crypto';
import type { AuditAction, AuditRow, AuditStore, NewAuditRow } from './audit-store.ts';
import type { Caller } from './caller.ts';
import type { Erasure } from './data-rights-store.ts';
import type { Owner } from './records.ts';
import type { Store } from './store.ts';
import type { Parts } from './turn-state.ts';

export interface Actor {
	/**
	 * `person`: somebody about themselves. `operator`: by hand, with the database or the host's own code. `job`: the kit
	 * itself, by the clock. `model`: the AI, in an answer.
	 */
	kind: Caller['kind'] | 'person' | 'operator' | 'job' | 'model';
	/** Null where nobody is named. */
	id: string | null;
}

export const OPERATOR: Actor = { kind: 'operator', id: null };
export const JOB: Actor = { kind: 'job', id: null };
export const MODEL: Actor = { kind: 'model', id: null };

export function actorOf({ kind, userId }: Caller): Actor {
	return { kind, id: userId };
}

export interface Act {
	tenantId: string;
	actor: Actor;
	action: AuditAction;
	/** What it was done to, such as `candidate:42`. */
	target: string | null;
	/** Numbers, names of keys, ids: never what a person wrote. */
	details?: Readonly<Record<string, number | string | readonly string[]>>;
}

/** @param bound a store bound to the transaction of the act */
export function writeDown(
	bound: Store,
	{ tenantId, actor, action, target, details = {} }: Act,
	{ clock, ids }: Pick<Parts, 'clock' | 'ids'>,
): Promise<void> {
	const actorSalt = actor.id === null ? null : ids.make('salt');
	const actorProof = proofOf(actor.id, actorSalt);
	const who = { actorKind: actor.kind, actorId: actor.id, actorSalt, actorProof };
	return bound.audit.append({ tenantId, at: clock.now(), ...who, action, target, details: JSON.stringify(details) });
}

/** All that is a person's, taken along or erased: a keyed hash stands for who it is. */
export function aboutPerson(
	person: Owner,
	askedBy: Erasure['askedBy'],
	action: 'person.export' | 'person.erase',
	{ pseudonymOf }: Pick<Parts, 'pseudonymOf'>,
): Act {
	const { tenantId, userId } = person;
	return {
		tenantId,
		actor: { kind: askedBy, id: null },
		action,
		target: `person:${pseudonymOf({ tenantId, userId })}`,
	};
}

/** Before the first row. */
export const BEGINNING = '';

export function hashOf(row: NewAuditRow & { seq: number; previousHash: string }): string {
	const { previousHash, tenantId, seq, at, actorKind, actorProof, action, target, details } = row;
	return sha256([previousHash, tenantId, seq, at, actorKind, actorProof, action, target, details]);
}

function proofOf(id: string | null, salt: string | null): string | null {
	return id === null ? null : sha256([salt, id]);
}

function sha256(content: readonly (string | number | null)[]): string {
	return createHash('sha256').update(JSON.stringify(content)).digest('hex');
}

export interface ChainReport {
	/** How many rows hold. */
	rows: number;
	/** The hash of the last row that holds: kept elsewhere, it proves later that nothing before it was written anew. */
	hash: string;
	/** The first break; null where the chain is whole. Of a gap, `until` is its last row. */
	broken: { seq: number; until: number; why: string } | null;
}

const WRITTEN_ANEW = 'the hash that was noted is that of no row: the chain was written anew';
const PAGE = 500;

/**
 * Walks a tenant's chain. Rows may be added while it walks.
 * @param known a hash that was noted earlier; where no row bears it, that is a break
 * @param tell called with the number of rows so far
 */
export async function verifyChain(
	tenantId: string,
	audit: Pick<AuditStore, 'after' | 'head'>,
	{ known = null, tell = () => {} }: { known?: string | null; tell?: (rows: number) => void } = {},
): Promise<ChainReport> {
	let last = { seq: 0, hash: BEGINNING };
	let met = known === null;
	const report = (why: string | null, until = last.seq + 1): ChainReport => ({
		rows: last.seq,
		hash: last.hash,
		broken: why === null ? null : { seq: last.seq + 1, until, why },
	});
	for (;;) {
		const rows = await audit.after(tenantId, last.seq, PAGE);
		for (const row of rows) {
			if (row.seq > last.seq + 1) return report('cut out', row.seq - 1);
			const why = faultOf(row, last);
			if (why) return report(why);
			last = { seq: row.seq, hash: row.hash };
			met ||= row.hash === known;
		}
		tell(last.seq);
		if (rows.length > 0) continue;
		const head = await audit.head(tenantId);
		// A row that came in since the last page moves the head; its row is there to be read.
		if (head && head.seq > last.seq && (await audit.after(tenantId, last.seq, 1)).length > 0) continue;
		if (head && head.seq > last.seq) return report('cut off the end', head.seq);
		return report(endFault(head, last) ?? (met ? null : WRITTEN_ANEW));
	}
}

function faultOf(row: AuditRow, last: { seq: number; hash: string }): string | null {
	if (row.previousHash !== last.hash) return 'it does not follow the one before it';
	if (hashOf(row) !== row.hash) return 'changed';
	if (row.actorId !== null && proofOf(row.actorId, row.actorSalt) !== row.actorProof) return 'who did it was changed';
	return null;
}

function endFault(head: { seq: number; hash: string } | null, last: { seq: number; hash: string }): string | null {
	if ((head?.seq ?? 0) < last.seq || (head?.hash ?? BEGINNING) !== last.hash) return 'the end of the chain was changed';
	return null;
}
