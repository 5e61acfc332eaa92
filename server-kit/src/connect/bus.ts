// Tells feeds within this process that there is something new.

import type { Bus } from '../core/ports.ts';

export interface MemoryBus extends Bus {
	/** Every feed looks again, whatever its topic. */
	wakeAll(): void;
}

export function createMemoryBus(): MemoryBus {
	const topics = new Map<string, Set<() => void>>();
	const wake = (topic: string) => {
		for (const listener of topics.get(topic) ?? []) listener();
	};
	return {
		publish: wake,
		wakeAll() {
			for (const topic of topics.keys()) wake(topic);
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
