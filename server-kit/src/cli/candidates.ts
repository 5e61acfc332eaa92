// `deskbell candidates export`: what was approved, as lines for fine-tuning a chat model.

import { once } from 'node:events';
import { randomIds } from '../connect/ids.ts';
import { OPERATOR } from '../core/audit.ts';
import { exportCandidates, readBatch, type TrainingBatch } from '../core/candidates.ts';
import type { Store } from '../core/store.ts';
import { showProgress } from './kb-progress.ts';

interface Wanted {
	tenantId: string;
	/** One that went out before; what is approved now where left out. */
	batchId: string | null;
}

/** Lines to `output`, all else to `aside`. The batch is named first: cut off, it can be asked for again. */
export async function writeCandidates(
	{ tenantId, batchId }: Wanted,
	store: Store,
	output: NodeJS.WritableStream,
	aside: NodeJS.WritableStream,
): Promise<void> {
	const who = { tenantId, actor: OPERATOR };
	const parts = { store, clock: Date, ids: randomIds };
	const batch = batchId === null ? await exportCandidates(who, parts) : await readBatch(who, batchId, parts);
	if (!batch) return void aside.write('Nothing to do: no candidate is approved.\n');
	aside.write(`Batch ${batch.id}; again with --batch ${batch.id}\n`);
	await writePages(batch, output, aside);
}

async function writePages(
	{ pages, size }: TrainingBatch,
	output: NodeJS.WritableStream,
	aside: NodeJS.WritableStream,
): Promise<void> {
	const shown = showProgress(aside, size, 'Exporting', 'candidates');
	let done = 0;
	try {
		for await (const page of pages) {
			const text = page.map((line) => `${JSON.stringify(line)}\n`).join('');
			if (!output.write(text)) await once(output, 'drain');
			done += page.length;
			shown.advance(done);
		}
	} finally {
		shown.end();
	}
}
