// What the stand-ins of vendors have in common: JSON in, JSON out, and the ways in which a desk may fail.

import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';

export interface Asked {
	method: string;
	/** Without the query. */
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	/** Undefined where it was no JSON. */
	body: unknown;
}

export interface Told {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

/** The desk does its work; then the connection breaks, or it says nothing for ever, or that it has failed. */
type Unheard = 'lost' | 'unsaid' | 'failed';

const isUnheard = (next: Desk['next']): next is Unheard => next === 'lost' || next === 'unsaid' || next === 'failed';

export interface Desk {
	url: string;
	asked: Asked[];
	/** Answers the next request instead of the desk, or says nothing for ever; or what becomes of the next write. */
	next: Told | 'silent' | Unheard | null;
}

/** Closed with the test. */
export async function serveDesk(t: TestContext, answer: (asked: Asked) => Told): Promise<Desk> {
	const server = createServer(async (request, response) => {
		const { pathname, searchParams } = new URL(request.url ?? '/', 'http://desk');
		const { method = '', headers } = request;
		const asked = { method, path: pathname, query: searchParams, headers, body: parsed(await text(request)) };
		desk.asked.push(asked);
		const { next } = desk;
		const isWrite = !/search|bulkfetch|token/.test(pathname) && method !== 'GET';
		if (isUnheard(next) && !isWrite) return tell(answer(asked));
		desk.next = null;
		if (next === 'silent') return;
		if (isUnheard(next)) {
			answer(asked);
			if (next === 'lost') request.socket.destroy();
			if (next === 'failed') tell({ status: 500 });
			return;
		}
		tell(next ?? answer(asked));

		function tell({ status, body, headers: more }: Told) {
			response.writeHead(status, { 'content-type': 'application/json', ...more });
			response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
		}
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	t.after(() => {
		server.closeAllConnections();
		server.close();
	});
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const desk: Desk = { url, asked: [], next: null };
	return desk;
}

function parsed(body: string): unknown {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
}

export const isGroup = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const group = (value: unknown): Record<string, unknown> => (isGroup(value) ? value : {});

export const isJson = ({ headers, method }: Asked): boolean =>
	method === 'GET' || (headers['content-type'] ?? '').startsWith('application/json');
