// The ledger of erasures in a file of JSON lines: kept elsewhere than the database, it outlives a restored backup.

import { type FileHandle, open, readFile } from 'node:fs/promises';
import type { LedgerEntry, OuterLedger } from '../core/data-rights-store.ts';

export function createLedgerFile(path: string): OuterLedger {
	return {
		async enter(entry) {
			const file = await open(path, 'a+', 0o600);
			try {
				// Half a line that a power cut left does not swallow this one.
				await file.write((await endsInALine(file)) ? ledgerLine(entry) : `\n${ledgerLine(entry)}`);
				await file.sync();
			} finally {
				await file.close();
			}
		},
	};
}

async function endsInALine(file: FileHandle): Promise<boolean> {
	const { size } = await file.stat();
	if (size === 0) return true;
	const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
	return buffer[0] === 0x0a;
}

export function ledgerLine({ tenantId, person, askedBy, begunAt }: LedgerEntry): string {
	const begun_at = new Date(begunAt).toISOString();
	return `${JSON.stringify({ type: 'erasure', tenant: tenantId, person, asked_by: askedBy, begun_at })}\n`;
}

/** Half a line at the end is of an erasure that was not begun. @throws Error that names any other line that is no entry */
export async function* readLedger(path: string): AsyncGenerator<LedgerEntry> {
	const lines = (await readFile(path, 'utf8')).split('\n');
	const last = lines.pop();
	for (const [at, line] of lines.entries()) {
		const entry = entryOf(line);
		if (entry) yield entry;
		else if (line.trim() !== '')
			throw new Error(`Line ${at + 1} of ${path} is no erasure. Where it is only half a line, remove it.`);
	}
	const torn = entryOf(last ?? '');
	if (torn) yield torn;
}

function entryOf(line: string): LedgerEntry | null {
	const { type, tenant, person, asked_by, begun_at } = fieldsOf(line);
	const begunAt = Date.parse(String(begun_at));
	const whole = type === 'erasure' && typeof tenant === 'string' && typeof person === 'string' && begunAt >= 0;
	return whole ? { tenantId: tenant, person, askedBy: asked_by === 'person' ? 'person' : 'operator', begunAt } : null;
}

function fieldsOf(line: string): Record<string, unknown> {
	try {
		return JSON.parse(line) ?? {};
	} catch {
		return {};
	}
}
