// How many rows went of which table, added up piece by piece.

import type { ErasedRows } from './data-rights-store.ts';

export const NOTHING: ErasedRows = { deleted: {}, unnamed: {} };

export function both(one: ErasedRows, other: ErasedRows): ErasedRows {
	return { deleted: sum(one.deleted, other.deleted), unnamed: sum(one.unnamed, other.unnamed) };
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
