// The bench's reader: asks one question, notes when the first words arrive, and reads to the end.

import { Agent, request as ask } from 'node:http';
import { dataOf } from './answer.ts';

const agent = new Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });

export interface Question {
	url: string;
	body: unknown;
	headers?: Record<string, string>;
	/** The words in one frame's data; empty where it carries none. */
	wordsIn(data: unknown): string;
}

export interface Reading {
	text: string;
	firstWordsMs: number;
}

/** Resolves when the stream has ended. */
export function read({ url, body, headers, wordsIn }: Question): Promise<Reading> {
	return new Promise((resolve, reject) => {
		const started = performance.now();
		let firstWordsMs: number | null = null;
		let frames = '';
		const sent = ask(url, { agent, method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
		sent.on('error', reject);
		sent.on('response', (answer) => {
			answer.setEncoding('utf8');
			answer.on('error', reject);
			answer.on('data', (chunk: string) => {
				frames += chunk;
				if (firstWordsMs === null && hasWords(frames, wordsIn)) firstWordsMs = performance.now() - started;
			});
			answer.on('end', () => {
				if (answer.statusCode !== 200) return reject(new Error(`${url} answered ${answer.statusCode}: ${frames}`));
				const text = [...dataOf(frames)].map(wordsIn).join('');
				resolve({ text, firstWordsMs: firstWordsMs ?? Number.NaN });
			});
		});
		sent.end(JSON.stringify(body));
	});
}

/** Only whole frames are looked at: the rest of one may still be under way. */
function hasWords(frames: string, wordsIn: Question['wordsIn']): boolean {
	const whole = frames.slice(0, frames.lastIndexOf('\n\n') + 1);
	for (const data of dataOf(whole)) if (wordsIn(data) !== '') return true;
	return false;
}

export async function post<T>(url: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json', ...headers },
		body: JSON.stringify(body),
	});
	const text = await answer.text();
	if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
	return (text === '' ? null : JSON.parse(text)) as T;
}
