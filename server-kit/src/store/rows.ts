// Small shared forms of rows: JSON kept as text, keyset cursors, pages.

import type { Page } from '../core/records.ts';
import { KitError } from '../errors.ts';

export function fromJson<T>(text: string | null, otherwise: T): T {
	return text === null ? otherwise : (JSON.parse(text) as T);
}

export function toJson(value: unknown): string | null {
	return value === null || value === undefined ? null : JSON.stringify(value);
}

/** An opaque cursor over the numbers that the list is sorted by. */
function toCursor(keys: readonly number[]): string {
	return Buffer.from(keys.join('.')).toString('base64url');
}

/** @throws KitError `validation_failed` for a cursor that we did not hand out. */
export function fromCursor(cursor: string | null, length: number): number[] | null {
	if (cursor === null) return null;
	const text = Buffer.from(cursor, 'base64url').toString();
	const keys = text.split('.').map(Number);
	const ours = /^\d+(?:\.\d+)*$/.test(text) && keys.length === length && keys.every(Number.isSafeInteger);
	if (!ours) throw new KitError('cursor_invalid');
	return keys;
}

/** Makes a page of rows of which one more than the limit was read. */
export function toPage<Row, T>(
	rows: readonly Row[],
	limit: number,
	make: (row: Row) => T,
	keys: (row: Row) => number[],
): Page<T> {
	const shown = rows.slice(0, limit);
	const last = shown.at(-1);
	return {
		items: shown.map(make),
		nextCursor: rows.length > limit && last ? toCursor(keys(last)) : null,
	};
}
