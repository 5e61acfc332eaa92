// A TCP proxy that spoils the way between two programs: late, slow, in slices, cut, broken, or silent for ever.

import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What happens to the bytes that come back from the target; requests pass as they are. */
export interface Way {
	/** Before each arrival. */
	latencyMs?: number;
	bytesPerSecond?: number;
	/** Passed on so many bytes at a time, whatever came together. */
	sliceBytes?: number;
	/** After so many bytes the connection is closed (`fin`), broken (`rst`), or silent with both ends open (`silence`). */
	cut?: { afterBytes: number; how: 'fin' | 'rst' | 'silence' };
}

export interface Proxy {
	readonly port: number;
	/** The same address by way of the proxy. */
	by(url: string): string;
	/** For the connections that come next, one each; then `otherwise`. */
	next(...ways: Way[]): void;
	otherwise: Way;
	/** Bytes that came back, over all connections. */
	readonly carried: number;
	/** Connections open on either side. */
	readonly open: number;
	/** From here on nothing passes, ends neither: whoever leaves, the other side never learns of it. */
	freeze(): void;
	/** Connections that come from here on pass again; whatever was frozen stays so for ever. */
	thaw(): void;
	stop(): Promise<void>;
}

export async function startProxy(target: number): Promise<Proxy> {
	const sockets = new Set<Socket>();
	const ways: Way[] = [];
	let era = { isFrozen: false };
	const server = createServer({ allowHalfOpen: true }, (incoming) => {
		const outgoing = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true });
		const way = ways.shift() ?? proxy.otherwise;
		const own = era;
		const isFrozen = () => own.isFrozen;
		for (const [socket, other] of [
			[incoming, outgoing],
			[outgoing, incoming],
		] as const) {
			sockets.add(socket.setNoDelay(true));
			socket.on('error', () => isFrozen() || other.destroy());
			socket.on('close', () => {
				sockets.delete(socket);
				if (!isFrozen()) other.destroySoon();
			});
		}
		void carry(incoming, outgoing, {}, isFrozen, () => {});
		void carry(outgoing, incoming, way, isFrozen, (bytes) => {
			carried += bytes;
		});
	});
	let carried = 0;
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	const proxy: Proxy = {
		port,
		otherwise: {},
		by: (url) => Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href.replace(/\/$/, ''),
		next: (...more) => void ways.push(...more),
		get carried() {
			return carried;
		},
		get open() {
			return sockets.size;
		},
		freeze() {
			era.isFrozen = true;
			for (const socket of sockets) socket.pause();
		},
		thaw() {
			era = { isFrozen: false };
		},
		async stop() {
			for (const socket of sockets) socket.destroy();
			server.close();
			await once(server, 'close');
		},
	};
	return proxy;
}

async function carry(
	from: Socket,
	to: Socket,
	way: Way,
	isFrozen: () => boolean,
	count: (bytes: number) => void,
): Promise<void> {
	let room = way.cut?.afterBytes ?? Number.POSITIVE_INFINITY;
	try {
		for await (const slice of slicesOf(from, way)) {
			// Leaving the loop would close the source: somebody would learn of it.
			if (isFrozen()) await once(from, 'close');
			const part = slice.subarray(0, room);
			room -= part.length;
			count(part.length);
			await pass(part, to, way);
			if (room <= 0) return await cut(from, to, way.cut?.how);
		}
		if (!isFrozen()) to.end();
	} catch {
		if (!isFrozen()) to.destroy();
	}
}

async function* slicesOf(from: Socket, { latencyMs, sliceBytes }: Way): AsyncGenerator<Buffer> {
	for await (const chunk of from as AsyncIterable<Buffer>) {
		if (latencyMs) await pause(latencyMs);
		const size = sliceBytes ?? chunk.length;
		for (let at = 0; at < chunk.length; at += size) yield chunk.subarray(at, at + size);
	}
}

async function pass(bytes: Buffer, to: Socket, { bytesPerSecond }: Way): Promise<void> {
	if (bytesPerSecond) await pause((bytes.length / bytesPerSecond) * 1000);
	if (bytes.length === 0 || to.destroyed) return;
	if (!to.write(bytes)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
}

async function cut(from: Socket, to: Socket, how: 'fin' | 'rst' | 'silence' = 'fin'): Promise<void> {
	// Leaving the loop would close the source, and its end would be passed on.
	if (how === 'silence') return new Promise<void>((never) => to.once('close', never));
	from.destroy();
	if (how === 'fin') return void to.end();
	// What was written must be with the kernel, or the reset would swallow it.
	await new Promise<void>((written) => to.write('', () => written()));
	to.resetAndDestroy();
}
