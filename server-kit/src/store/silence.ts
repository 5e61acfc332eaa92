// A database that is asked and says nothing: its machine stands still, or the way to it swallows everything. The connection
// is broken off after a while, so that whoever waits is told, and the next one is opened anew.

import type { Socket } from 'node:net';
import type { Knex } from 'knex';

/** Where the drivers keep their sockets. SQLite has none. */
interface Connection {
	/** MariaDB and MySQL. */
	stream?: Socket;
	/** PostgreSQL. */
	connection?: { stream?: Socket };
}

/** With a code that the store knows as an absence of the database. */
class Silent extends Error {
	readonly code = 'ETIMEDOUT';
}

/**
 * So many milliseconds may pass without a byte while a connection is in use.
 * @returns lifts the limit for as long as the work takes: tables may be changed for minutes
 */
export function breakOffSilence(db: Knex, milliseconds: number): <T>(work: () => Promise<T>) => Promise<T> {
	const { pool } = db.client;
	const idle = new Set<Socket>();
	const watched = new WeakSet<Socket>();
	let lifted = 0;

	function breakOff(socket: Socket): void {
		const why = new Silent(`the database said nothing for ${milliseconds} ms`);
		// The idle ones lead the same way: whoever were handed one of them would wait as long again.
		for (const each of [socket, ...idle]) each.destroy(why);
	}

	pool.on('acquireSuccess', (_event: number, connection: Connection) => {
		const socket = socketOf(connection);
		if (!socket) return;
		idle.delete(socket);
		socket.setTimeout(lifted > 0 ? 0 : milliseconds);
		if (watched.has(socket)) return;
		watched.add(socket);
		socket.on('timeout', () => breakOff(socket));
		socket.once('close', () => idle.delete(socket));
	});
	pool.on('release', (connection: Connection) => {
		const socket = socketOf(connection);
		if (!socket || socket.destroyed) return;
		socket.setTimeout(0);
		idle.add(socket);
	});

	return async (work) => {
		lifted += 1;
		try {
			return await work();
		} finally {
			lifted -= 1;
		}
	};
}

function socketOf({ stream, connection }: Connection): Socket | undefined {
	return stream ?? connection?.stream;
}
