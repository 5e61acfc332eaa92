// Sends a request as it is, however odd, and reads what comes back; an open stream is left once it has begun.

import { Agent, type IncomingMessage, request } from 'node:http';
import type { FuzzRequest } from './requests.ts';

export interface Answer {
	status: number;
	headers: Readonly<Record<string, string | string[] | undefined>>;
	text: string;
	/** Left before its end; status 0 where it was lost. */
	left: boolean;
}

export interface Wire {
	send(asked: FuzzRequest, caller: string): Promise<Answer>;
	close(): void;
}

export function createWire(url: string): Wire {
	const agent = new Agent({ keepAlive: true, maxSockets: 1 });
	return {
		// A connection that was kept may be closed at the other end just now: then a fresh one is asked.
		send: (asked, caller) =>
			send(url, asked, caller, agent).catch((fault) =>
				isReset(fault) ? onceMore(url, asked, caller) : Promise.reject(fault),
			),
		close: () => agent.destroy(),
	};
}

const isReset = (fault: unknown) => /^(ECONNRESET|EPIPE)$/.test((fault as NodeJS.ErrnoException).code ?? '');
const UNREAD = 256 * 1024;

/** A body that nobody will read is answered and then cut off; the answer may be lost with it. */
function onceMore(url: string, asked: FuzzRequest, caller: string): Promise<Answer> {
	return send(url, asked, caller, new Agent()).catch((fault) => {
		if (!isReset(fault) || (asked.body?.length ?? 0) < UNREAD) throw fault;
		return { status: 0, headers: {}, text: '', left: true };
	});
}

function send(
	url: string,
	{ method, path, headers, body }: FuzzRequest,
	caller: string,
	agent: Agent,
): Promise<Answer> {
	const { hostname, port } = new URL(url);
	// By itself the client sends the body of a GET without saying how long it is.
	const length = body === null || headers['transfer-encoding'] ? {} : { 'content-length': Buffer.byteLength(body) };
	const withCaller = { ...headers, ...length, ...(caller && { 'x-test-caller': caller }) };
	return new Promise((answered, failed) => {
		const sent = request({ hostname, port, method, path, headers: withCaller, agent });
		sent.once('response', (response) => read(response, method).then(answered, failed));
		sent.once('error', failed);
		// A request with nothing to send ends at once, whatever its headers promise.
		if (body === null) sent.end();
		else sent.end(body);
	});
}

async function read(response: IncomingMessage, method: string): Promise<Answer> {
	const { statusCode: status = 0, headers } = response;
	const streams = String(headers['content-type'] ?? '').startsWith('text/event-stream');
	// A stream that somebody only follows has no end of its own.
	if (streams && method === 'GET') {
		response.destroy();
		return { status, headers, text: '', left: true };
	}
	const chunks: Buffer[] = [];
	for await (const chunk of response) chunks.push(chunk as Buffer);
	return { status, headers, text: Buffer.concat(chunks).toString('utf8'), left: false };
}
