// Frames that are recognised by what stands around their words say what JSON would have said.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createFrames } from '../../src/answer/models/openai-frames.ts';
import { createWordFrames } from '../../src/answer/models/word-frames.ts';

const frame = (content: unknown, rest: object = {}, delta: object = {}) =>
	JSON.stringify({
		id: 'c1',
		object: 'chat.completion.chunk',
		choices: [{ index: 0, delta: { content, ...delta }, finish_reason: null }],
		...rest,
	});

/** What the frames say, each read by itself. */
function heard(frames: readonly string[]): string {
	return frames.map((data) => textOf([data])).join('');
}

/** What the frames say, read as one stream. */
function textOf(frames: readonly string[]): string {
	const reader = createFrames(1_000_000);
	const events = frames.flatMap((data) => reader.take(`data: ${data}\n\n`));
	return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}

const word = fc.oneof(
	fc.string(),
	fc.string({ unit: 'grapheme' }),
	fc.constantFrom('"', '\\', '\n', '"content":"x"', 'é'),
);
const oddity = fc.constantFrom<object>(
	{},
	{},
	{},
	{ id: 'c2' },
	{ usage: null },
	{ content: 'beside' },
	{ choices: [] },
);
const more = fc.constantFrom<object>(
	{},
	{},
	{},
	{ role: 'assistant' },
	{ refusal: null },
	{ reasoning: { content: 'no' } },
);

test('whatever stands in the frames, their words are those of JSON', () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(word, oddity, more), { maxLength: 40 }), (said) => {
			const frames = said.map(([content, rest, delta]) => frame(content, rest, delta));
			assert.equal(textOf(frames), heard(frames));
		}),
	);
});

test('one frame is learned, the next are recognised', () => {
	const frames = createWordFrames();
	assert.equal(frames.wordsOf(frame('one')), null);
	frames.learn(frame('one'), 'one');
	assert.equal(frames.wordsOf(frame(' two')), ' two');
	assert.equal(frames.wordsOf(frame('a "quote"')), null);
	assert.equal(frames.wordsOf(frame('line\n')), null);
	assert.equal(frames.wordsOf(frame('two', { id: 'c2' })), null);
});

test('a frame that names content twice teaches nothing', () => {
	const frames = createWordFrames();
	const twice = frame('one', { content: 'one' });
	frames.learn(twice, 'one');
	assert.equal(frames.wordsOf(twice), null);
});

test('an upstream whose frames are never alike is not studied for ever', () => {
	const frames = createWordFrames();
	for (let at = 0; at < 100; at += 1) frames.learn(frame('word', { id: `c${at}` }), 'word');
	assert.equal(frames.wordsOf(frame('word', { id: 'c99' })), null);
	assert.equal(frames.wordsOf(frame('word', { id: 'c15' })), 'word');
});
