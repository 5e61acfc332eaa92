// What the full text of a database finds an article by: tokens that every database cuts, keeps and compares alike.

import { createHash } from 'node:crypto';

/**
 * Whether the article only holds the word, or is about it: its title, its address or others name it so. A sample of
 * those that are about it stands for words that too many articles are about.
 */
export type TokenKind = 'holds' | 'about' | 'sample';

const GOLDEN = 0x9e3779b1;

/** One article in 64. By mixed bits: where two servers take turns, all the ids of one are odd. */
export const isSampled = (articleId: number) => Math.imul(articleId, GOLDEN) >>> 26 === 0;

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
