// Keeps what was said so far, so that a process that dies loses at most a second or two kilobytes of an answer.

import type { Draft } from './draft.ts';
import { HEARTBEAT_MS } from './settle.ts';
import type { Parts } from './turn-state.ts';

const EVERY_MS = 1_000;
const EVERY_CHARACTERS = 2_048;

interface Kept {
	tenantId: string;
	messageId: number;
	draft: Draft;
}

export interface Checkpoints {
	/** Something was added to the draft. Cheap: compares two numbers. */
	noticed(): void;
	/** Waits for the write under way; nothing is written after it. */
	close(): Promise<void>;
}

/** At most one write is under way, and no part ever waits for it. */
export function keepCheckpoints({ tenantId, messageId, draft }: Kept, { store, clock, log }: Parts): Checkpoints {
	let length = 0;
	let at = clock.now();
	let writing: Promise<void> | null = null;

	function keep(): void {
		if (writing) return;
		length = draft.content.length;
		at = clock.now();
		writing = store.messages
			.checkpoint(tenantId, messageId, draft, at)
			.then(
				() => {},
				// The answer goes on: its end is written with everything, or the next reader settles what was kept.
				(fault) => log.warn('checkpoint failed', { message: messageId, fault }),
			)
			.finally(() => {
				writing = null;
			});
	}

	const heartbeat = setInterval(() => {
		if (draft.content.length > length || clock.now() - at >= HEARTBEAT_MS) keep();
	}, EVERY_MS).unref();

	return {
		noticed() {
			if (draft.content.length - length >= EVERY_CHARACTERS) keep();
		},
		async close() {
			clearInterval(heartbeat);
			await writing;
		},
	};
}
