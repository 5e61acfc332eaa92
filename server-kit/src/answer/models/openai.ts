// Any server that speaks Chat Completions. The `openai` package says where a call goes and what its head holds; the body,
// the way and the reading are ours: the package's iterator costs three times the processor time, and its timeout does not
// see a stream that stalls.

import { setTimeout as pause } from 'node:timers/promises';
import { urlToHttpOptions } from 'node:url';
import OpenAI from 'openai';
import { type Model, type ModelEvent, ModelFault, type ModelRequest, type TakeEvents } from '../../core/model.ts';
import { type BusyGate, createBusyGate } from './busy.ts';
import { createFrames, type Frames } from './openai-frames.ts';
import { bodyOf, type RequestSettings } from './openai-request.ts';
import { iterated } from './push.ts';
import { type Body, type CallHead, createUpstream, type Upstream } from './upstream.ts';
import { BrokenOff, Refused, retryAfterOf, verdictOn } from './upstream-faults.ts';
import { createWatch, type Watch } from './watch.ts';

export interface OpenAiOptions {
	/** Up to and with `/v1`; OpenAI's own where left out. */
	baseURL?: string;
	/** Servers without keys take any word. */
	apiKey: string;
	model: string;
	/** Once more, at most, and only while nothing has been received. */
	maxRetries?: 0 | 1;
	/** From the request to the first byte of the answer, a retry included. */
	firstByteTimeoutMs?: number;
	/** Between two arrivals. */
	idleTimeoutMs?: number;
	/** The whole call, however busy the stream is. */
	totalTimeoutMs?: number;
	headers?: Readonly<Record<string, string>>;
	/** Headers of each call that carry a trace on. */
	outgoing?: () => Record<string, string>;
}

interface Settings extends RequestSettings {
	maxRetries: 0 | 1;
	firstByteTimeoutMs: number;
	idleTimeoutMs: number;
	totalTimeoutMs: number;
}

/** What all calls of one model share. */
interface Shared {
	head(): Promise<CallHead>;
	upstream: Upstream;
	gate: BusyGate;
	settings: Settings;
}

const OPEN_AI = 'https://api.openai.com/v1';
/** Waiting to be answered is over after so long, a retry included. */
const PATIENCE_MS = 10_000;
const RETRY_AFTER_MS = 200;
const RETRY_JITTER_MS = 400;
/** How long to wait for usage and `[DONE]` after the reason to finish has come. */
const LINGER_MS = 1000;

export function createOpenAiModel(options: OpenAiOptions): Model {
	const { firstByteTimeoutMs = 20_000, idleTimeoutMs = 20_000, totalTimeoutMs = 300_000, maxRetries = 1 } = options;
	const { model, apiKey } = options;
	const baseURL = options.baseURL || OPEN_AI;
	// OpenAI's newer models refuse `max_tokens`; most compatible servers know nothing else.
	const tokenLimit = baseURL.startsWith(OPEN_AI) ? 'max_completion_tokens' : 'max_tokens';
	const client = new OpenAI({ baseURL, apiKey, defaultHeaders: options.headers });
	const settings = { firstByteTimeoutMs, idleTimeoutMs, totalTimeoutMs, maxRetries, model, tokenLimit } as const;
	const upstream = createUpstream(options.outgoing);
	const head = headOf(client, '/chat/completions', { stream: true });
	const shared: Shared = { head, upstream, gate: createBusyGate(), settings };
	const push: NonNullable<Model['push']> = (request, signal, take) => answer(shared, request, signal, take);
	return { name: model, push, answer: (request, signal) => iterated(push, request, signal) };
}

/** The head of a call that is no chat. */
export function callHead({ baseURL, apiKey, path }: { baseURL?: string | undefined; apiKey: string; path: string }) {
	return headOf(new OpenAI({ baseURL: baseURL || OPEN_AI, apiKey }), path, { stream: false });
}

/** The same for every call: the package builds it once, since that takes it longer than a call takes to be sent. */
function headOf(client: OpenAI, path: string, { stream }: { stream: boolean }): () => Promise<CallHead> {
	let built: Promise<CallHead> | null = null;
	const build = async (): Promise<CallHead> => {
		const { url, req } = await client.buildRequest({ method: 'post', path, body: {}, stream });
		return { address: urlToHttpOptions(new URL(url)), headers: Object.fromEntries(new Headers(req.headers)) };
	};
	return () => {
		built ??= build();
		return built;
	};
}

/** An answer that has begun: nothing is tried again from here on. */
interface Begun {
	body: Body;
	frames: Frames;
	first: readonly ModelEvent[];
}

