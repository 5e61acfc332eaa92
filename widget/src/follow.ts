// Reads one answer to its end, over as many connections as that takes.

import type { StreamPart } from '../../server-kit/src/protocol/index.ts';
import type { Frame } from './frames.ts';

export type Frames = AsyncIterable<readonly Frame<StreamPart>[]>;

export interface Following {
	readonly frames: Frames;
	readonly signal: AbortSignal;
	show(parts: readonly StreamPart[]): void;
	/** Opens the stream again after the frame last seen; null where nothing runs any more. */
	resume(lastEventId: string | null): Promise<Frames | null>;
}

/** Each connection that brought something new is followed by another try; this many in a row may bring nothing. */
const emptyTries = 3;

/** `settled`: the answer said how it ended. `lost`: only the server's thread can tell. */
export async function followAnswer({ frames, signal, show, resume }: Following): Promise<'settled' | 'lost'> {
	let open: Frames | null = frames;
	let lastEventId: string | null = null;
	let empty = 0;

	/** True when the answer has ended. */
	async function read(batches: Frames): Promise<boolean> {
		for await (const batch of batches) {
			signal.throwIfAborted();
			show(batch.map(({ part }) => part));
			for (const { id } of batch) lastEventId = id ?? lastEventId;
			if (batch.some(({ part }) => isEnd(part))) return true;
			empty = 0;
		}
		return false;
	}

	for (; empty < emptyTries; empty++) {
		try {
			if (empty > 1) await pause(1000 * 2 ** empty, signal);
			open ??= await resume(lastEventId);
			if (!open) return 'lost';
			if (await read(open)) return 'settled';
		} catch {
			// A broken line and a missing end are the same to the reader: the answer was cut off.
			if (signal.aborted) return 'lost';
		}
		open = null;
	}
	return 'lost';
}

function isEnd(part: StreamPart): boolean {
	return part.type === 'finish' || part.type === 'abort' || part.type === 'error';
}

/** Waits, but not longer than until the network is back. */
function pause(ms: number, signal: AbortSignal): Promise<unknown> {
	const over = AbortSignal.any([signal, AbortSignal.timeout(ms)]);
	return new Promise((resolve) => {
		addEventListener('online', resolve, { once: true, signal: over });
		over.addEventListener('abort', resolve);
	});
}
