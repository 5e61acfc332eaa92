// Vectors from any server that speaks OpenAI's Embeddings. One call, asked once: whoever wants vectors knows better than
// we do whether it is worth another.

import { createHash } from 'node:crypto';
import {
	type Embedded,
	type Embedder,
	EmbeddingFault,
	type EmbeddingTold,
	type Purpose,
} from '../../core/embeddings.ts';
import { tokensIn } from '../../core/quota.ts';
import { type BusyGate, createBusyGate } from './busy.ts';
import { callHead } from './openai.ts';
import { type Body, createUpstream } from './upstream.ts';
import { Refused } from './upstream-faults.ts';
import { createWatch, type Watch } from './watch.ts';

export interface EmbedderOptions {
	/** Up to and with `/v1`; OpenAI's own where left out. */
	baseURL?: string | undefined;
	apiKey: string;
	model: string;
	/** Asked for, where the model can shorten its vectors. */
	dimensions?: number | undefined;
	/** Headers of each call that carry a trace on. */
	outgoing?: (() => Record<string, string>) | undefined;
	told?: ((told: EmbeddingTold) => void) | undefined;
}

/** No model has more numbers; a database keeps so many. */
const MOST_NUMBERS = 8192;
const CHARACTERS_PER_NUMBER = 32;
const CHARACTERS_AROUND = 64 * 1024;

export function createEmbedder(options: EmbedderOptions): Embedder {
	const { model, dimensions, told = () => {} } = options;
	const head = callHead({ ...options, path: '/embeddings' });
	const upstream = createUpstream(options.outgoing);
	// A question that came too late says nothing of passages, which have all the time in the world.
	const gates: Record<Purpose, BusyGate> = { question: createBusyGate(), passages: createBusyGate() };

	async function asked(texts: readonly string[], watch: Watch): Promise<Embedded> {
		const body = { model, input: texts, encoding_format: 'float', ...(dimensions && { dimensions }) };
		const answer = await upstream.ask(await head(), JSON.stringify(body), watch.signal);
		const text = await whole(answer.body, texts.length * MOST_NUMBERS * CHARACTERS_PER_NUMBER + CHARACTERS_AROUND);
		return read(text, texts, dimensions);
	}

	function heed(fault: EmbeddingFault, purpose: Purpose): void {
		const { outcome, retryAfterSeconds } = fault;
		if (outcome === 'left') return;
		// It answers.
		if (outcome === 'texts') gates[purpose].free();
		else gates[purpose].busy(retryAfterSeconds);
		if (outcome === 'busy') gates[purpose === 'question' ? 'passages' : 'question'].busy(retryAfterSeconds);
	}

	return {
		model,
		maker: createHash('sha256')
			.update(JSON.stringify([model, dimensions ?? null]))
			.digest('hex')
			.slice(0, 32),
		async embed(texts, purpose, { timeoutMs, signal = NEVER }) {
			const tell = (outcome: EmbeddingTold['outcome'], tokens = 0) =>
				told({ purpose, outcome, texts: texts.length, tokens });
			const gate = gates[purpose];
			const spared = await gate.enter(performance.now(), signal).catch(busyOr(signal));
			if (spared) {
				tell(spared.outcome);
				throw spared;
			}
			const watch = createWatch(signal, timeoutMs);
			try {
				const embedded = await asked(texts, watch);
				gate.free();
				tell('done', embedded.usage.inputTokens);
				return embedded;
			} catch (cause) {
				const fault = faultOf(cause, watch, signal);
				heed(fault, purpose);
				tell(fault.outcome);
				throw fault;
			} finally {
				watch.close();
				gate.unknown();
			}
		},
	};
}

const NEVER = new AbortController().signal;

const busyOr =
	(signal: AbortSignal) =>
	(cause: unknown): EmbeddingFault =>
		new EmbeddingFault(signal.aborted ? 'left' : 'busy', cause, retryAfterIn(cause));

function retryAfterIn(cause: unknown): number | null {
	const told = cause instanceof Error && 'retryAfterSeconds' in cause ? cause.retryAfterSeconds : null;
	return typeof told === 'number' ? told : null;
}

/** What an upstream says in its own words stays behind: it may repeat a key or a customer's text. */
function faultOf(cause: unknown, watch: Watch, signal: AbortSignal): EmbeddingFault {
	if (signal.aborted) return new EmbeddingFault('left');
	if (watch.expired()) return new EmbeddingFault('late');
	if (cause instanceof EmbeddingFault) return cause;
	if (!(cause instanceof Refused)) return new EmbeddingFault('away', cause);
	const { status, retryAfterSeconds } = cause;
	if (status === 400 || status === 413 || status === 422) return new EmbeddingFault('texts', cause);
	const busy = status === 429 || (status === 503 && retryAfterSeconds !== null);
	return new EmbeddingFault(busy ? 'busy' : 'away', cause, retryAfterSeconds);
}

async function whole(body: Body, most: number): Promise<string> {
	let text = '';
	for (;;) {
		const more = await body.read();
		if (more === null) return text;
		text += more;
		if (text.length > most) throw nonsense('longer than any vectors are');
	}
}

const nonsense = (what: string) => new EmbeddingFault('nonsense', new Error(`the answer is ${what}`));

/** @throws EmbeddingFault where any of it cannot be used */
function read(text: string, texts: readonly string[], dimensions: number | undefined): Embedded {
	const { data, usage } = parsed(text);
	if (!Array.isArray(data) || data.length !== texts.length) throw nonsense('not as many vectors as texts');
	const vectors: Float32Array[] = [];
	for (const [at, each] of data.entries()) {
		const { index = at, embedding } = (each ?? {}) as { index?: unknown; embedding?: unknown };
		if (typeof index !== 'number' || vectors[index] || !(index in data))
			throw nonsense('of vectors without their places');
		vectors[index] = normalised(embedding);
	}
	const length = dimensions ?? vectors[0]?.length;
	if (vectors.some((vector) => vector.length !== length)) throw nonsense('of vectors of another length');
	return { vectors, usage: usageIn(usage, texts) };
}

function parsed(text: string): { data?: unknown; usage?: unknown } {
	try {
		return (JSON.parse(text) as object | null) ?? {};
	} catch {
		throw nonsense('no JSON');
	}
}

/** Of length 1: then the cosine of two is the sum of their products. */
function normalised(numbers: unknown): Float32Array {
	if (!Array.isArray(numbers) || numbers.length === 0 || numbers.length > MOST_NUMBERS)
		throw nonsense('of something else than vectors');
	const size = Math.hypot(...numbers.map((each) => (typeof each === 'number' ? each : Number.NaN)));
	// Not finite where one of them is no number.
	if (!Number.isFinite(size) || size === 0) throw nonsense('of vectors that point nowhere');
	return Float32Array.from(numbers, (each) => each / size);
}

function usageIn(told: unknown, texts: readonly string[]): Embedded['usage'] {
	const tokens = (told as { prompt_tokens?: unknown } | null | undefined)?.prompt_tokens;
	const estimated = typeof tokens !== 'number' || !Number.isFinite(tokens) || tokens < 0;
	const counted = texts.reduce((sum, text) => sum + tokensIn(text), 0);
	return { inputTokens: estimated ? counted : tokens, outputTokens: 0, estimated };
}
