// Tells feeds in every process that there is something new. What is told is only "look again": the rows are in the store.

import type { Bus } from '../core/ports.ts';
import { createMemoryBus } from './bus.ts';
import type { RedisLink } from './redis-link.ts';

/** How often feeds look by themselves while nobody can tell them. */
const POLL_MS = 5000;

/** Instead of a topic: whoever publishes so may have been unable to for a while. */
const EVERYBODY = '';

interface BusOptions {
	/** Hears; its probe is `hearing`. */
	ears: RedisLink;
	/** Speaks: a connection that listens can do nothing else. */
	mouth: RedisLink;
	channel: string;
	/** Names this process among the others, without a space. */
	self: string;
}

export function createRedisBus({ ears, mouth, channel, self }: BusOptions): Bus & { close(): void } {
	const { publish: tellHere, subscribe, wakeAll } = createMemoryBus();
	let unsaid = false;

	function say(topic: string): void {
		mouth.client.publish(channel, `${self} ${topic}`).catch((fault) => {
			unsaid = true;
			mouth.failed(fault);
		});
	}

	ears.client.on('message', (_channel, message) => {
		const space = message.indexOf(' ');
		const topic = message.slice(space + 1);
		if (message.slice(0, space) === self) return;
		if (topic === EVERYBODY) wakeAll();
		else tellHere(topic);
	});
	// Whatever was said while we could not hear it stands in the store.
	ears.onArrival(wakeAll);
	mouth.onArrival(() => {
		if (!unsaid) return;
		unsaid = false;
		say(EVERYBODY);
	});
	const poll = setInterval(() => ears.here() || wakeAll(), POLL_MS).unref();
	return {
		subscribe,
		publish(topic) {
			tellHere(topic);
			say(topic);
		},
		close: () => clearInterval(poll),
	};
}
