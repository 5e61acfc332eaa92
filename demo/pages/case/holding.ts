// What rests on what: the rows of a snapshot that hold a piece of evidence, and the sentences that name it.

import type { Sentence } from './sentences.ts';
import type { Evidence, Free, Item, SourceName } from './told.ts';

/** Where a value of each type may stand, as the kit checks it; an excerpt may stand anywhere. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
	error_code: ['errorCode'],
	job_id: ['jobId'],
	timestamp: ['ts', 'occurredAt', 'createdAt', 'updatedAt'],
	resource_id: ['resourceId', 'id'],
	limit: ['limit', 'max', 'current'],
};

export function holds({ type, value, source }: Evidence, item: Item, from: SourceName): boolean {
	if (source !== from) return false;
	const fields = Object.hasOwn(FIELDS, type) ? FIELDS[type] : undefined;
	return fields
		? fields.some((name) => Object.hasOwn(item, name) && String(item[name]) === value)
		: stands(item, value);
}

function stands(value: Free, excerpt: string): boolean {
	if (typeof value === 'string') return value.includes(excerpt);
	if (typeof value !== 'object' || value === null) return false;
	return Object.values(value).some((part: Free) => stands(part, excerpt));
}

/** The article that a piece of evidence is taken from, by its number; null where it comes from the host. */
export function articleOf({ source }: Evidence): number | null {
	const number = /^article:(\d+)$/.exec(source)?.[1];
	return number === undefined ? null : Number(number);
}

/** A number alone says too little: a word of the label must stand beside it. */
export function restsOn({ text, cites }: Sentence, evidence: Evidence): boolean {
	const article = articleOf(evidence);
	if (article !== null) return cites.includes(article) && folded(text).includes(folded(evidence.value));
	const words = wordsOf(text);
	const value = folded(evidence.value);
	const said = /^[\d.,]+$/.test(value) ? words.has(value) : folded(text).includes(value);
	return said && (!/^[\d.,]+$/.test(value) || [...wordsOf(evidence.label)].some((word) => words.has(word)));
}

function folded(text: string): string {
	return text.toLowerCase().replace(/\s+/g, ' ').trim();
}

function wordsOf(text: string): ReadonlySet<string> {
	return new Set(folded(text).match(/[\p{L}\p{N}_]+/gu) ?? []);
}
