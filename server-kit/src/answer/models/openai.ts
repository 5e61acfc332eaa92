// Any server that speaks Chat Completions, through the `openai` package for the request and our own reading of the answer:
// the package's iterator costs three times the processor time, and its timeout does not see a stream that stalls.

import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI from 'openai';
import { type Model, type ModelEvent, ModelFault, type ModelMessage, type ModelRequest } from '../../core/model.ts';
import { createFrames, type Frames } from './openai-frames.ts';
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
}

type Settings = Required<Omit<OpenAiOptions, 'baseURL' | 'apiKey' | 'headers'>> & {
	tokenLimit: 'max_tokens' | 'max_completion_tokens';
};

const openAi = 'https://api.openai.com/v1';
const retriesWithinMs = 10_000;
const longestRetryAfter = 3600;
const errorBodyLimit = 64 * 1024;
/** How long to wait for usage and `[DONE]` after the reason to finish has come. */
const lingerMs = 1000;
const drainReads = 8;

export function createOpenAiModel(options: OpenAiOptions): Model {
	const {
		firstByteTimeoutMs = 20_000,
		idleTimeoutMs = 20_000,
		totalTimeoutMs = 300_000,
		maxRetries = 1,
		model,
	} = options;
	const baseURL = options.baseURL || openAi;
	// OpenAI's newer models refuse `max_tokens`; most compatible servers know nothing else.
	const tokenLimit = baseURL.startsWith(openAi) ? 'max_completion_tokens' : 'max_tokens';
	const settings: Settings = { firstByteTimeoutMs, idleTimeoutMs, totalTimeoutMs, maxRetries, model, tokenLimit };
	const client = new OpenAI({
		baseURL,
		apiKey: options.apiKey,
		defaultHeaders: options.headers,
		// Retries and time are watched here; the package would wait a minute if the upstream asked for it.
		maxRetries: 0,
		timeout: firstByteTimeoutMs + 1000,
		// The package would write what the upstream says to the console.
		logLevel: 'off',
		fetch: fetchWithShortErrors,
		fetchOptions: { redirect: 'error' },
	});
	return {
		name: model,
		answer: (request, signal) => answer(client, settings, request, signal),
	};
}

async function* answer(
	client: OpenAI,
	settings: Settings,
	request: ModelRequest,
	caller: AbortSignal,
): AsyncGenerator<readonly ModelEvent[]> {
	if (caller.aborted) return;
	const watch = createWatch(caller, settings.totalTimeoutMs);
	const frames = createFrames(request.maxOutputTokens);
	let reusable = false;
	try {
		watch.expect(settings.firstByteTimeoutMs);
		const reader = await open(client, settings, request, watch);
		yield* batches(reader, frames, settings, watch);
		reusable = frames.done && !caller.aborted;
		if (reusable) void drain(reader, watch);
	} catch (cause) {
		if (caller.aborted) return;
		// Everything was said before the connection broke or fell silent.
		if (!frames.finished || frames.fault) throw faultOf(cause, watch.expired);
	} finally {
		if (!reusable) watch.close();
	}
	if (!caller.aborted) yield frames.end();
}

async function* batches(
	reader: ReadableStreamDefaultReader<Uint8Array>,
	frames: Frames,
	{ idleTimeoutMs }: Settings,
	watch: Watch,
): AsyncGenerator<readonly ModelEvent[]> {
	const decoder = new TextDecoder();
	while (!frames.done) {
		const { done, value } = await reader.read();
		watch.rest();
		const batch = frames.take(decoder.decode(value, { stream: !done }));
		if (batch.length > 0) yield batch;
		if (frames.fault) throw frames.fault;
		if (done) break;
		watch.expect(frames.finished ? Math.min(lingerMs, idleTimeoutMs) : idleTimeoutMs);
	}
	watch.rest();
	if (!frames.heard) throw new Error('the upstream answered without a single event');
}

/** Waits in the background for the end of the body, so that the connection can serve the next call. */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>, watch: Watch): Promise<void> {
	watch.expect(lingerMs);
	try {
		for (let reads = 0; reads < drainReads && !(await reader.read()).done; reads += 1);
	} catch {
		// It is closed then, and that is all that was wanted.
	} finally {
		watch.close();
	}
}

