// Watches window.fetch: hands every answer on as it came, and reads along on a copy.

import type { StageReport } from './reports.ts';

type Report = (report: StageReport) => void;

export function watchFetch(report: Report): void {
	const original = window.fetch.bind(window);
	let count = 0;
	window.fetch = async (input, init) => {
		count += 1;
		const id = count;
		const started = performance.now();
		report({ kind: 'call', id, ...describe(input, init), at: Date.now() });
		const since = () => Math.round(performance.now() - started);
		try {
			const response = await original(input, init);
			const stream = isStream(response);
			report({ kind: 'answer', id, status: response.status, wait: since(), stream, headers: toldIn(response) });
			void follow(response, { id, stream, since, report });
			return response;
		} catch (error) {
			report({ kind: 'end', id, took: since(), failure: reasonOf(error) });
			throw error;
		}
	};
}

interface Followed {
	id: number;
	stream: boolean;
	since: () => number;
	report: Report;
}

// The copy buffers on its own and is never waited for, so the widget reads at its own pace.
async function follow(response: Response, { id, stream, since, report }: Followed): Promise<void> {
	let failure: string | null = null;
	try {
		const copy = response.clone();
		if (stream) await readFrames(copy, (name, part) => report({ kind: 'part', id, name, part, after: since() }));
		else report({ kind: 'body', id, body: readJson(await copy.text()) });
	} catch (error) {
		failure = reasonOf(error);
	}
	report({ kind: 'end', id, took: since(), failure });
}

async function readFrames(response: Response, take: (name: string, part: unknown) => void): Promise<void> {
	if (!response.body) return;
	let held = '';
	const decoder = new TextDecoder();
	for await (const bytes of chunksOf(response.body)) {
		held += decoder.decode(bytes, { stream: true }).replaceAll('\r\n', '\n');
		const frames = held.split('\n\n');
		held = frames.pop() ?? '';
		for (const frame of frames) takeFrame(frame, take);
	}
}

// Not `for await` over the stream itself: Safari has no iterator on it.
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
	const reader = body.getReader();
	while (true) {
		const { done, value } = await reader.read();
		if (done) return;
		yield value;
	}
}

function takeFrame(frame: string, take: (name: string, part: unknown) => void): void {
	const lines = frame.split('\n');
	const event = lines
		.find((line) => line.startsWith('event:'))
		?.slice('event:'.length)
		.trim();
	const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice('data:'.length).trimStart());
	const part = readJson(data.join('\n'));
	if (data.length === 0) take('heartbeat', frame.replace(/^:\s?/, ''));
	else take(event ?? typeOf(part), part);
}

function typeOf(part: unknown): string {
	if (part === '[DONE]') return 'done';
	const known = typeof part === 'object' && part !== null && 'type' in part && typeof part.type === 'string';
	return known ? String(part.type) : 'message';
}

function describe(input: RequestInfo | URL, init?: RequestInit): { method: string; path: string; body: unknown } {
	const request = input instanceof Request ? input : null;
	const { pathname, search } = new URL(request?.url ?? String(input), location.href);
	const method = (init?.method ?? request?.method ?? 'GET').toUpperCase();
	return { method, path: pathname + search, body: typeof init?.body === 'string' ? readJson(init.body) : null };
}

// What a caller steers by, as far as the server sent it.
function toldIn({ headers }: Response): [string, string][] {
	return ['Content-Type', 'Retry-After', 'RateLimit', 'RateLimit-Policy'].flatMap((name) => {
		const value = headers.get(name);
		return value === null ? [] : [[name, value] as [string, string]];
	});
}

function isStream(response: Response): boolean {
	return response.headers.get('Content-Type')?.startsWith('text/event-stream') ?? false;
}

function readJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function reasonOf(error: unknown): string {
	return error instanceof Error ? error.name : 'Error';
}
