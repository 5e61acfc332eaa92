// A scripted, OpenAI-compatible model server over real HTTP: each request plays the next script.
//
//   await using upstream = await startUpstream();
//   upstream.script({ pieces: wholeAnswer('Hello', ' there') }, failure(429, { retryAfter: '2' }), { ending: 'stall' });
//   createOpenAiModel({ baseURL: upstream.url, apiKey: 'none', model: 'scripted' })
//
// With the scripts used up it plays `otherwise`, so that a bench can ask for ever. It keeps every request it got.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { type Piece, wholeAnswer } from './frames.ts';

export interface Script {
	/** 200 where left out. */
	status?: number;
	/** In place of the event stream's `content-type`, or beside it. */
	headers?: Readonly<Record<string, string>>;
	/** What is sent after the headers, in order. Without pieces the headers go out alone. */
	pieces?: readonly Piece[];
	/**
	 * What becomes of the connection when all is sent:
	 * `end` closes the body well; `cut` closes the socket in the middle of the body (FIN); `reset` breaks it (RST);
	 * `stall` leaves it open and silent; `stall-before-headers` sends nothing at all and leaves it open.
	 */
	ending?: 'end' | 'cut' | 'reset' | 'stall' | 'stall-before-headers';
}

export interface ReceivedRequest {
	method: string;
	/** With the query, as it was asked for: `/v1/chat/completions`. */
	path: string;
	headers: IncomingMessage['headers'];
	/** Parsed JSON; the text where it is none. */
	body: unknown;
	/** Settles when the connection or the answer is over; true where the client left before the script was played. */
	left: Promise<boolean>;
}

export interface Upstream {
	/** The base URL, ending in `/v1`. */
	url: string;
	/** Oldest first. */
	requests: readonly ReceivedRequest[];
	/** For the next requests, one each. */
	script(...scripts: Script[]): void;
	/** Sockets that clients hold open now. */
	connections(): number;
	close(): Promise<void>;
	[Symbol.asyncDispose](): Promise<void>;
}

export interface UpstreamOptions {
	/** Played when no script is left; made for the request where it is a function. */
	otherwise?: Script | ((asked: unknown) => Script);
}

export async function startUpstream({ otherwise }: UpstreamOptions = {}): Promise<Upstream> {
	const fallback = otherwise ?? { pieces: wholeAnswer('Hello', ' from', ' the', ' upstream', '.') };
	const scripts: Script[] = [];
	const requests: ReceivedRequest[] = [];
	const sockets = new Set<Socket>();
	const server = createServer(async (request, response) => {
		const script = scripts.shift();
		const left = new Promise<boolean>((settle) => response.once('close', () => settle(!response.writableEnded)));
		const body = await bodyOf(request);
		requests.push({ ...describe(request), body, left });
		await play(script ?? (typeof fallback === 'function' ? fallback(body) : fallback), response).catch(() =>
			response.destroy(),
		);
	});
	server.on('connection', (socket) => {
		sockets.add(socket.setNoDelay(true));
		socket.once('close', () => sockets.delete(socket));
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const close = () =>
		new Promise<void>((closed) => {
			server.close(() => closed());
			server.closeAllConnections();
		});
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		requests,
		script: (...more) => void scripts.push(...more),
		connections: () => sockets.size,
		close,
		[Symbol.asyncDispose]: close,
	};
}

/** An error as OpenAI words it; `message` is what must never reach a customer. */
export function failure(
	status: number,
	{ retryAfter, message = 'upstream words, key sk-test-0000' }: { retryAfter?: string; message?: string } = {},
): Script {
	return {
		status,
		headers: { 'content-type': 'application/json', ...(retryAfter !== undefined && { 'retry-after': retryAfter }) },
		pieces: [JSON.stringify({ error: { message, type: 'scripted', code: `scripted_${status}` } })],
	};
}

/** What a captive portal or a wrong address answers. */
export function htmlPage(status = 200): Script {
	return {
		status,
		headers: { 'content-type': 'text/html' },
		pieces: ['<!doctype html><title>Sign in</title><p>Welcome'],
	};
}

function describe({ method = '', url = '', headers }: IncomingMessage) {
	return { method, path: url, headers };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part);
	const text = Buffer.concat(parts).toString();
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

async function play(script: Script, response: ServerResponse): Promise<void> {
	const { status = 200, headers, pieces = [], ending = 'end' } = script;
	if (ending === 'stall-before-headers') return;
	response.writeHead(status, { 'content-type': 'text/event-stream', ...headers });
	response.flushHeaders();
	for (const piece of pieces) {
		if (response.destroyed) return;
		if (typeof piece === 'string' || piece instanceof Uint8Array) await write(response, piece);
		else if ('until' in piece) await piece.until;
		else await pause(piece.pauseMs);
	}
	if (ending === 'end') response.end();
	if (ending === 'cut') response.socket?.destroySoon();
	if (ending === 'reset') response.socket?.resetAndDestroy();
}

/** Settles when the bytes are with the kernel, so that a reset after it does not swallow them. */
function write(response: ServerResponse, bytes: string | Uint8Array): Promise<void> {
	return new Promise((written) => response.write(bytes, () => written()));
}