async function open(
	client: OpenAI,
	settings: Settings,
	request: ModelRequest,
	watch: Watch,
): Promise<ReadableStreamDefaultReader<Uint8Array>> {
	const startedAt = performance.now();
	for (let retries = settings.maxRetries; ; retries -= 1) {
		try {
			const call = client.chat.completions.create(bodyOf(request, settings), { signal: watch.signal });
			const response = await call.asResponse();
			if (!response.body || response.headers.get('content-type')?.startsWith('text/html')) {
				throw new Error(`the upstream answered ${response.headers.get('content-type') ?? 'nothing'}`);
			}
			return response.body.getReader();
		} catch (cause) {
			const waitMs = waitBeforeRetry(cause);
			const over = performance.now() - startedAt + (waitMs ?? 0) > retriesWithinMs;
			if (retries === 0 || waitMs === null || over || watch.signal.aborted) throw cause;
			await sleep(waitMs, undefined, { signal: watch.signal });
		}
	}
}

function bodyOf(request: ModelRequest, { model, tokenLimit }: Settings): OpenAI.ChatCompletionCreateParamsStreaming {
	return {
		model,
		messages: request.messages.map(messageOf),
		stream: true,
		stream_options: { include_usage: true },
		[tokenLimit]: request.maxOutputTokens,
		...(request.tools.length > 0 && {
			tools: request.tools.map((tool) => ({ type: 'function' as const, function: { ...tool } })),
		}),
	};
}

function messageOf(message: ModelMessage): OpenAI.ChatCompletionMessageParam {
	if (message.role === 'tool') return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
	if (message.role !== 'assistant') return { role: message.role, content: message.content };
	if (!message.toolCalls?.length) return { role: 'assistant', content: message.content };
	const tool_calls = message.toolCalls.map(({ id, name, arguments: input }) => ({
		id,
		type: 'function' as const,
		function: { name, arguments: input },
	}));
	return { role: 'assistant', content: message.content || null, tool_calls };
}

/** Milliseconds, or null where another try would not help. Jitter keeps callers that failed together apart. */
function waitBeforeRetry(cause: unknown): number | null {
	if (!(cause instanceof OpenAI.APIError) || cause instanceof OpenAI.APIUserAbortError) return null;
	if (cause instanceof OpenAI.APIConnectionTimeoutError || cause.headers?.get('x-should-retry') === 'false')
		return null;
	const { status } = cause;
	const passing = status === undefined || status === 408 || status === 409 || status === 429 || status >= 500;
	if (!passing) return null;
	const asked = retryAfterOf(cause.headers);
	return (asked ?? 0) * 1000 + 200 + Math.random() * 400;
}

/** Seconds, from a number or a date. */
function retryAfterOf(headers: Headers | undefined): number | null {
	const value = headers?.get('retry-after')?.trim();
	if (!value) return null;
	const seconds = /^\d+(?:\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
	return Number.isFinite(seconds) && seconds >= 0 ? Math.min(Math.ceil(seconds), longestRetryAfter) : null;
}

function faultOf(cause: unknown, expired: boolean): ModelFault {
	const timedOut = expired || cause instanceof OpenAI.APIConnectionTimeoutError;
	const retryAfter = cause instanceof OpenAI.APIError ? retryAfterOf(cause.headers) : null;
	return new ModelFault(timedOut ? 'model_timeout' : 'vendor_outage', withoutTheirWords(cause), retryAfter);
}

/** The log learns the status and no more: an upstream's words may repeat a key or a customer's text. */
function withoutTheirWords(cause: unknown): unknown {
	return cause instanceof OpenAI.APIError && cause.status ? new Error(`the upstream answered ${cause.status}`) : cause;
}

/** The package reads the body of an error whole, however long it is and however slowly it comes. */
async function fetchWithShortErrors(input: string | URL | Request, init?: RequestInit): Promise<Response> {
	const response = await fetch(input, init);
	if (response.ok || !response.body) return response;
	const reader = response.body.getReader();
	const parts: Uint8Array[] = [];
	let size = 0;
	while (size < errorBodyLimit) {
		const { done, value } = await reader.read();
		if (done) break;
		parts.push(value);
		size += value.length;
	}
	await reader.cancel();
	const { status, statusText, headers } = response;
	return new Response(Buffer.concat(parts).subarray(0, errorBodyLimit), { status, statusText, headers });
}
