// `deskbell candidates export`: what was approved, as lines for fine-tuning a chat model.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { finished } from 'node:stream/promises';
import { randomIds } from '../connect/ids.ts';
import { OPERATOR } from '../core/audit.ts';
import { exportCandidates, readBatch, type TrainingBatch } from '../core/candidates.ts';
import type { Store } from '../core/store.ts';
import { KitError } from '../errors.ts';
import { showProgress } from './progress.ts';

interface Wanted {
	tenantId: string;
	/** One that went out before; what is approved now where null. */
	batchId: string | null;
	/** The file; the standard output where null. */
	out: string | null;
}

interface Outputs {
	output: NodeJS.WritableStream;
	/** For all that are no lines. */
	aside: NodeJS.WritableStream;
}

export async function writeCandidates(wanted: Wanted, store: Store, outputs: Outputs): Promise<void> {
	const { out } = wanted;
	if (out !== null) return writeFile({ ...wanted, out }, store, outputs.aside);
	const { tenantId, batchId } = wanted;
	const batch =
		batchId === null ? await takeBatch(tenantId, newId(), store) : await againBatch(tenantId, batchId, store);
	if (!batch) return void outputs.aside.write(NOTHING);
	// The batch is named first: cut off, it can be asked for again.
	outputs.aside.write(`Batch ${batch.id}; again with --batch ${batch.id}\n`);
	await writePages(batch, outputs);
}

const NOTHING = 'Nothing to do: no candidate is approved.\n';
const newId = () => randomIds.make('bat');

function takeBatch(tenantId: string, id: string, store: Store): Promise<TrainingBatch | null> {
	return exportCandidates({ tenantId, actor: OPERATOR }, partsOf(store), id);
}

function againBatch(tenantId: string, id: string, store: Store): Promise<TrainingBatch> {
	return readBatch({ tenantId, actor: OPERATOR }, id, partsOf(store)).catch((fault) => {
		if (fault instanceof KitError && fault.code === 'not_found')
			throw new Error(`Tenant ${tenantId} has no batch ${id}.`);
		throw fault;
	});
}

function partsOf(store: Store) {
	return { store, clock: { now: Date.now }, ids: randomIds };
}

/**
 * The lines stand in a file that bears the batch's name until all are there. It is made before the batch is: a run that
 * was cut off at any moment is gone on with by the same command.
 */
async function writeFile(
	{ tenantId, batchId, out }: Wanted & { out: string },
	store: Store,
	aside: NodeJS.WritableStream,
): Promise<void> {
	const begun = batchId ?? (await begunBatch(out));
	const id = begun ?? newId();
	const partial = `${out}.${id}.partial`;
	const output = createWriteStream(partial, { mode: 0o600 });
	await once(output, 'open');
	const isTaken = batchId !== null || (begun !== null && (await store.candidates.countBatch(tenantId, begun)) !== null);
	const batch = await (isTaken ? againBatch : takeBatch)(tenantId, id, store);
	if (batch) await writePages(batch, { output, aside });
	await finished(output.end());
	if (!batch) {
		await rm(partial);
		return void aside.write(NOTHING);
	}
	await rename(partial, out);
	aside.write(`Batch ${id}: ${batch.size} candidates in ${out}\n`);
}

/** The batch that an earlier run of the same command has begun to write. */
async function begunBatch(out: string): Promise<string | null> {
	const [before, after] = [`${basename(out)}.`, '.partial'];
	const names = await readdir(dirname(out));
	const left = names.find((name) => name.startsWith(`${before}bat_`) && name.endsWith(after));
	return left?.slice(before.length, -after.length) ?? null;
}

async function writePages({ pages, size }: TrainingBatch, { output, aside }: Outputs): Promise<void> {
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
