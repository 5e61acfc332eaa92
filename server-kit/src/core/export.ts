// Everything about one person, told page by page: what they wrote, what was answered, what was made of it.

import type { ExportEnd, ExportHeader, ExportLine } from '../protocol/index.ts';
import { aboutPerson, writeDown } from './audit.ts';
import type { Caller } from './caller.ts';
import type { Erasure, ExportPlace, ExportSection } from './data-rights-store.ts';
import { LINES, type Line } from './export-lines.ts';
import { rateKey, takeOne } from './gates/rate-limit.ts';
import type { Owner } from './records.ts';
import type { Parts } from './turn-state.ts';

const SECTIONS = Object.keys(LINES) as ExportSection[];

/** Refused at once where it was asked for too often. @throws Degraded `rate_limited` */
export async function exportOf(caller: Caller, parts: Parts): Promise<AsyncGenerator<readonly ExportLine[]>> {
	await takeOne(parts.rates.data, `export:${rateKey(caller)}`);
	await noteExport(caller, 'person', parts);
	return pagesOf(caller, parts);
}

/** For a request that does not come from the person. */
export async function* exportFor(person: Owner, parts: Noting): AsyncGenerator<readonly ExportLine[]> {
	await noteExport(person, 'operator', parts);
	yield* pagesOf(person, parts);
}

type Noting = Pick<Parts, 'store' | 'clock' | 'ids' | 'pseudonymOf'>;

function noteExport(person: Owner, askedBy: Erasure['askedBy'], parts: Noting): Promise<void> {
	const act = aboutPerson(person, askedBy, 'person.export', parts);
	return parts.store.transaction((bound) => writeDown(bound, act, parts));
}

type Person = Owner & Partial<Caller>;
type Read = Pick<Parts, 'store' | 'clock'>;

/** A page is read when the one before it was taken: what waits for a slow reader stays in the store. */
async function* pagesOf(person: Person, parts: Read): AsyncGenerator<readonly ExportLine[]> {
	const counts: Record<string, number> = {};
	let lines = 1;
	yield [headerOf(person, parts.clock.now())];
	for (const section of SECTIONS)
		for await (const page of sectionOf(section, person, parts)) {
			for (const { type } of page) counts[type] = (counts[type] ?? 0) + 1;
			lines += page.length;
			yield page;
		}
	const end: ExportEnd = { type: 'end', lines, counts };
	yield [end];
}

async function* sectionOf<S extends ExportSection>(
	section: S,
	{ tenantId, userId }: Owner,
	{ store }: Read,
): AsyncGenerator<readonly Line[]> {
	let after: ExportPlace | null = null;
	do {
		const { items, next }: Awaited<ReturnType<typeof store.exports.page<S>>> = await store.exports.page(
			section,
			{ tenantId, userId },
			after,
		);
		if (items.length > 0) yield items.map(LINES[section]);
		after = next;
	} while (after !== null);
}

function headerOf({ tenantId, userId, kind, name, email, plan, locale }: Person, at: number): ExportHeader {
	return {
		type: 'header',
		format: 'deskbell-export',
		version: 1,
		tenant_id: tenantId,
		user_id: userId,
		kind: kind ?? null,
		name: name ?? null,
		email: email ?? null,
		plan: plan ?? null,
		locale: locale ?? null,
		created_at: new Date(at).toISOString(),
	};
}
