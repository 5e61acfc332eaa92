// The server's own sentences: each in every language, in that language's letters and marks, and the same to all readers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { en, type Texts } from '../../src/core/texts/en.ts';
import { type Language, spokenTo, textsIn } from '../../src/core/texts.ts';

const OTHERS: readonly Language[] = ['ar', 'de', 'es', 'fr', 'it', 'ja', 'ko', 'nl', 'pl', 'pt', 'tr', 'zh'];
/** Written in letters of their own; of ours they take only the name of the thing. */
const OTHER_LETTERS: readonly Language[] = ['ar', 'ja', 'ko', 'zh'];

function sentences({ refused, degraded, ...single }: Texts): [name: string, sentence: string][] {
	return Object.entries({ ...single, ...refused, ...degraded });
}

for (const language of OTHERS) {
	test(`${language} says every sentence, in its own words`, () => {
		const english = new Map(sentences(en));
		const said = sentences(textsIn(language));
		assert.deepEqual(said.map(([name]) => name).sort(), [...english.keys()].sort());
		for (const [name, sentence] of said) {
			assert.match(sentence, /\p{L}{2}/u, name);
			assert.notEqual(sentence, english.get(name), name);
			assert.doesNotMatch(sentence, /["'`]|\s\s|^\s|\s$|\p{Cf}/u, `${name}: straight quotes, stray blanks or controls`);
			if (OTHER_LETTERS.includes(language)) assert.doesNotMatch(sentence.replaceAll('AI', ''), /[A-Za-z]/, name);
		}
		assert.equal(new Set(said.map(([, sentence]) => sentence)).size, said.length, 'no sentence stands for two');
	});
}

test('French keeps a blank that does not break before its tall marks', () => {
	for (const [name, sentence] of sentences(textsIn('fr'))) assert.doesNotMatch(sentence, / [:;!?»]|« /, name);
});

test('a reader is spoken to in their own language, else in the desk’s, else in English', () => {
	const readers = [
		['pt-PT', 'en', 'pt'],
		['zh-TW', 'en', 'zh'],
		['zh-Hant', 'en', 'zh'],
		['de-CH', 'fr', 'de'],
		['fi', 'fr-CA', 'fr'],
		['fi', 'sv', 'en'],
		['constructor', 'en', 'en'],
	] as const;
	for (const [reader, desk, language] of readers)
		assert.equal(spokenTo(reader, desk), language, `${reader} at ${desk}`);
});
