// `deskbell audit verify`: is the chain of what was done whole?

import { type ChainReport, verifyChain } from '../core/audit.ts';
import type { Store } from '../core/store.ts';

/** @param output told how far it is */
export function verifyAudit(
	tenantId: string,
	known: string | null,
	{ audit }: Store,
	output: NodeJS.WritableStream,
): Promise<ChainReport> {
	let next = ROWS_PER_LINE;
	return verifyChain(tenantId, audit, {
		known,
		tell(rows) {
			if (rows < next) return;
			next = rows + ROWS_PER_LINE;
			output.write(`Checking: ${rows} rows so far\n`);
		},
	});
}

const ROWS_PER_LINE = 50_000;

export function summarizeAudit({ rows, hash, broken }: ChainReport): string {
	if (broken) return `Broken at row ${broken.seq}: ${broken.why}. ${rows} rows before it hold.`;
	if (rows === 0) return 'Whole: nothing was written down yet.';
	return `Whole: ${rows} rows. Last hash: ${hash}\nKeep it elsewhere, and check with --known ${hash} next time.`;
}
