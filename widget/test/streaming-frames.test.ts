// Tests of the reader of event streams, beside a parser that the whole field uses.
import { expect } from '@open-wc/testing';
import { createParser as createReference } from 'eventsource-parser';
import fc from 'fast-check';
import { createParser, type StreamEvent } from '../src/frames-of-lines.ts';

const LINES = [
	'data: {"a":1}',
	'data:',
	'data',
	'data:  two',
	'id: 7',
	'id',
	': hi',
	'event: x',
	'other: y',
	'data: 😀:',
	'',
];
/** A single return ends a line too; one at the very end of what has come might be half of a break. */
const BREAKS = ['\n', '\r\n', '\r'];

const texts = fc
	.array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom(...BREAKS)), { maxLength: 40 })
	.map((lines) => `${lines.flat().join('')}\n\n`);

function fed(parser: { feed(text: string): void }, text: string, size: number): void {
	for (let at = 0; at < text.length; at += size) parser.feed(text.slice(at, at + size));
}

describe('Events of a stream', () => {
	it('are those that the reference finds, however the text is cut', () => {
		fc.assert(
			fc.property(texts, fc.integer({ min: 1, max: 30 }), (text, size) => {
				const found: StreamEvent[] = [];
				const expected: StreamEvent[] = [];
				fed(createParser({ onEvent: (event) => found.push(event) }), text, size);
				fed(createReference({ onEvent: ({ id, data }) => expected.push({ id, data }) }), text, text.length);
				expect(found).to.deep.equal(expected);
			}),
			{ numRuns: 1_000 },
		);
	});

	it('are given out once their blank line is there, and not before', () => {
		const found: string[] = [];
		const parser = createParser({ onEvent: ({ data }) => found.push(data) });
		parser.feed('data: a\n');
		expect(found).to.deep.equal([]);
		parser.feed('\ndata: b');
		expect(found).to.deep.equal(['a']);
		parser.feed('\n\n');
		expect(found).to.deep.equal(['a', 'b']);
	});
});
