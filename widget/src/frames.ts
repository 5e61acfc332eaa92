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
 * Ends at `[DONE]`, at the end of the body, or when the caller leaves.
 * @throws when the line breaks, stays silent, or carries what is not JSON.
 */
export async function* readFrames<Part>(body: ReadableStream<Uint8Array>): AsyncGenerator<readonly Frame<Part>[]> {
	const reader = body.getReader();
	const decoder = new TextDecoder();
	let batch: Frame<Part>[] = [];
	let done = false;
	let broken: unknown = null;
	const parser = createParser({
		onEvent({ id, data }) {
			if (data === '[DONE]') done = true;
			if (done || broken) return;
			try {
				batch.push({ id: id ?? null, part: JSON.parse(data) });
			} catch (cause) {
				broken = cause;
			}
		},
	});
	try {
		while (!done) {
			const { value, done: ended } = await beforeSilence(reader.read());
			if (ended) return;
			parser.feed(decoder.decode(value, { stream: true }));
			if (batch.length) yield batch;
			batch = [];
			// Thrown only now: what came whole before it is not lost.
			if (broken) throw broken;
		}
	} finally {
		void reader.cancel().catch(() => {});
	}
}

async function beforeSilence<T>(arrival: Promise<T>): Promise<T> {
	let timer: ReturnType<typeof setTimeout> | undefined;
	const silence = new Promise<never>((_, reject) => {
		timer = setTimeout(() => reject(new Error('The line has gone silent.')), silenceMs);
	});
	try {
		return await Promise.race([arrival, silence]);
	} finally {
		clearTimeout(timer);
	}
}
