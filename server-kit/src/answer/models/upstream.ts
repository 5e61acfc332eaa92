// HTTP to a model's server through node:http: a body is read as text, all that has come at a time. A web stream costs
// about as much per token as everything else together.

import {
	request as askHttp,
	type ClientRequest,
	Agent as HttpAgent,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type RequestOptions,
} from 'node:http';
import { request as askHttps, Agent as HttpsAgent } from 'node:https';
import type { Readable } from 'node:stream';
import { createBrotliDecompress, createUnzip } from 'node:zlib';
import { onNextBeat } from './beat.ts';
import { Refused } from './upstream-faults.ts';

/** What all calls of a model share. */
export interface CallHead {
	/** As `urlToHttpOptions` has it. */
	address: Pick<RequestOptions, 'protocol' | 'hostname' | 'port' | 'path' | 'auth'>;
	headers: Readonly<Record<string, string>>;
}

/** An answer that has begun to come. */
export interface UpstreamAnswer {
	headers: IncomingHttpHeaders;
	body: Body;
}

/** The body of an answer as it comes. */
export interface Body {
	/** What has come since the last read, waiting for some where there is none; null at the end. */
	read(): Promise<string | null>;
	/** Hands over all that comes as it comes, until the end or until no more is wanted. */
	flow(take: (text: string) => boolean): Promise<void>;
}

export interface Upstream {
	/**
	 * @param signal closes the socket, also while the body comes
	 * @throws Refused where the status is not one of success
	 */
	ask(head: CallHead, body: string, signal: AbortSignal): Promise<UpstreamAnswer>;
}

/** No error says more than this in its first kilobytes. */
const MOST_OF_AN_ERROR = 64 * 1024;
/** Unread text beyond this stays with the kernel. */
const MOST_UNREAD = 256 * 1024;

/** The role, the first word and the one that lets go of it go on at once; what comes later waits for the next beat. */
const EAGER_ARRIVALS = 3;

/** Connections are kept for the next call, whichever model makes it; a waiting one keeps no process alive. */
const PLAIN = { send: askHttp, agent: new HttpAgent({ keepAlive: true }) };
const SECURE = { send: askHttps, agent: new HttpsAgent({ keepAlive: true }) };

/** @param outgoing headers that carry a trace on, as it stands at the moment of the call */
export function createUpstream(outgoing?: () => Record<string, string>): Upstream {
	function opened({ address, headers }: CallHead, signal: AbortSignal): ClientRequest {
		const { send, agent } = address.protocol === 'http:' ? PLAIN : SECURE;
		signal.throwIfAborted();
		const call = send({ ...address, agent, method: 'POST', headers: { ...headers, ...outgoing?.() } });
		// Node would make an error of its own, with its stack, for each call that is let go of.
		signal.addEventListener('abort', () => call.destroy(signal.reason), { once: true });
		return call;
	}

	/** Nothing that stays for as long as the answer runs holds the body: it is as long as the whole prompt. */
	async function sent(head: CallHead, body: string, signal: AbortSignal): Promise<IncomingMessage> {
		const call = opened(head, signal);
		call.end(body);
		return answerOf(call);
	}

	return {
		async ask(head, body, signal) {
			const message = await sent(head, body, signal);
			const { statusCode: status = 0, headers } = message;
			const stream = decoded(message).setEncoding('utf8');
			if (status >= 200 && status < 300) return { headers, body: textOf(stream) };
			await passOver(stream);
			throw new Refused(status, headers);
		},
	};
}

function answerOf(call: ClientRequest): Promise<IncomingMessage> {
	return new Promise((resolve, reject) => {
		call.on('response', resolve);
		// It stays for the time after the answer has begun: then the body tells of the fault.
		call.on('error', reject);
	});
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

/** Read to its end, so that the connection can serve the next call; a long one is left. */
async function passOver(stream: Readable): Promise<void> {
	let length = 0;
	for await (const chunk of stream) {
		length += chunk.length;
		if (length >= MOST_OF_AN_ERROR) return;
	}
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
