// How most experiments begin: a scripted model server that speaks word by word, and options under which nobody is limited.

import { after } from 'node:test';
import { paced, wholeAnswer } from '../../upstream/frames.ts';
import { startUpstream } from '../../upstream/server.ts';
import { upTo } from './form.ts';
import type { HostOptions } from './process.ts';

/** Closed when the file's tests are over. */
export async function speaking(words: readonly string[], everyMs: number) {
	const upstream = await startUpstream({ otherwise: { pieces: paced(wholeAnswer(...words), everyMs) } });
	after(() => upstream.close());
	const free = {
		model: { baseURL: upstream.url, apiKey: 'none', model: 'scripted' },
		quota: { user: { messages: 100_000 } },
		rates: { messages: { limit: 100_000, windowSeconds: 60 } },
	} satisfies HostOptions;
	return { upstream, whole: words.join(''), free };
}

export function numberedWords(count: number): string[] {
	return upTo(count).map((at) => `word${at} `);
}
