// HTTP to a model's server through node:http, shaped as the `fetch` that the openai package wants. A web stream costs
// about as much per token as everything else together; here a body is read as text, all that has come at a time.

import { request as askHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as askHttps, Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { onNextBeat } from './beat.ts';

/** The body of an answer as it comes. */
export interface Body {
	/** What has come since the last read, waiting for some where there is none; null at the end. */
	read(): Promise<string | null>;
	/** Hands over all that comes as it comes, until the end or until no more is wanted. */
	flow(take: (text: string) => boolean): Promise<void>;
}

export interface Upstream {
	fetch: typeof fetch;
	/** Of a response of this `fetch` that is no error. */
	bodyOf(response: Response): Body;
}

/** No error says more than this in its first kilobytes. */
const MOST_OF_AN_ERROR = 64 * 1024;
/** Unread text beyond this stays with the kernel. */
const MOST_UNREAD = 256 * 1024;

/** The first words go on at once, what comes later with the next beat. */
const EAGER_ARRIVALS = 8;

/** Connections are kept for the next call, whichever model makes it; a waiting one keeps no process alive. */
const PLAIN = { ask: askHttp, agent: new HttpAgent({ keepAlive: true }) };
const SECURE = { ask: askHttps, agent: new HttpsAgent({ keepAlive: true }) };

/** @param outgoing headers that carry a trace on, as it stands at the moment of the call */
export function createUpstream(baseURL: string, outgoing?: () => Record<string, string>): Upstream {
	const { ask, agent } = new URL(baseURL).protocol === 'http:' ? PLAIN : SECURE;
	const bodies = new WeakMap<Response, Body>();

	function send(url: string, { method, headers, body, signal }: RequestInit): Promise<IncomingMessage> {
		return new Promise((resolve, reject) => {
			const sent = ask(url, {
				agent,
				method,
				headers: {
					...Object.fromEntries(headers instanceof Headers ? headers : new Headers(headers)),
					...outgoing?.(),
				},
				...(signal && { signal }),
			});
			sent.on('response', resolve);
			// It stays for the time after the answer has begun: then the body tells of the fault.
			sent.on('error', reject);
			sent.end(body);
		});
	}

	return {
		async fetch(url, init = {}) {
			const message = await send(String(url), init);
			const { statusCode: status = 0, statusMessage: statusText = '' } = message;
			const stream = decoded(message).setEncoding('utf8');
			const about = { status, statusText, headers: headersOf(message) };
			if (status < 200 || status >= 300) return new Response((await beginningOf(stream)) || null, about);
			const response = new Response(null, about);
			bodies.set(response, textOf(stream));
			return response;
		},
		bodyOf(response) {
			const body = bodies.get(response);
			if (!body) throw new Error('the upstream answered without a body');
			return body;
		},
	};
}

/** We ask for no compression; some proxies compress all the same. */
function decoded(message: IncomingMessage): Readable {
	const coding = message.headers['content-encoding'];
	if (!coding || coding === 'identity') return message;
	const decoder = coding === 'br' ? createBrotliDecompress() : createUnzip();
	message.on('error', (fault) => decoder.destroy(fault));
	decoder.on('close', () => message.destroy());
	return message.pipe(decoder);
}

function headersOf({ headers }: IncomingMessage): [string, string][] {
	return Object.entries(headers).filter((each): each is [string, string] => typeof each[1] === 'string');
}

/** The package reads the body of an error whole, however long it is. */
async function beginningOf(stream: Readable): Promise<string> {
	let text = '';
	for await (const chunk of stream) {
		text += chunk;
		if (text.length >= MOST_OF_AN_ERROR) break;
	}
	return text.slice(0, MOST_OF_AN_ERROR);
}

function textOf(stream: Readable): Body {
	let arrived = '';
	let begun = false;
	let over = false;
	let fault: Error | null = null;
	let wake = () => {};
	let hand: (() => void) | null = null;
	let scheduled = false;
	let arrivals = 0;

	function end(cause: Error | null): void {
		if (over) return;
		over = true;
		fault = cause;
		wake();
		hand?.();
	}

	/** At the least, all chunks of one read of the socket are handed over as one. */
	function soon(): void {
		if (arrived.length > MOST_UNREAD) handNow();
		if (scheduled || !arrived) return;
		scheduled = true;
		arrivals += 1;
		if (arrivals <= EAGER_ARRIVALS) process.nextTick(handNow);
		else onNextBeat(handNow);
	}

	function handNow(): void {
		scheduled = false;
		hand?.();
	}

	stream.on('data', (chunk: string) => {
		arrived += begun ? chunk : chunk.replace(/^\ufeff/, '');
		begun = true;
		if (hand) return soon();
		if (arrived.length > MOST_UNREAD) stream.pause();
		wake();
	});
	stream.on('end', () => end(null));
	stream.on('error', end);
	stream.on('close', () => over || end(new Error('the upstream closed the connection')));
	return {
		async read() {
			// Taken after the wait, not by the first chunk: what comes in one tick is read as one.
			if (!arrived && !over) await new Promise<void>((more) => (wake = more));
			if (!arrived && fault) throw fault;
			const text = arrived || null;
			arrived = '';
			if (stream.isPaused()) stream.resume();
			return text;
		},
		flow: (take) =>
			new Promise((resolve, reject) => {
				const stop = (how: () => void) => {
					hand = null;
					how();
				};
				hand = () => {
					const text = arrived;
					arrived = '';
					try {
						if (text && !take(text)) return stop(resolve);
					} catch (cause) {
						return stop(() => reject(cause));
					}
					if (over) stop(() => (fault ? reject(fault) : resolve()));
				};
				hand();
				if (stream.isPaused()) stream.resume();
			}),
	};
}
