// A port for a process that has to be told which.

import { createServer } from 'node:net';

export function freePort(): Promise<number> {
	return new Promise((found) => {
		const probe = createServer().listen(0, () => {
			const { port } = probe.address() as { port: number };
			probe.close(() => found(port));
		});
	});
}
