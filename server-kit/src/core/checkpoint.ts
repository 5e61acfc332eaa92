// Keeps what was said so far, so that a process that dies loses at most a second or two kilobytes of an answer.
// All answers of a process are kept together: a commit costs more than the statements in it.

import type { Draft } from './draft.ts';
import type { Clock, Log } from './ports.ts';
import type { Store } from './store.ts';

/** An answer under way says at least this often that it lives. */
export const HEARTBEAT_MS = 2_000;

const EVERY_MS = 1_000;
const EVERY_BYTES = 2_048;
/** No UTF-16 unit takes more bytes: fewer of them are not worth counting. */
const MOST_BYTES_PER_UNIT = 3;

interface Kept {
	tenantId: string;
	messageId: number;
	draft: Draft;
	/** The row is no longer ours to write: the answer was stopped, settled or deleted elsewhere. */
	lost(): void;
}

interface Open extends Kept {
	/** How much of the draft is kept, and since when. */
	length: number;
	at: number;
	/** The length of the draft from which on its bytes may be too many. */
	count: number;
}

export interface Checkpoint {
	/** Something was added to the draft. Cheap: compares two numbers. */
	noticed(): void;
	/** Waits for the write under way; nothing is written after it. */
	close(): Promise<void>;
}

export interface Checkpoints {
	open(kept: Kept): Checkpoint;
}

export function createCheckpoints({ store, clock, log }: { store: Store; clock: Clock; log: Log }): Checkpoints {
	const answers = new Set<Open>();
	let timer: NodeJS.Timeout | undefined;
	let writing: Promise<void> | null = null;

	/** At most one write is under way, and no part of any answer ever waits for it. */
	function keep(isDue: (answer: Open) => boolean): void {
		if (writing) return;
		const due = [...answers].filter(isDue);
		if (due.length === 0) return;
		writing = write(due).finally(() => {
			writing = null;
		});
	}

	async function write(due: readonly Open[]): Promise<void> {
		const at = clock.now();
		for (const answer of due) {
			answer.length = answer.draft.content.length;
			answer.count = answer.length + EVERY_BYTES / MOST_BYTES_PER_UNIT;
			answer.at = at;
		}
		const said = due.map(({ tenantId, messageId, draft: { content, citations } }) => {
			return { tenantId, messageId, content, citations };
		});
		try {
			const kept = await store.messages.checkpoint(said, at);
			for (const [index, answer] of due.entries()) if (!kept[index] && answers.has(answer)) answer.lost();
		} catch (fault) {
			// The answers go on: their ends are written with everything, or the next reader settles what was kept.
			log.warn('checkpoint failed', { messages: due.map(({ messageId }) => messageId), fault });
		}
	}

	function everySecond(): void {
		const now = clock.now();
		keep(({ draft, length, at }) => draft.content.length > length || now - at >= HEARTBEAT_MS);
	}

	return {
		open(kept) {
			const answer: Open = { ...kept, length: 0, at: clock.now(), count: EVERY_BYTES / MOST_BYTES_PER_UNIT };
			answers.add(answer);
			timer ??= setInterval(everySecond, EVERY_MS).unref();
			return {
				noticed() {
					if (answer.draft.content.length >= answer.count && isMuch(answer)) keep(isMuch);
				},
				async close() {
					answers.delete(answer);
					if (answers.size === 0) {
						clearInterval(timer);
						timer = undefined;
					}
					await writing;
				},
			};
		},
	};
}

/** Whether as much as may be lost is not kept yet. Counts bytes only where there may be enough of them. */
function isMuch(answer: Open): boolean {
	const { content } = answer.draft;
	if (content.length < answer.count) return false;
	const bytes = Buffer.byteLength(content.slice(answer.length));
	answer.count = content.length + Math.max(0, EVERY_BYTES - bytes) / MOST_BYTES_PER_UNIT;
	return bytes >= EVERY_BYTES;
}
