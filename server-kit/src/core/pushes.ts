// What an open widget is told between its own requests. The rows are the truth; the bus only says "look again".

import type { PushEvent } from '../protocol/index.ts';
import type { Caller } from './caller.ts';
import type { Feed, FeedItem } from './feed.ts';
import type { Owner } from './records.ts';

import type { Parts } from './turn-state.ts';

export function topicOf({ tenantId, userId }: Owner): string {
	return `push:${tenantId.length}:${tenantId}:${userId}`;
}

/** A feed that never ends by itself. Reads the store only when told, and keeps only what was not yet read. */
export interface PushFeed extends Feed<PushEvent> {
	/** Where a reader starts. */
	readonly start: number;
	close(): void;
}

/** @param lastId the id that the reader saw last; null to begin with what comes next */
export async function openPushes(caller: Caller, lastId: number | null, { store, bus, log }: Parts): Promise<PushFeed> {
	const newest = await store.pushes.lastId(caller);
	// An id from before a backup was put back may be ahead of all that is there: its reader would wait for long.
	const start = Math.min(lastId ?? newest, newest);
	const waiting: FeedItem<PushEvent>[] = [];
	const listeners = new Set<() => void>();
	let read = start;
	let reading = false;
	let asked = false;

	async function readAll(): Promise<void> {
		do {
			asked = false;
			const rows = await store.pushes.after(caller, read);
			for (const { id, event } of rows) waiting.push({ id, value: event });
			read = rows.at(-1)?.id ?? read;
			asked ||= rows.length > 0;
			for (const listener of listeners) listener();
		} while (asked);
	}

	function look(): void {
		asked = true;
		if (reading) return;
		reading = true;
		readAll()
			.catch((fault) => log.warn('pushes not read', { fault }))
			.finally(() => {
				reading = false;
			});
	}

	const leave = bus.subscribe(topicOf(caller), look);
	look();
	return {
		start,
		after(position) {
			while (waiting[0] && waiting[0].id <= position) waiting.shift();
			return { items: [...waiting], ended: false };
		},
		watch(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close: leave,
	};
}
