// Bytes of an event stream → numbered parts, a batch per arrival.

import { createParser } from 'eventsource-parser';

export interface Frame<Part> {
	/** What `Last-Event-ID` resumes after. */
	readonly id: string | null;
	readonly part: Part;
}

/** The server sends a heartbeat every 15 s; a line silent for three of them is dead. */
const silenceMs = 45_000;

/**
 * Ends at `[DONE]`, at the end of the body, when the line stays silent, or when the caller leaves.
 * @throws when the line breaks or carries what is not JSON.
 */
export async function* readFrames<Part>(body: ReadableStream<Uint8Array>): AsyncGenerator<readonly Frame<Part>[]> {
	const reader = body.getReader();
	const hangUp = () => void reader.cancel().catch(() => {});
	try {
		yield* framesFrom<Part>(() => {
			const silence = setTimeout(hangUp, silenceMs);
			return reader.read().finally(() => clearTimeout(silence));
		});
	} finally {
		hangUp();
	}
}

async function* framesFrom<Part>(
	read: () => Promise<ReadableStreamReadResult<Uint8Array>>,
): AsyncGenerator<readonly Frame<Part>[]> {
	const decoder = new TextDecoder();
	let batch: Frame<Part>[] = [];
	let done = false;
	const parser = createParser({
		onEvent({ id, data }) {
			if (data === '[DONE]') done = true;
			if (!done) batch.push({ id: id ?? null, part: JSON.parse(data) });
		},
	});
	while (!done) {
		const { value, done: ended } = await read();
		if (ended) return;
		try {
			parser.feed(decoder.decode(value, { stream: true }));
		} finally {
			// Also where the next one is broken: what came whole before it is not lost.
			if (batch.length) yield batch;
			batch = [];
		}
	}
}
