// A server that a request may go out to, over HTTP or TLS, and what it was sent.

import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';

export interface Arrival {
	method: string;
	path: string;
	headers: IncomingMessage['headers'];
	/** The name that TLS asked for; false where it named none. */
	servername: string | false | null;
	body: string;
}

export interface Receiver {
	port: number;
	arrivals: Arrival[];
}

type Answer = (response: ServerResponse, arrival: Arrival) => void;

/** The certificate bears `hooks.example.com`; `receiver` is valid until 2124, `expired` was until 2020. */
export type Certificate = 'receiver' | 'expired';

export const pem = (name: Certificate): string => file(`${name}.pem`);

const file = (name: string) => readFileSync(join(import.meta.dirname, 'tls', name), 'utf8');

/** Closed with the test. Over plain HTTP where no certificate is named. */
export async function startReceiver(t: TestContext, answer: Answer, certificate?: Certificate): Promise<Receiver> {
	const arrivals: Arrival[] = [];
	const listener: RequestListener = async (request, response) => {
		const { method = '', url: path = '', headers, socket } = request;
		const servername = 'servername' in socket ? (socket.servername as Arrival['servername']) : null;
		const arrival = { method, path, headers, servername, body: await text(request) };
		arrivals.push(arrival);
		answer(response, arrival);
	};
	const tls = certificate && { cert: pem(certificate), key: file('receiver.key') };
	const server = tls ? createTlsServer(tls, listener) : createServer(listener);
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	t.after(() => {
		server.closeAllConnections();
		server.close();
	});
	return { port: (server.address() as AddressInfo).port, arrivals };
}
