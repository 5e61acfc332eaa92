// A process with a whole kit on a Redis, which closes it when it is told to, says what is left, and then ends by itself
// if nothing is.

import { createHook } from 'node:async_hooks';
import { createSupportKit } from '@deskbell/server-kit';

/** What would keep this process alive. */
export interface Left {
	/** Of timers, how long each was set for, in milliseconds. */
	timers: number[];
	/** Connections and what goes on in them, by their kind. */
	sockets: string[];
}

interface Timer extends NodeJS.Timeout {
	/** Negative once it is over. */
	_idleTimeout: number;
	_destroyed: boolean;
}

const timers = new Set<Timer>();
createHook({
	init(_id, type, _trigger, resource) {
		if (type === 'Timeout') timers.add(resource as Timer);
	},
}).enable();

function left(): Left {
	const running = [...timers].filter((timer) => !timer._destroyed && timer.hasRef());
	const sockets = process
		.getActiveResourcesInfo()
		.filter((kind) => /^(TCP|Connect|Shutdown|SimpleShutdown)/.test(kind));
	return { timers: running.map(({ _idleTimeout }) => _idleTimeout), sockets };
}

const kit = createSupportKit({
	database: ':memory:',
	secret: 'a secret of the experiments, 32 characters',
	auth: { authenticate: () => null },
	redis: { url: process.env.DESKBELL_FAULT_REDIS ?? '', prefix: 'desk-tests:' },
	jobs: { engine: 'bullmq', everySeconds: 1 },
	log: { info() {}, warn: (message) => void process.send?.({ said: message }), error() {} },
});
await kit.migrate();
process.send?.({ said: 'open' });

process.once('message', async () => {
	await kit.close();
	process.send?.({ left: left() });
	process.disconnect();
});
