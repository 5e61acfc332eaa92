// A port for a process that has to be told which.

import { once } from 'node:events';
import { createServer } from 'node:net';

// Below those that the system hands out itself (Linux: from 32768 on) to servers that ask for any port and to the
// client's end of each connection. One of those would belong to another test before its process has started.
const FIRST = 20_000;
const COUNT = 12_000;

let last = FIRST + Math.floor(Math.random() * COUNT);

/** Not given twice by one process, so that a port stays free, or somebody's who has left, for as long as a test needs. */
export async function freePort(): Promise<number> {
	for (let tried = 0; tried < COUNT; tried++) {
		last = FIRST + ((last + 1 - FIRST) % COUNT);
		const port = last;
		if (await isFree(port)) return port;
	}
	throw new Error(`no port from ${FIRST} to ${FIRST + COUNT - 1} is free`);
}

async function isFree(port: number): Promise<boolean> {
	const probe = createServer();
	try {
		await once(probe.listen(port), 'listening');
	} catch {
		return false;
	}
	probe.close();
	await once(probe, 'close');
	return true;
}
