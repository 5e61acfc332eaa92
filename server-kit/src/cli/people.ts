// One person's data, by hand: for a request that came by letter, or from somebody who cannot sign in any more.

import { once } from 'node:events';
import { randomIds } from '../connect/ids.ts';
import { ledgerLine, readLedger } from '../connect/ledger-file.ts';
import { pseudonymsFrom } from '../connect/pseudonyms.ts';
import type { ErasedRows } from '../core/data-rights-store.ts';
import { ledgerOf, type ReplayedErasures } from '../core/erasure-ledger.ts';
import { exportFor } from '../core/export.ts';
import { exportPage } from '../core/export-page.ts';
import type { Owner } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { createSupportKit, type SupportKit } from '../kit.ts';
import type { ExportLine } from '../protocol/index.ts';

/** Waits while the reader does not take it. Without the secret the audit does not say whose it is. */
export async function exportPerson(
	person: Owner,
	{ store, secret, format }: { store: Store; secret: string; format: 'jsonl' | 'html' },
	output: NodeJS.WritableStream,
): Promise<void> {
	const pseudonymOf = secret ? pseudonymsFrom(secret) : () => 'unnamed';
	const pages = exportFor(person, { store, clock: Date, ids: randomIds, pseudonymOf });
	const pieces = format === 'html' ? exportPage(pages) : jsonLines(pages);
	for await (const texts of pieces) if (!output.write(texts.join(''))) await once(output, 'drain');
}

async function* jsonLines(pages: AsyncIterable<readonly ExportLine[]>): AsyncGenerator<readonly string[]> {
	for await (const page of pages) yield page.map((line) => `${JSON.stringify(line)}\n`);
}

interface Where {
	database: string;
	/** Of the kit: the names in the ledger come from it. */
	secret: string;
	/** The file to which the erasure is added; null for none. */
	ledger: string | null;
}

/** @param output told how far it is */
export function erasePerson(person: Owner, where: Where, output: NodeJS.WritableStream): Promise<ErasedRows> {
	return withKit(where, ({ core }) => core.people.erase(person, progressTo(output)));
}

/** Erases once more whom a restored backup brought back. */
export function replayLedger(
	where: Where & { ledger: string },
	output: NodeJS.WritableStream,
): Promise<ReplayedErasures> {
	return withKit(where, ({ core }) => core.people.replayErasures(readLedger(where.ledger), progressTo(output)));
}

async function withKit<T>({ database, secret, ledger }: Where, work: (kit: SupportKit) => Promise<T>): Promise<T> {
	const auth = { authenticate: () => null };
	const kit = createSupportKit({ database, secret, auth, model: null, erasure: { ledger } });
	try {
		return await work(kit);
	} finally {
		await kit.close();
	}
}

/** All erasures that this database knows, as JSON lines, for a host that keeps no ledger elsewhere. */
export async function writeLedger(store: Store, output: NodeJS.WritableStream): Promise<void> {
	for await (const entry of ledgerOf(store)) if (!output.write(ledgerLine(entry))) await once(output, 'drain');
}

export function summarizeLedger({ known, erased, absent, rows }: ReplayedErasures): string {
	const counts = `Erased again: ${erased}. Nothing of them here: ${absent}. Known here already: ${known}.`;
	return erased > 0 ? `${counts}\n${summarizeErasure(rows)}` : counts;
}

const ROWS_PER_LINE = 5_000;

function progressTo(output: NodeJS.WritableStream): (soFar: ErasedRows) => void {
	let next = ROWS_PER_LINE;
	return (soFar) => {
		const rows = rowsIn(soFar);
		if (rows < next) return;
		next = rows + ROWS_PER_LINE;
		output.write(`Erasing: ${rows} rows so far\n`);
	};
}

/** So many rows of each table, one table a line. */
export function summarizeErasure({ deleted, unnamed }: ErasedRows): string {
	const lines = (rows: Readonly<Record<string, number>>, fate: string) =>
		Object.entries(rows).map(([table, count]) => `${table}: ${count} ${fate}`);
	const said = [...lines(deleted, 'deleted'), ...lines(unnamed, 'kept without a name')];
	return said.length > 0 ? said.join('\n') : 'Nothing to do: there is nothing of this person.';
}

function rowsIn({ deleted, unnamed }: ErasedRows): number {
	return [...Object.values(deleted), ...Object.values(unnamed)].reduce((sum, rows) => sum + rows, 0);
}
