// Stands between a store and its database server, so that a test can cut the way and open it again.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';

export interface Gate {
	readonly port: number;
	/** Breaks every connection and lets no new one through. */
	cut(): void;
	open(): void;
	stop(): Promise<void>;
}

export async function startGate(target: number): Promise<Gate> {
	const sockets = new Set<Socket>();
	let closed = false;
	const server = createServer((incoming) => {
		if (closed) return void incoming.resetAndDestroy();
		const outgoing = connect(target, '127.0.0.1');
		for (const [socket, other] of [
			[incoming, outgoing],
			[outgoing, incoming],
		] as const) {
			sockets.add(socket);
			socket.on('error', () => other.destroy());
			socket.on('close', () => sockets.delete(socket) && other.destroy());
			socket.pipe(other);
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const cut = () => {
		closed = true;
		for (const socket of sockets) socket.resetAndDestroy();
	};
	return {
		port: (server.address() as AddressInfo).port,
		cut,
		open() {
			closed = false;
		},
		async stop() {
			cut();
			server.close();
			await once(server, 'close');
		},
	};
}
