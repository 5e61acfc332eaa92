// The bench's reader: asks one question, notes when the first words arrive, reads to the end and checks every word.

import { Agent, request as ask } from 'node:http';
import { type Wording, wordsOf } from './answer.ts';

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

export interface Question {
	url: string;
	body: { content: string; client_message_id?: string };
	headers?: Record<string, string>;
	wording: Wording;
}

export interface Reading {
	firstWordsMs: number;
	totalMs: number;
}

/** Resolves when the stream has ended. A fast server that loses words is not fast: it ends the bench. */
export function read({ url, body, headers, wording }: Question, expected: string): Promise<Reading> {
	return new Promise((resolve, reject) => {
		const started = performance.now();
		let firstWordsMs = Number.NaN;
		let frames = '';
		const sent = ask(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
		sent.on('error', reject);
		sent.on('response', (answer) => {
			answer.setEncoding('utf8');
			answer.on('error', reject);
			answer.on('data', (chunk: string) => {
				frames += chunk;
				if (Number.isNaN(firstWordsMs) && hasWords(frames, wording)) firstWordsMs = performance.now() - started;
			});
			answer.on('end', () => {
				const totalMs = performance.now() - started;
				if (answer.statusCode !== 200) return reject(new Error(`${url} answered ${answer.statusCode}: ${frames}`));
				const text = wordsOf(frames, wording).trim();
				if (text !== expected)
					return reject(new Error(`incomplete answer from ${url}: ${(text || frames).slice(-300)}`));
				resolve({ firstWordsMs, totalMs });
			});
		});
		sent.end(JSON.stringify(body));
	});
}

/** Only whole frames are looked at: the rest of one may still be under way. */
function hasWords(frames: string, wording: Wording): boolean {
	return wordsOf(frames.slice(0, frames.lastIndexOf('\n\n') + 1), wording) !== '';
}
