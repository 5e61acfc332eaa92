// `deskbell audit verify`: are the chains of what was done whole?

import { type ChainReport, verifyChain } from '../core/audit.ts';
import type { Store } from '../core/store.ts';

interface Wanted {
	/** Null for all. */
	tenantId: string | null;
	/** A hash that was noted earlier. */
	known: string | null;
}

/**
 * @param output told how far it is
 * @returns what to say of each tenant, and whether all chains are whole
 */
export async function verifyAudit(
	{ tenantId, known }: Wanted,
	{ audit }: Pick<Store, 'audit'>,
	output: NodeJS.WritableStream,
): Promise<{ lines: string[]; whole: boolean }> {
	const lines: string[] = [];
	let whole = true;
	for await (const tenant of tenantId === null ? tenantsIn(audit) : [tenantId]) {
		const report = await verifyChain(tenant, audit, { known, tell: linesTo(output) });
		lines.push(tenantId === null ? `${tenant}: ${summaryOf(report)}` : summaryOf(report));
		whole &&= report.broken === null;
	}
	return { lines: lines.length > 0 ? lines : [NOTHING], whole };
}

const NOTHING = 'Whole: nothing was written down yet.';
const ROWS_PER_LINE = 50_000;

async function* tenantsIn(audit: Store['audit']): AsyncGenerator<string> {
	for (let tenant = await audit.tenantAfter(''); tenant !== null; tenant = await audit.tenantAfter(tenant))
		yield tenant;
}

function linesTo(output: NodeJS.WritableStream): (rows: number) => void {
	let next = ROWS_PER_LINE;
	return (rows) => {
		if (rows < next) return;
		next = rows + ROWS_PER_LINE;
		output.write(`Checking: ${rows} rows so far\n`);
	};
}

function summaryOf({ rows, hash, broken }: ChainReport): string {
	if (broken) return `Broken at ${rowsIn(broken)}: ${broken.why}. ${countOf(rows)} before hold.`;
	if (rows === 0) return NOTHING;
	return `Whole: ${countOf(rows)}. Last hash: ${hash}\nKeep it elsewhere, and check with --known ${hash} next time.`;
}

function rowsIn({ seq, until }: { seq: number; until: number }): string {
	return until > seq ? `rows ${seq} to ${until}` : `row ${seq}`;
}

function countOf(rows: number): string {
	return rows === 1 ? '1 row' : `${rows} rows`;
}
