// The vectors of passages in memory: which passages mean nearly what a question means. One shelf per tenant, read from
// the store a page at a time, and read again when it has changed there.

import { setTimeout as pause } from 'node:timers/promises';
import type { VectorStore } from '../../core/embeddings.ts';
import { inSlices } from './slices.ts';

export interface Near {
	passageId: number;
	/** Their cosine: 1 for the same, about 0 for what has nothing to do with each other. */
	likeness: number;
}

export interface Vectors {
	/** Whether there is anything to be found: else no question needs a vector. */
	any(tenantId: string): Promise<boolean>;
	/** The nearest first. Only vectors as long as the question's can be compared. */
	nearest(tenantId: string, question: Float32Array, limit: number): Promise<Near[]>;
	/** The store has others; settles when they are held in place of those that were held. */
	changed(tenantId: string): Promise<void>;
	/** Settles when what was being read is read, or given up. */
	close(): Promise<void>;
}

export interface VectorsOptions {
	maker: string;
	/** For all tenants together. */
	memoryBytes: number;
	/** A tenant's vectors do not fit at all: it is searched by words. */
	tooLarge(tenantId: string): void;
	/** A monotonic clock in milliseconds. */
	now?: () => number;
	/** How long a question waits for vectors that are being read. */
	patienceMs: number;
}

interface Page {
	ids: number[];
	/** One after the other. */
	numbers: Float32Array;
	length: number;
}

interface Shelf {
	version: number | null;
	pages: Page[];
	bytes: number;
	askedAt: number;
}

const READ_AT_ONCE = 200;
const ASK_AGAIN_MS = 10_000;
const ROWS_IN_A_STEP = 200;

export function createVectors(store: VectorStore, options: VectorsOptions): Vectors {
	const { maker, memoryBytes, tooLarge, now = () => performance.now(), patienceMs } = options;
	const shelves = new Map<string, Shelf>();
	const reading = new Map<string, Promise<Shelf>>();
	let open = true;

	function renew(tenantId: string): Promise<Shelf> {
		const running = reading.get(tenantId) ?? renewed(tenantId).finally(() => reading.delete(tenantId));
		reading.set(tenantId, running);
		return running;
	}

	async function renewed(tenantId: string): Promise<Shelf> {
		const askedAt = now();
		const known = shelves.get(tenantId);
		// Asked before the vectors are read: what is made meanwhile is read the next time.
		const version = await store.version(tenantId, maker);
		if (known && known.version === version) {
			known.askedAt = askedAt;
			return known;
		}
		const shelf = { version, askedAt, ...(version === null ? NOTHING : await read(tenantId)) };
		keep(tenantId, shelf);
		return shelf;
	}

	async function read(tenantId: string): Promise<Pick<Shelf, 'pages' | 'bytes'>> {
		const pages: Page[] = [];
		let bytes = 0;
		for (let after = 0; open; ) {
			const rows = await store.read(tenantId, maker, { after, limit: READ_AT_ONCE });
			const read = pagesOf(rows);
			bytes += read.reduce((sum, { numbers, ids }) => sum + numbers.byteLength + 8 * ids.length, 0);
			if (bytes > memoryBytes) {
				tooLarge(tenantId);
				return NOTHING;
			}
			pages.push(...read);
			after = rows.at(-1)?.passageId ?? after;
			if (rows.length < READ_AT_ONCE) break;
		}
		return { pages, bytes };
	}

	/** Those that were not asked for longest make room. */
	function keep(tenantId: string, shelf: Shelf): void {
		shelves.delete(tenantId);
		shelves.set(tenantId, shelf);
		let held = [...shelves.values()].reduce((sum, { bytes }) => sum + bytes, 0);
		for (const [oldest, { bytes }] of shelves) {
			if (held <= memoryBytes || oldest === tenantId) return;
			shelves.delete(oldest);
			held -= bytes;
		}
	}

	/** The old ones serve where new ones take long to read. */
	async function current(tenantId: string): Promise<Shelf | null> {
		const shelf = shelves.get(tenantId);
		if (shelf) keep(tenantId, shelf);
		if (shelf && now() - shelf.askedAt < ASK_AGAIN_MS) return shelf;
		const next = renew(tenantId);
		return Promise.race([next.catch(() => shelf ?? null), pause(patienceMs, shelf ?? null, { ref: false })]);
	}

	/** The model has begun to make vectors of another length: those that no question can be compared with are made anew. */
	async function heal(tenantId: string, length: number): Promise<void> {
		const shelf = shelves.get(tenantId);
		if (!shelf) return;
		shelf.pages = shelf.pages.filter((page) => page.length === length);
		await store.dropOther(tenantId, maker, length).catch(() => {});
	}

	return {
		any: async (tenantId) => ((await current(tenantId))?.pages.length ?? 0) > 0,
		async nearest(tenantId, question, limit) {
			const shelf = await current(tenantId);
			const pages = shelf?.pages.filter(({ length }) => length === question.length) ?? [];
			if (shelf && pages.length < shelf.pages.length) await heal(tenantId, question.length);
			return inSlices(best(pages, question, limit));
		},
		async changed(tenantId) {
			// One that was being read may have missed them.
			await reading.get(tenantId)?.catch(() => {});
			if (shelves.has(tenantId)) await renew(tenantId).catch(() => {});
		},
		async close() {
			open = false;
			await Promise.allSettled(reading.values());
		},
	};
}

const NOTHING: Pick<Shelf, 'pages' | 'bytes'> = { pages: [], bytes: 0 };

/** A page for each length that occurs: one, where all was made by the same model. */
function pagesOf(rows: readonly { passageId: number; vector: Float32Array }[]): Page[] {
	return [...Map.groupBy(rows, ({ vector }) => vector.length)].flatMap(([length, same]) => {
		if (length === 0) return [];
		const numbers = new Float32Array(length * same.length);
		for (const [at, { vector }] of same.entries()) numbers.set(vector, at * length);
		return { ids: same.map(({ passageId }) => passageId), numbers, length };
	});
}

function* best(pages: readonly Page[], question: Float32Array, limit: number): Generator<void, Near[]> {
	let found: Near[] = [];
	for (const { ids, numbers } of pages) {
		for (let from = 0; from < ids.length; from += ROWS_IN_A_STEP) {
			const some = ids.slice(from, from + ROWS_IN_A_STEP);
			const near = some.map((passageId, at) => ({ passageId, likeness: product(numbers, from + at, question) }));
			found = [...found, ...near]
				.toSorted((a, b) => b.likeness - a.likeness || a.passageId - b.passageId)
				.slice(0, limit);
			yield;
		}
	}
	return found;
}

function product(numbers: Float32Array, row: number, question: Float32Array): number {
	const start = row * question.length;
	let sum = 0;
	for (let at = 0; at < question.length; at += 1) sum += (numbers[start + at] as number) * (question[at] as number);
	return sum;
}
