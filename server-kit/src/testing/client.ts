// Speaks to a kit over HTTP as one person.

import { createParser } from 'eventsource-parser';
import type { StreamPart } from '../protocol/index.ts';

/** What came back; `body` is JSON where there was any. */
export interface Response<Body> {
	status: number;
	headers: Headers;
	body: Body;
}

export interface Streamed extends Response<unknown> {
	/** Empty where the answer was no stream. */
	parts: StreamPart[];
	/** The ids of the frames, in their order. */
	ids: string[];
	/** True where the stream came to its `[DONE]`. */
	done: boolean;
}

export interface Client {
	get<Body = Record<string, unknown>>(path: string, headers?: Record<string, string>): Promise<Response<Body>>;
	post<Body = Record<string, unknown>>(
		path: string,
		body?: unknown,
		headers?: Record<string, string>,
	): Promise<Response<Body>>;
	delete<Body = Record<string, unknown>>(path: string): Promise<Response<Body>>;
	/** POSTs and reads the answer as a stream to its end. */
	stream(path: string, body: unknown, headers?: Record<string, string>): Promise<Streamed>;
	/** GETs a stream and reads it to its end. */
	follow(path: string, headers?: Record<string, string>): Promise<Streamed>;
	/** The bare call, for a test that wants to cut it or read it frame by frame. */
	raw(method: string, path: string, init?: RequestInit): Promise<globalThis.Response>;
}

/** @param headers that say who calls */
export function createClient(baseUrl: string, headers: Record<string, string>): Client {
	const raw: Client['raw'] = (method, path, init = {}) =>
		fetch(baseUrl + path, { ...init, method, headers: { ...headers, ...(init.headers as Record<string, string>) } });
	async function call<Body>(method: string, path: string, body?: unknown, more: Record<string, string> = {}) {
		const response = await raw(method, path, {
			...(body !== undefined && { body: JSON.stringify(body) }),
			headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...more },
		});
		return { status: response.status, headers: response.headers, body: asJson(await response.text()) as Body };
	}
	const accept = { accept: 'text/event-stream' };
	return {
		raw,
		get: (path, more) => call('GET', path, undefined, more),
		post: (path, body, more) => call('POST', path, body, more),
		delete: (path) => call('DELETE', path),
		stream: async (path, body, more) => {
			const sent = { 'content-type': 'application/json', ...accept, ...more };
			return streamed(await raw('POST', path, { body: JSON.stringify(body), headers: sent }));
		},
		follow: async (path, more) => streamed(await raw('GET', path, { headers: { ...accept, ...more } })),
	};
}

async function streamed(response: globalThis.Response): Promise<Streamed> {
	const text = await response.text();
	const seen: Streamed = {
		status: response.status,
		headers: response.headers,
		body: asJson(text),
		parts: [],
		ids: [],
		done: false,
	};
	if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return seen;
	const parser = createParser({
		onEvent({ id, data }) {
			if (data === '[DONE]') seen.done = true;
			else seen.parts.push(JSON.parse(data) as StreamPart);
			if (id !== undefined) seen.ids.push(id);
		},
	});
	parser.feed(text);
	return seen;
}

function asJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
