// What a question asks of an index: for each of its words the terms that mean it, and how surely.

import { joins, partsOf } from './compounds.ts';
import { type Language, languageOf } from './language.ts';
import { formsIn } from './stems.ts';
import { createSynonyms, type Synonyms } from './synonyms.ts';
import { languageIn, type QuestionWord, questionWords, writtenWords } from './terms.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface AskedWord {
	/** 1 for a word of the question, less for one of the questions before. */
	weight: number;
	/** Each group is scored by the best of its terms. */
	groups: readonly (readonly Meaning[])[];
	/** Whether it is there: any of `whole`, or one of each of `parts`. */
	whole: readonly number[];
	parts: readonly (readonly number[])[];
}

export interface Meaning {
	term: number;
	/** 1 for the word itself, less for what may be meant. */
	weight: number;
}

export interface Asked {
	language: Language;
	words: readonly AskedWord[];
	/** Numbers of the words as they are written. */
	written: readonly number[];
}

const unsure = { near: 0.8, beginning: 0.6, synonym: 0.4, compound: 0.8 };
/** Of the question before, of the one before that, and so on. */
const earlier = 0.5;

export interface Question {
	query: string;
	before?: readonly string[];
	locale: string;
}

/** The words that are known, stemmed and as they are written. */
export interface KnownWords {
	terms: Pick<Vocabulary, 'find'>;
	written: Pick<Vocabulary, 'find' | 'near' | 'beginning'>;
}

export type SynonymsIn = ReturnType<typeof synonymsIn>;

export function synonymsIn(held: readonly Language[], own: Synonyms) {
	return createSynonyms(own, writtenWords, (word) => formsIn(word, held)[0] ?? word);
}

export function createAsking(words: KnownWords, held: readonly Language[], synonyms: SynonymsIn) {
	const known = (word: string) => formsIn(word, held).flatMap((form) => words.terms.find(form) ?? []);

	/** What an unknown word may have been meant to be. */
	function meant({ typed }: QuestionWord): { groups: Meaning[][] } {
		const parts = held.some(joins) ? partsOf(typed, (part) => words.written.find(part) !== undefined) : null;
		if (parts) return { groups: parts.map((part) => meanings(known(part), unsure.compound)) };
		const near = words.written.near(typed).flatMap(known);
		if (near.length > 0) return { groups: [meanings(near, unsure.near)] };
		const begun = typed.length >= 4 ? words.written.beginning(typed).flatMap(known) : [];
		return { groups: begun.length > 0 ? [meanings(begun, unsure.beginning)] : [] };
	}

	function askedWord(word: QuestionWord, weight: number, alike: readonly Meaning[]): AskedWord {
		const whole = word.whole.flatMap((form) => words.terms.find(form) ?? []);
		const parts = word.parts.map((part) => part.flatMap((form) => words.terms.find(form) ?? []));
		const own = meanings([...whole, ...parts.flat()], 1);
		const groups = own.length > 0 || alike.length > 0 ? [[...own, ...alike]] : meant(word).groups;
		const standIns = own.length > 0 ? alike : groups.length === 1 ? groups.flat() : [];
		return {
			weight,
			groups,
			whole: [...whole, ...standIns.map(({ term }) => term)],
			parts: groups.length > 1 ? groups.map((group) => group.map(({ term }) => term)) : parts,
		};
	}

	/** Other names of the question's words, by the word as typed; a phrase's stand with its first content word. */
	function otherNames(question: string, content: readonly QuestionWord[]): Map<string, Meaning[]> {
		const names = new Map<string, Meaning[]>();
		const order = writtenWords(question);
		for (const { at, length, others } of synonyms.in(order)) {
			const word = order.slice(at, at + length).find((each) => content.some(({ typed }) => typed === each));
			const said = others.flatMap((phrase) => meanings(phrase.flatMap(known), unsure.synonym / phrase.length));
			if (word) names.set(word, [...(names.get(word) ?? []), ...said]);
		}
		return names;
	}

	function asked(question: string, language: Language, weight: number): AskedWord[] {
		const content = questionWords(question, language, held);
		const names = otherNames(question, content);
		return content.map((word) => askedWord(word, weight, names.get(word.typed) ?? []));
	}

	return ({ query, before = [], locale }: Question): Asked => {
		const language = languageIn(query) ?? languageOf(locale) ?? 'en';
		const own = asked(query, language, 1);
		const leant = before.flatMap((question, back) => asked(question, language, earlier ** (back + 1)));
		return {
			language,
			words: distinct([...own, ...leant]),
			written: [query, ...before].flatMap(writtenWords).flatMap((word) => words.written.find(word) ?? []),
		};
	};
}

const meanings = (terms: readonly number[], weight: number): Meaning[] => terms.map((term) => ({ term, weight }));

/** A word that the question repeats from the one before counts once, and in full. */
function distinct(words: readonly AskedWord[]): AskedWord[] {
	const seen = new Set<number>();
	return words.filter(({ whole: [first] }) => {
		if (first === undefined) return true;
		const again = seen.has(first);
		seen.add(first);
		return !again;
	});
}
