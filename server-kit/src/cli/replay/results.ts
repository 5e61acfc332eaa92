// What a replay has learned so far: a file of JSON lines, one for each question, so that a run that was cut off goes on.

import { createHash } from 'node:crypto';
import { appendFileSync, closeSync, openSync } from 'node:fs';
import { mkdir, readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rehearsed } from '../../core/rehearsal.ts';

/** What makes a replay this one: results of another must not be mixed in. */
export interface ReplayHeader {
	format: 'deskbell-replay-1';
	tenant: string;
	candidates: string;
	model: string;
	baseUrl: string | null;
	/** Hash of the options: other instructions or other limits are another replay. */
	options: string;
}

export interface Results {
	/** By candidate; the last word on each. */
	known: ReadonlyMap<number, Rehearsed>;
	/** Kept when it returns. */
	add(result: Rehearsed): void;
	close(): void;
}

const RESULTS = 'results.jsonl';

export function hashOf(value: unknown): string {
	return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
}

/** @throws Error where the folder holds another replay, or a file that is not ours */
export async function openResults(folder: string, header: ReplayHeader): Promise<Results> {
	// Customers' questions, masked or not, are nobody else's on this machine.
	await mkdir(folder, { recursive: true, mode: 0o700 });
	const path = join(folder, RESULTS);
	const [first, ...lines] = await wholeLines(path);
	if (first !== undefined) checkSame(headerIn(first, folder), header, folder);
	const known = new Map(lines.map((line, at) => entryOf(line, at + 2, path)));
	const file = openSync(path, 'a', 0o600);
	const add = (line: unknown) => appendFileSync(file, `${JSON.stringify(line)}\n`);
	if (first === undefined) add(header);
	return {
		known,
		add(result) {
			add(result);
			known.set(result.recorded.id, result);
		},
		close: () => closeSync(file),
	};
}

/** The results of an earlier replay, whatever was asked there. @throws Error where there are none */
export async function readResults(folder: string): Promise<{ header: ReplayHeader; results: Map<number, Rehearsed> }> {
	const path = join(folder, RESULTS);
	const [first, ...lines] = await wholeLines(path);
	if (first === undefined) throw new Error(`${folder} holds no replay. Give the folder of one that was run before.`);
	return { header: headerIn(first, folder), results: new Map(lines.map((line, at) => entryOf(line, at + 2, path))) };
}

/** A run that was killed may have left half a line at the end: that question is asked again. */
async function wholeLines(path: string): Promise<string[]> {
	const bytes = await readFile(path).catch((fault) => {
		if (fault.code === 'ENOENT') return Buffer.alloc(0);
		throw fault;
	});
	const end = bytes.lastIndexOf(0x0a) + 1;
	if (end < bytes.length) await truncate(path, end);
	return bytes.subarray(0, end).toString().split('\n').slice(0, -1);
}

function headerIn(line: string, folder: string): ReplayHeader {
	const header = parsed(line) as Partial<ReplayHeader> | undefined;
	if (header?.format !== 'deskbell-replay-1')
		throw new Error(`${join(folder, RESULTS)} is no file of a replay. Choose another folder with --out.`);
	return header as ReplayHeader;
}

function checkSame(found: ReplayHeader, wanted: ReplayHeader, folder: string): void {
	const other = (Object.keys(wanted) as (keyof ReplayHeader)[]).filter((key) => found[key] !== wanted[key]);
	if (other.length === 0) return;
	throw new Error(
		`${folder} holds another replay: its ${other.join(', ')} differ. Choose another folder with --out, or remove it.`,
	);
}

function entryOf(line: string, number: number, path: string): [number, Rehearsed] {
	const result = parsed(line) as Partial<Rehearsed> | undefined;
	if (typeof result?.recorded?.id !== 'number' || !result.replayed)
		throw new Error(`Line ${number} of ${path} is no result. Remove the line: its question is asked again.`);
	return [result.recorded.id, result as Rehearsed];
}

function parsed(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
