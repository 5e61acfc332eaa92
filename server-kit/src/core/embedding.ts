// Gives passages their vectors: what was written or changed, a few at a time, in one process of all. What was made stays
// made: whoever is killed in the middle leaves the rest to the next.

import { type BarePassage, type Embedder, EmbeddingFault, type NewVector, type VectorLease } from './embeddings.ts';
import type { Clock, Ids, Log } from './ports.ts';
import type { Store } from './store.ts';

export interface Embedding {
	/** Does what is due for a while. @returns how many passages were given a vector */
	run(): Promise<number>;
	/** As `run`, for one tenant and to its end; told after each batch how many were done. @throws EmbeddingFault */
	runWhole(tenantId: string, told: (done: number) => void): Promise<number>;
	/** Articles have changed: begins soon. */
	kick(): void;
	/** Begins nothing more; settles when the batch under way is done. */
	close(): Promise<void>;
}

export interface EmbeddingParts {
	store: Pick<Store, 'vectors'>;
	embedder: Embedder;
	clock: Clock;
	ids: Ids;
	log: Log;
	batchSize: number;
	fingerprintOf(text: string): string;
	/** The tenant has vectors that it did not have. */
	changed(tenantId: string): Promise<void>;
	/** False where nothing is to run by itself. */
	kicks: boolean;
}

const TENANTS = 20;
/** One run of the job; others wait for their turn behind it. */
const RUN_MS = 20_000;
const CALL_MS = 30_000;
const LEASE_MS = 3 * CALL_MS;
const QUIET_MS = 300;
const FIRST_REST_MS = 5_000;
const LONGEST_REST_MS = 600_000;

export function createEmbedding(parts: EmbeddingParts): Embedding {
	const { store, embedder, clock, ids, log } = parts;
	const closing = new AbortController();
	let failures = 0;
	let running: Promise<number> | null = null;
	let quiet: NodeJS.Timeout | undefined;

	async function ofTenant(tenantId: string, goesOn: (done: number) => boolean): Promise<number> {
		const now = clock.now();
		const hold = { maker: embedder.maker, lease: ids.make('lease'), now, until: now + LEASE_MS };
		const held = await store.vectors.take(tenantId, hold);
		if (!held) return 0;
		let done = 0;
		try {
			for (let after = 0; ; ) {
				const page = { after, limit: parts.batchSize };
				const bare = await store.vectors.bare(tenantId, embedder.maker, page);
				if (bare.length > 0) await give(tenantId, bare, parts, closing.signal);
				done += bare.length;
				after = bare.at(-1)?.id ?? after;
				if (bare.length < parts.batchSize) break;
				if (!goesOn(done) || closing.signal.aborted) return await rest(held, done);
				if (!(await store.vectors.renew(held, clock.now() + LEASE_MS))) return done;
			}
			await store.vectors.finish(held, embedder.maker);
			failures = 0;
		} catch (fault) {
			await store.vectors.postpone(held, clock.now() + restMs(fault)).catch(() => {});
			throw fault;
		} finally {
			if (done > 0) await parts.changed(tenantId);
		}
		goesOn(done);
		return done;
	}

	async function rest(held: VectorLease, done: number): Promise<number> {
		await store.vectors.postpone(held, 0);
		return done;
	}

	function restMs(fault: unknown): number {
		if (fault instanceof EmbeddingFault && fault.outcome === 'left') return 0;
		const named = fault instanceof EmbeddingFault ? (fault.retryAfterSeconds ?? 0) * 1000 : 0;
		failures += 1;
		return Math.min(Math.max(named, FIRST_REST_MS * 2 ** Math.min(failures - 1, 10)), LONGEST_REST_MS);
	}

	async function runDue(): Promise<number> {
		const until = performance.now() + RUN_MS;
		const inTime = () => performance.now() < until;
		let done = 0;
		for (const tenantId of await store.vectors.due(embedder.maker, clock.now(), TENANTS)) {
			if (!inTime() || closing.signal.aborted) break;
			done += await ofTenant(tenantId, inTime).catch(forgiven);
		}
		return done;
	}

	/** A server that is away fails no job, for search goes on without it; a fault of our own does. */
	function forgiven(fault: unknown): number {
		if (!(fault instanceof EmbeddingFault)) throw fault;
		if (fault.outcome !== 'left')
			log.warn('passages could not be embedded, and will be tried again', { outcome: fault.outcome, fault });
		return 0;
	}

	const run = () => {
		running ??= runDue().finally(() => {
			running = null;
		});
		return running;
	};

	return {
		run,
		async runWhole(tenantId, told) {
			return ofTenant(tenantId, (done) => {
				told(done);
				return true;
			});
		},
		kick() {
			if (!parts.kicks || closing.signal.aborted) return;
			clearTimeout(quiet);
			// A run under way may have passed the tenant already.
			const begin = async () => {
				await running?.catch(() => {});
				if (!closing.signal.aborted) await run();
			};
			const told = (fault: unknown) => log.warn('passages could not be embedded', { fault });
			quiet = setTimeout(() => void begin().catch(told), QUIET_MS).unref();
		},
		async close() {
			closing.abort();
			clearTimeout(quiet);
			await running?.catch(() => {});
		},
	};
}

/** What passages are found by: their words below their names. */
const textOf = ({ title, headings, text }: BarePassage) => [title, ...headings, text].join('\n');

async function give(
	tenantId: string,
	bare: readonly BarePassage[],
	{ store, embedder, fingerprintOf }: EmbeddingParts,
	signal: AbortSignal,
): Promise<void> {
	const named = bare.map((passage) => ({
		passage,
		text: textOf(passage),
		fingerprint: fingerprintOf(textOf(passage)),
	}));
	const known = await store.vectors.same(
		tenantId,
		embedder.maker,
		named.map(({ fingerprint }) => fingerprint),
	);
	const missing = named.filter(({ fingerprint }) => !known.has(fingerprint));
	const made = await vectorsOf(
		missing.map(({ text }) => text),
		embedder,
		signal,
	);
	const fresh = new Map(missing.map(({ fingerprint }, at) => [fingerprint, made[at] ?? NO_VECTOR]));
	const kept = named.map(({ passage: { id: passageId, articleId }, fingerprint }): NewVector => {
		const vector = known.get(fingerprint) ?? fresh.get(fingerprint) ?? NO_VECTOR;
		return { passageId, articleId, fingerprint, vector };
	});
	await store.vectors.keep(tenantId, embedder.maker, kept);
}

/** Stands for a passage that the server refuses: it is not asked for again, and found by its words. */
const NO_VECTOR = new Float32Array(0);

/** Where a text is refused, the others are asked for without it. */
async function vectorsOf(texts: readonly string[], embedder: Embedder, signal: AbortSignal): Promise<Float32Array[]> {
	if (texts.length === 0) return [];
	try {
		return [...(await embedder.embed(texts, 'passages', { timeoutMs: CALL_MS, signal })).vectors];
	} catch (fault) {
		if (!(fault instanceof EmbeddingFault) || fault.outcome !== 'texts') throw fault;
		if (texts.length > 1) {
			const half = Math.ceil(texts.length / 2);
			const first = await vectorsOf(texts.slice(0, half), embedder, signal);
			return [...first, ...(await vectorsOf(texts.slice(half), embedder, signal))];
		}
		// It may refuse everything: a wrong key or name must not cost each passage its vector.
		await embedder.embed(['help'], 'passages', { timeoutMs: CALL_MS, signal });
		return [NO_VECTOR];
	}
}
