// An answer that the filter ends: what was cleared stays, the reader is told, and the model is asked for no more.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAnswerer } from '../../src/answer/index.ts';
import type { FilterSettings } from '../../src/core/filter.ts';
import type { ModelEvent, ModelRequest } from '../../src/core/model.ts';
import type { AnswerInput, AnswerOutcome } from '../../src/core/ports.ts';
import { resolveOptions, settingsFrom } from '../../src/options.ts';
import type { StreamPart } from '../../src/protocol/index.ts';

const options = resolveOptions({ secret: 's'.repeat(32), auth: { authenticate: () => null } });

const input: AnswerInput = {
	caller: { tenantId: 'acme', userId: 'ana', kind: 'customer', roles: [] },
	conversation: { id: 1, tenantId: 'acme', locale: 'de' },
	messageId: 2,
	question: 'Wie geht das?',
	history: [],
	intent: 'how_to',
	context: null,
	cleared: null,
};

async function answered(says: (request: ModelRequest) => readonly ModelEvent[], filter: Partial<FilterSettings> = {}) {
	const settings = settingsFrom(options);
	const seen = { asked: 0, told: 0, ended: false };
	const answerer = createAnswerer({
		search: { find: async () => [] },
		model: {
			name: 'scripted',
			async *answer(request) {
				seen.asked += 1;
				try {
					for (const event of says(request)) {
						seen.told += 1;
						yield [event];
					}
				} finally {
					seen.ended = true;
				}
			},
		},
		tools: true,
		settings: { ...settings, filter: { ...settings.filter, ...filter } },
		log: { info() {}, warn() {}, error() {} },
	});
	const parts: StreamPart[] = [];
	const outcome = await answerer.answer(input, new AbortController().signal, (batch) => parts.push(...batch));
	return { parts, outcome, seen, text: textOf(parts) };
}

function textOf(parts: readonly StreamPart[]): string {
	return parts.map((part) => (part.type === 'text-delta' ? part.delta : '')).join('');
}

const APOLOGY = 'Den Rest dieser Antwort kann ich nicht zeigen.';
const words = (text: string): ModelEvent[] =>
	(text.match(/\S+\s*/g) ?? []).map((word) => ({ type: 'text', text: word }));
const told = ({ status, finishReason, hits }: AnswerOutcome) => ({ status, finishReason, hits });

describe('S-03 a model that says its rules aloud', () => {
	test('is cut off, in the language of the conversation, and its call is ended', async () => {
		const { text, parts, outcome, seen } = await answered(({ messages }) => [
			...words(`Gern. ${messages[0]?.content ?? ''}`),
			{ type: 'finish', reason: 'stop' },
		]);
		assert.match(text, /^Gern\. /);
		assert.ok(text.includes(APOLOGY), text);
		assert.ok(!text.includes('its customers'), text);
		assert.equal(parts.at(-1)?.type, 'text-end');
		assert.deepEqual(told(outcome), {
			status: 'blocked',
			finishReason: 'content-filter',
			hits: [{ detector: 'prompt-echo', action: 'block', count: 1 }],
		});
		assert.equal(seen.ended, true);
		assert.ok(seen.told < 25, `${seen.told} words were taken from a call that was over`);
	});

	test('or the mark in them shows not one character of it', async () => {
		const { text, outcome } = await answered(({ messages }) => {
			const [mark = ''] = /[0-9a-f]{24}/.exec(messages[0]?.content ?? '') ?? [];
			assert.notEqual(mark, '');
			return [...words(`Es ist ${mark} .`), { type: 'finish', reason: 'stop' }];
		});
		assert.equal(text.split('\n\n')[0], 'Es ist ');
		assert.equal(outcome.status, 'blocked');
	});
});

test('an answer that is blocked before its first word is the apology alone', async () => {
	const banned = [{ name: 'promises', phrases: ['guaranteed'], action: 'block' as const }];
	const { text, outcome } = await answered(() => [...words('Guaranteed today. '), { type: 'finish', reason: 'stop' }], {
		banned,
	});
	assert.ok(text.startsWith(APOLOGY), text);
	assert.deepEqual(outcome.hits, [{ detector: 'promises', action: 'block', count: 1 }]);
});

test('what a model asks a tool with is filtered too, and may end the answer', async () => {
	const call = (query: string): ModelEvent[] => [
		{ type: 'tool-call', call: { id: 'c1', name: 'search_knowledge', arguments: JSON.stringify({ query }) } },
		{ type: 'finish', reason: 'tool-calls' },
	];
	const key = `sk-${'aB3dE5gH7j'.repeat(3)}`;
	let asked = 0;
	const masked = await answered(() => {
		asked += 1;
		return asked === 1 ? call(`the key ${key}`) : [...words('Fertig.'), { type: 'finish', reason: 'stop' }];
	});
	const shown = masked.parts.find((part) => part.type === 'tool-input-available');
	assert.deepEqual(shown?.input, { query: 'the key [redacted]' });
	const blocked = await answered(() => call(`the key ${key}`), { actions: { 'openai-key': 'block' } });
	assert.equal(blocked.outcome.status, 'blocked');
	assert.equal(blocked.seen.asked, 1);
	assert.ok(blocked.text.includes(APOLOGY));
});

test('an answer that is cut off shows the words that are whole', async () => {
	const { text, outcome } = await answered(() => words('Der Schlüssel ist sk-proj-aB3dE5g'));
	assert.equal(text, 'Der Schlüssel ist ');
	assert.equal(outcome.status, 'interrupted');
});
