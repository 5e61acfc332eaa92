// What the host knew of a customer, as lines that a support agent reads: what is full, what failed, what was not told.

import type { Free, Item, KeptSnapshot } from '../../core/snapshot/host-data.ts';
import { plainLine } from './plain.ts';

const MOST_OF_A_KIND = 6;
const LONGEST_LINE = 200;

/** Limits and trouble, the newest of each kind; the rest of the snapshot stays with the case. */
export function knownLines({ takenAt, sources, content }: KeptSnapshot): string[] {
	const { identity, productState, backend } = content;
	const silent = Object.entries(sources).flatMap(([name, { ok, error }]) => (ok ? [] : `${name} (${error})`));
	return [
		`as of ${new Date(takenAt).toISOString()}`,
		...(identity.plan ? [line('plan', identity.plan)] : []),
		...(identity.roles.length > 0 ? [line('roles', identity.roles.join(', '))] : []),
		...linesOf('limit', productState?.limitsReached),
		...linesOf('active error', productState?.activeErrors),
		...linesOf('failed job', backend.jobs.filter(hasFailed)),
		...linesOf('error', backend.errors),
		...linesOf('failed request', backend.recentRequests.filter(wasRefused)),
		...(silent.length > 0 ? [line('not told by', silent.join(', '))] : []),
	];
}

const hasFailed = ({ errorCode, status }: Item) => Boolean(errorCode) || /fail|error|dead/i.test(String(status ?? ''));
const wasRefused = ({ errorCode, httpStatus }: Item) => Boolean(errorCode) || Number(httpStatus) >= 400;

function linesOf(kind: string, items: readonly Item[] = []): string[] {
	return items.slice(0, MOST_OF_A_KIND).map((item) => line(kind, told(item)));
}

function line(kind: string, text: string): string {
	return plainLine(`${kind}: ${text}`, LONGEST_LINE);
}

function told(item: Item): string {
	return Object.entries(item)
		.map(([name, value]) => `${name} ${readable(value)}`)
		.join(', ');
}

function readable(value: Free): string {
	return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
}
