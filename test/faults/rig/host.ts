// A server process of an experiment: a plain node:http host with the kit in it, told what to be by its environment and
// asked how it fares by messages. It stops on SIGTERM as a host should, and dies of SIGKILL as any process does.

import { createServer } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import type { AddressInfo, Socket } from 'node:net';
import os from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createSupportKit, type SupportKitOptions } from '@deskbell/server-kit';
import type { Gauges } from './process.ts';

/** On another machine, as far as the kit can tell. */
const machine = process.env.DESKBELL_FAULT_MACHINE;
if (machine) {
	os.hostname = () => machine;
	syncBuiltinESMExports();
}

const given = JSON.parse(process.env.DESKBELL_FAULT_HOST ?? '{}') as Partial<SupportKitOptions>;
let offsetMs = 0;

const kit = createSupportKit({
	secret: 'a secret of the experiments, 32 characters',
	clock: { now: () => Date.now() + offsetMs },
	...given,
	auth: {
		authenticate: ({ headers }) => {
			const caller = headers['x-test-caller'];
			return typeof caller === 'string' ? JSON.parse(decodeURIComponent(caller)) : null;
		},
	},
});
await kit.migrate();
const server = createServer(kit.callback);
const connections = new Set<Socket>();
server.on('connection', (socket) => {
	connections.add(socket);
	socket.once('close', () => connections.delete(socket));
});
const delay = monitorEventLoopDelay({ resolution: 10 });
/** Begun anew at each look. */
const lately = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
lately.enable();

async function gauges(): Promise<Gauges> {
	const { rss, heapUsed, external } = process.memoryUsage();
	const resources = process.getActiveResourcesInfo();
	const sockets = await new Promise<number>((tell) => server.getConnections((_fault, count) => tell(count)));
	return {
		rssBytes: rss,
		heldBytes: heapUsed + external,
		sockets,
		fullLines: [...connections].filter(({ writableNeedDrain }) => writableNeedDrain).length,
		mostWaiting: Math.max(0, ...[...connections].map(({ writableLength }) => writableLength)),
		timers: resources.filter((name) => name === 'Timeout').length,
		loopP99Ms: delay.percentile(99) / 1e6,
		loopMaxMs: lately.max / 1e6,
	};
}

type Asked =
	| { id: number; ask: 'gauges' | 'held' | 'calm' | 'tick' }
	| { id: number; ask: 'pass'; milliseconds: number };

process.on('message', async (message: Asked) => {
	if (message.ask === 'pass') offsetMs += message.milliseconds;
	if (message.ask === 'held' || message.ask === 'calm') global.gc?.();
	if (message.ask === 'calm') delay.reset();
	if (message.ask === 'tick') await kit.jobs.tick();
	process.send?.({ id: message.id, answer: await gauges() });
	lately.reset();
});
process.on('disconnect', () => process.exit(1));

/** The kit first: it answers 503 while what runs comes to its end; then the port. */
async function stop(): Promise<void> {
	process.removeAllListeners('disconnect');
	await kit.close();
	server.close();
	server.closeAllConnections();
	delay.disable();
	lately.disable();
	process.disconnect?.();
}
process.once('SIGTERM', () => void stop());

server.listen(0, '127.0.0.1', () => {
	process.send?.({ port: (server.address() as AddressInfo).port });
});
