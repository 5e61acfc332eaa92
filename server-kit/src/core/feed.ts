// A feed grows at its end; readers stand at their own position and are told when there is more.

export interface FeedItem<T> {
	/** Position in the feed; becomes the SSE `id:`. */
	id: number;
	value: T;
}

export interface Feed<T> {
	/** What stands after a position. `ended` is true when nothing can follow. */
	after(position: number): { items: readonly FeedItem<T>[]; ended: boolean };
	/** Calls back whenever there is more; returns the way to stop. */
	watch(listener: () => void): () => void;
}

/** A feed kept in memory: every reader shares the one buffer, so that a slow reader costs nothing. */
export interface MemoryFeed<T> extends Feed<T> {
	push(values: readonly T[]): void;
	end(): void;
	readonly ended: boolean;
}

export function createMemoryFeed<T>(): MemoryFeed<T> {
	const items: FeedItem<T>[] = [];
	const listeners = new Set<() => void>();
	let ended = false;
	const tell = () => {
		for (const listener of listeners) listener();
	};
	return {
		get ended() {
			return ended;
		},
		push(values) {
			for (const value of values) items.push({ id: items.length + 1, value });
			tell();
		},
		end() {
			ended = true;
			tell();
		},
		// Ids count from 1 without a gap, so a position is an index.
		after: (position) => ({ items: items.slice(Math.max(0, position)), ended }),
		watch(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
