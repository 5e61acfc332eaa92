// What the full text of a database finds an article by: tokens that every database cuts, keeps and compares alike.

import { createHash } from 'node:crypto';

/** Whether the article only holds the word, or is about it: its title, its address or others name it so. */
export type TokenKind = 'holds' | 'about';

const LENGTH = 10;
const BITS = 5n;

/**
 * Ten small letters and digits: no stop word, nothing too short or too long, no letter that a collation folds, nothing
 * that a query could be made of. Other tenants' words have other tokens, and so no part in what is found.
 */
export function tokenOf(tenantId: string, kind: TokenKind, term: string): string {
	const digest = createHash('sha256').update(`${tenantId}\0${kind}\0${term}`).digest();
	const bits = digest.readBigUInt64BE() & ((1n << (BITS * BigInt(LENGTH))) - 1n);
	return bits.toString(1 << Number(BITS)).padStart(LENGTH, '0');
}
