// A client on a bare socket, which decides for itself how fast it reads, or whether at all.

import { connect, type Socket } from 'node:net';

export interface SlowReader {
	readonly socket: Socket;
	/** Bytes of the answer that this reader has taken. */
	read(): number;
	readonly closed: Promise<void>;
	leave(): void;
}

export interface Asked {
	port: number;
	method: 'GET' | 'POST';
	/** With the face's prefix. */
	path: string;
	headers: Readonly<Record<string, string>>;
	body?: string;
	/** 0 reads nothing at all. */
	bytesPerSecond: number;
}

const TICK_MS = 100;

export async function readSlowly({
	port,
	method,
	path,
	headers,
	body = '',
	bytesPerSecond,
}: Asked): Promise<SlowReader> {
	const socket = connect({ port, host: '127.0.0.1' });
	let taken = 0;
	socket.on('error', () => {});
	socket.pause();
	const closed = new Promise<void>((over) => socket.once('close', () => over()));
	await new Promise((connected) => socket.once('connect', connected));
	const lines = Object.entries({ host: 'localhost', connection: 'close', ...headers }).map(
		([name, value]) => `${name}: ${value}\r\n`,
	);
	socket.write(
		`${method} ${path} HTTP/1.1\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
	);
	const timer = setInterval(() => {
		const chunk =
			bytesPerSecond > 0 ? socket.read(Math.min(socket.readableLength, (bytesPerSecond * TICK_MS) / 1000)) : null;
		taken += chunk?.length ?? 0;
	}, TICK_MS).unref();
	socket.once('close', () => clearInterval(timer));
	// A paused socket fills its buffers only once somebody listens for what it may read.
	if (bytesPerSecond > 0) socket.on('readable', () => {});
	return { socket, read: () => taken, closed, leave: () => void socket.destroy() };
}
