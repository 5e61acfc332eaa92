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
	return frames.map((data) => textOf([`data: ${data}\n\n`])).join('');
}

/** What these pieces of a stream say. */
function textOf(pieces: readonly string[]): string {
	const reader = createFrames(1_000_000);
	const events = pieces.flatMap((piece) => reader.take(piece));
	return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}

/** A stream in pieces of these lengths, over and over. */
function cut(stream: string, lengths: readonly number[]): string[] {
	const pieces: string[] = [];
	for (let at = 0; at < stream.length; at += pieces.at(-1)?.length ?? 0)
		pieces.push(stream.slice(at, at + (lengths[pieces.length % lengths.length] ?? stream.length)));
	return pieces;
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

const lead = fc.constantFrom('data: ', 'data:', 'event: message\ndata: ', ': a comment\ndata: ');
const end = fc.constantFrom('\n\n', '\r\n\r\n', '\r\r');
const lengths = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 6 });

test('whatever stands in the frames, and however they are cut, their words are those of JSON', () => {
	const said = fc.array(fc.tuple(word, oddity, more), { maxLength: 40 });
	fc.assert(
		fc.property(said, lead, end, lengths, (said, lead, end, lengths) => {
			const frames = said.map(([content, rest, delta]) => frame(content, rest, delta));
			const stream = frames.map((data) => `${lead}${data}${end}`).join('');
			assert.equal(textOf(cut(stream, lengths)), heard(frames));
		}),
	);
});

/** What is recognised of a text, and where the rest begins. */
function told(frames: ReturnType<typeof createWordFrames>, text: string, from = 0) {
	const words: string[] = [];
	return { at: frames.tell(text, from, (each) => words.push(each)), words };
}

const framed = (...given: Parameters<typeof frame>) => `data: ${frame(...given)}\n\n`;

test('one frame is learned, the next are recognised up to one that is not like it', () => {
	const frames = createWordFrames();
	assert.deepEqual(told(frames, framed('one')), { at: 0, words: [] });
	frames.learn(framed('one'), 'one');
	const known = framed(' two') + framed(' three');
	for (const other of ['a "quote"', 'line\n', 'back\\slash']) {
		const all = `before${known}${framed(other)}${framed('four')}`;
		assert.deepEqual(told(frames, all, 6), { at: 6 + known.length, words: [' two', ' three'] });
	}
	assert.equal(told(frames, framed('two', { id: 'c2' })).at, 0);
	assert.equal(told(frames, framed('cut').slice(0, -1)).at, 0, 'a frame that is not whole yet');
});

test('a frame that names content twice teaches nothing', () => {
	const frames = createWordFrames();
	const twice = framed('one', { content: 'one' });
	frames.learn(twice, 'one');
	assert.equal(told(frames, twice).at, 0);
});

test('an upstream whose frames are never alike is not studied for ever', () => {
	const frames = createWordFrames();
	for (let at = 0; at < 100; at += 1) frames.learn(framed('word', { id: `c${at}` }), 'word');
	assert.equal(told(frames, framed('word', { id: 'c99' })).at, 0);
	assert.deepEqual(told(frames, framed('word', { id: 'c15' })).words, ['word']);
});