async function answer(shared: Shared, request: ModelRequest, caller: AbortSignal, take: TakeEvents): Promise<void> {
	if (caller.aborted) return;
	const watch = createWatch(caller, shared.settings.totalTimeoutMs);
	let begun: Begun | null = null;
	let reusable = false;
	try {
		begun = await begin(shared, request, watch);
		if (!(await tell(begun, shared.settings, watch, take))) return;
		reusable = begun.frames.done() && !caller.aborted;
		if (reusable) void drain(begun.body, watch);
	} catch (cause) {
		if (caller.aborted) return;
		// Everything was said before the connection broke or fell silent.
		if (!begun?.frames.finished() || begun.frames.fault()) throw faultOf(cause, watch.expired());
	} finally {
		if (!reusable) watch.close();
	}
	if (caller.aborted) return;
	if (begun.frames.empty()) throw new ModelFault('vendor_outage', new Error('the upstream said nothing'));
	take(begun.frames.end());
}

/** Asks until the first event of an answer has come: twice at most, and not at all while the upstream is busy. */
async function begin(shared: Shared, request: ModelRequest, watch: Watch): Promise<Begun> {
	const { gate, settings } = shared;
	const limit = performance.now() + settings.firstByteTimeoutMs;
	const deadline = Math.min(performance.now() + PATIENCE_MS, limit);
	for (let retries = settings.maxRetries; ; retries -= 1) {
		watch.expect(Math.max(1, limit - performance.now()));
		await gate.enter(deadline, watch.signal);
		try {
			return await ask(shared, request, watch);
		} catch (cause) {
			const verdict = watch.signal.aborted ? 'no' : verdictOn(cause);
			if (verdict === 'busy') gate.busy(retryAfterOf(cause));
			if (verdict === 'no' || retries === 0) throw cause;
			const named = (retryAfterOf(cause) ?? 0) * 1000;
			if (performance.now() + named > deadline) throw cause;
			watch.rest();
			// Jitter keeps callers that failed together apart. Who met a busy upstream waits at the gate.
			if (verdict === 'again') {
				const wait = named + RETRY_AFTER_MS + Math.random() * RETRY_JITTER_MS;
				await pause(wait, undefined, { signal: watch.signal });
			}
		} finally {
			gate.unknown();
		}
	}
}

async function ask({ head, upstream, gate, settings }: Shared, request: ModelRequest, watch: Watch): Promise<Begun> {
	const asked = JSON.stringify(bodyOf(request, settings));
	const { headers, body } = await upstream.ask(await head(), asked, watch.signal).catch((cause) => {
		throw inOurWords(cause);
	});
	const type = headers['content-type'];
	if (type?.startsWith('text/html')) throw new Error(`the upstream answered ${type}`);
	gate.free();
	const frames = createFrames(request.maxOutputTokens);
	while (!frames.heard() && !frames.done() && !frames.fault()) {
		const text = await body.read().catch((cause) => {
			throw watch.signal.aborted ? cause : new BrokenOff('the connection broke before the first event', { cause });
		});
		if (text === null) throw new BrokenOff('the upstream answered without a single event');
		const first = frames.take(text);
		watch.expect(settings.idleTimeoutMs);
		if (frames.heard()) return { body, frames, first };
	}
	throw frames.fault() ?? new Error('the upstream answered without a single event');
}

/** Tells each arrival at once. False where no more was wanted. */
async function tell(
	{ body, frames, first }: Begun,
	{ idleTimeoutMs }: Settings,
	watch: Watch,
	take: TakeEvents,
): Promise<boolean> {
	const lingerMs = Math.min(LINGER_MS, idleTimeoutMs);
	let wanted = true;
	const goesOn = (batch: readonly ModelEvent[]): boolean => {
		if (batch.length > 0) wanted = take(batch);
		const fault = frames.fault();
		if (fault) throw fault;
		if (!wanted || frames.done()) return false;
		watch.expect(frames.finished() ? lingerMs : idleTimeoutMs);
		return true;
	};
	if (goesOn(first)) await body.flow((text) => goesOn(frames.take(text)));
	watch.rest();
	return wanted;
}

/** Waits in the background for the end of the body, so that the connection can serve the next call. */
async function drain(body: Body, watch: Watch): Promise<void> {
	watch.expect(LINGER_MS);
	try {
		while ((await body.read()) !== null);
	} catch {
		// It is closed then, and that is all that was wanted.
	} finally {
		watch.close();
	}
}

/** An upstream's own words stay behind: they may repeat a key or a customer's text. */
function inOurWords(cause: unknown): unknown {
	if (cause instanceof Refused) return cause;
	if ((cause as NodeJS.ErrnoException)?.code === 'ETIMEDOUT') return new ModelFault('model_timeout', cause);
	return new BrokenOff('the upstream cannot be reached', { cause });
}

function faultOf(cause: unknown, expired: boolean): ModelFault {
	if (cause instanceof ModelFault && !expired) return cause;
	return new ModelFault(expired ? 'model_timeout' : 'vendor_outage', cause, retryAfterOf(cause));
}
