// Tells feeds within this process that there is something new.

import type { Bus } from '../core/ports.ts';

export function createMemoryBus(): Bus {
	const topics = new Map<string, Set<() => void>>();
	return {
		publish(topic) {
			for (const listener of topics.get(topic) ?? []) listener();
		},
		subscribe(topic, listener) {
			const listeners = topics.get(topic) ?? new Set();
			topics.set(topic, listeners.add(listener));
			return () => {
				listeners.delete(listener);
				if (listeners.size === 0 && topics.get(topic) === listeners) topics.delete(topic);
			};
		},
	};
}
