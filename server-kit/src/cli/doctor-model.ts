// What `deskbell doctor` looks at in the model: one short question, and its clock.

import { createOpenAiModel } from '../answer/models/openai.ts';
import { type Examined, type Finding, fail, inTime, ok, reasonOf, skew, warn } from './finding.ts';

type Named = NonNullable<Examined['model']>;

export async function modelFindings({ model, timeoutMs }: Examined): Promise<Finding[]> {
	if (!model) return [ok('model', 'none is named: answers are quoted from your articles')];
	return [await answerFinding(model, timeoutMs), ...(await clockFinding(model, timeoutMs))];
}

/** Models that think before they speak need room for it. */
const ROOM_TOKENS = 64;

async function answerFinding({ baseURL, apiKey, name }: Named, timeoutMs: number): Promise<Finding> {
	const model = createOpenAiModel({ baseURL, apiKey, model: name, maxRetries: 0, firstByteTimeoutMs: timeoutMs });
	const question = 'Answer with the one word: yes';
	const from = performance.now();
	let firstMs = 0;
	const request = {
		question,
		messages: [{ role: 'user' as const, content: question }],
		passages: [],
		tools: [],
		locale: 'en',
		maxOutputTokens: ROOM_TOKENS,
	};
	try {
		await model.push?.(request, AbortSignal.timeout(timeoutMs * 2), () => {
			firstMs ||= performance.now() - from;
			return true;
		});
		if (firstMs === 0) throw new Error(`no answer within ${(timeoutMs * 2) / 1000} s`);
		const found = `${name} answers, first words after ${(firstMs / 1000).toFixed(1)} s`;
		return firstMs > 10_000
			? warn('model', found, 'Customers wait that long; choose a faster model or server.')
			: ok('model', found);
	} catch (fault) {
		const why = reasonOf(fault);
		return fail('model', `${name} at ${hostOf(baseURL)}: ${why}`, adviceFor(why));
	}
}

function adviceFor(why: string): string {
	if (/\b(401|403)\b/.test(why)) return 'Check OPENAI_API_KEY: the server does not take this key.';
	if (/\b404\b/.test(why))
		return 'Check the name of the model, and that the address ends where the API begins (often /v1).';
	if (/\b429\b/.test(why)) return 'The server is busy, or the account has no credit left.';
	return 'Check --model-url and the network; is the server running?';
}

/** Whatever it answers, its answer carries the time. */
async function clockFinding({ baseURL }: Named, timeoutMs: number): Promise<Finding[]> {
	try {
		const from = Date.now();
		const answer = await inTime(fetch(baseURL, { method: 'HEAD', redirect: 'manual' }), timeoutMs);
		const date = Date.parse(answer.headers.get('date') ?? '');
		if (Number.isNaN(date)) return [];
		// The header has whole seconds: half a second is the best guess at the rest.
		return [skew('model clock', 'the model’s server', date + 500 - (from + Date.now()) / 2)];
	} catch {
		// That it cannot be reached has been told.
		return [];
	}
}

function hostOf(url: string): string {
	return URL.parse(url)?.host ?? 'an address that cannot be read';
}
