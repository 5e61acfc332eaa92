// Bytes of an event stream → numbered parts, a batch per arrival.

import { createParser } from './frames-of-lines.ts';

export interface Frame<Part> {
	/** What `Last-Event-ID` resumes after; whatever the server means by it. */
	readonly id: string | null;
	readonly part: Part;
}

/** Ends a call on whose line nothing is heard. */
export interface Watch {
	readonly signal: AbortSignal;
	/** From here on, so long. */
	wait(ms: number): void;
	rest(): void;
}

/** The server sends a heartbeat every 15 s; a line on which two of them are missing is dead. */
const silenceMs = 32_000;
/** A line that speaks more often is watched no more closely. */
const watchEveryMs = 1000;

/**
 * Ends at `[DONE]`, at the end of the body, or when the caller leaves.
 * @throws when the line breaks, stays silent, or carries what is not JSON.
 */
export async function* readFrames<Part>(
	body: ReadableStream<Uint8Array>,
	watch?: Watch,
): AsyncGenerator<readonly Frame<Part>[]> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let batch: Frame<Part>[] = [];
	let done = false;
	let watchedAt = Number.NEGATIVE_INFINITY;
	const parser = createParser({
		onEvent({ id, data }) {
			if (data === '[DONE]') done = true;
			if (!done) batch.push({ id: id ?? null, part: JSON.parse(data) });
		},
	});
	try {
		while (!done) {
			const { value, done: ended } = await reader.read();
			const now = performance.now();
			if (now - watchedAt > watchEveryMs) {
				watch?.wait(silenceMs);
				watchedAt = now;
			}
			if (ended) return;
			const broken = faultOf(() => parser.feed(decoder.decode(value, { stream: true })));
			// Also where the next one is broken: what came whole before it is not lost.
			if (batch.length) yield batch;
			batch = [];
			if (broken) throw broken.cause;
		}
	} finally {
		watch?.rest();
		reader.cancel().catch(() => {});
	}
}

function faultOf(work: () => void): { cause: unknown } | null {
	try {
		work();
		return null;
	} catch (cause) {
		return { cause };
	}
}
