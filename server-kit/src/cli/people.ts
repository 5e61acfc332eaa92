// One person's data, by hand: for a request that came by letter, or from somebody who cannot sign in any more.

import { once } from 'node:events';
import { randomIds } from '../connect/ids.ts';
import { pseudonymsFrom } from '../connect/pseudonyms.ts';
import type { ErasedRows } from '../core/data-rights-store.ts';
import { exportFor } from '../core/export.ts';
import type { Owner } from '../core/records.ts';
import type { Store } from '../core/store.ts';
import { createSupportKit } from '../kit.ts';

/** JSON lines; waits while the reader does not take them. Without the secret the audit does not say whose they are. */
export async function exportPerson(
	person: Owner,
	{ store, secret }: { store: Store; secret: string },
	output: NodeJS.WritableStream,
): Promise<void> {
	const pseudonymOf = secret ? pseudonymsFrom(secret) : () => 'unnamed';
	for await (const page of exportFor(person, { store, clock: Date, ids: randomIds, pseudonymOf })) {
		const text = page.map((line) => `${JSON.stringify(line)}\n`).join('');
		if (!output.write(text)) await once(output, 'drain');
	}
}

/** @param output told how far it is */
export async function erasePerson(
	person: Owner,
	{ database, secret }: { database: string; secret: string },
	output: NodeJS.WritableStream,
): Promise<ErasedRows> {
	const kit = createSupportKit({ database, secret, auth: { authenticate: () => null }, model: null });
	try {
		return await kit.core.people.erase(person, progressTo(output));
	} finally {
		await kit.close();
	}
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
