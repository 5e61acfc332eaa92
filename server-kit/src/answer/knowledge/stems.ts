// A word in the forms under which the index holds it: stemmed as its language stems, without accents.

import { stemmer as arabic } from '@orama/stemmers/arabic';
import { stemmer as danish } from '@orama/stemmers/danish';
import { stemmer as dutch } from '@orama/stemmers/dutch';
import { stemmer as english } from '@orama/stemmers/english';
import { stemmer as finnish } from '@orama/stemmers/finnish';
import { stemmer as french } from '@orama/stemmers/french';
import { stemmer as german } from '@orama/stemmers/german';
import { stemmer as italian } from '@orama/stemmers/italian';
import { stemmer as norwegian } from '@orama/stemmers/norwegian';
import { stemmer as portuguese } from '@orama/stemmers/portuguese';
import { stemmer as russian } from '@orama/stemmers/russian';
import { stemmer as spanish } from '@orama/stemmers/spanish';
import { stemmer as swedish } from '@orama/stemmers/swedish';
import { memo } from '../../core/memo.ts';
import type { Language } from './language.ts';

type Stemmer = (word: string) => string;

const stemmers: Record<Language, Stemmer> = {
	en: english,
	de: german,
	fr: french,
	es: spanish,
	it: italian,
	pt: portuguese,
	nl: dutch,
	sv: swedish,
	da: danish,
	nb: norwegian,
	fi: finnish,
	pl: polish,
	ru: russian,
	ar: arabic,
};

/** Japanese, Chinese, Korean, Thai: written without spaces, or with endings that no stemmer here knows. */
export const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;

const known = new Map<Language, (word: string) => readonly string[]>();

/** At least one form, at most two: accents and umlauts are often not typed. */
export function forms(word: string, language: Language): readonly string[] {
	const own = known.get(language) ?? memo((each) => formsOf(each, language), { most: 20_000, longest: 40 });
	known.set(language, own);
	return own(word);
}

function formsOf(word: string, language: Language): string[] {
	if (unspaced.test(word)) return [word];
	const stem = stemmers[language];
	if (language === 'en') return [stem(folded(word))];
	// German is also typed without umlauts, as `loeschen` for `löschen`.
	const typed = language === 'de' ? word.replace(/[äöü]/g, (letter) => `${folded(letter)}e`) : folded(word);
	const first = folded(stem(word.replace(/ß/g, 'ss')));
	const second = folded(stem(typed.replace(/ß/g, 'ss')));
	return first === second ? [first] : [first, second];
}

/** The forms under which articles in any of the languages would index the word. */
export function formsIn(word: string, languages: readonly Language[]): readonly string[] {
	const [only, another] = languages;
	if (only && !another) return forms(word, only);
	const own =
		ofSeveral.get(languages) ??
		memo((each) => [...new Set(languages.flatMap((language) => forms(each, language)))], { most: 20_000, longest: 40 });
	ofSeveral.set(languages, own);
	return own(word);
}

/** An index asks for the same languages each time. */
const ofSeveral = new WeakMap<readonly Language[], (word: string) => readonly string[]>();

const marks = /\p{M}/gu;
const plain = /^[\p{ASCII}]*$/u;

function folded(word: string): string {
	return plain.test(word) ? word : word.normalize('NFKD').replace(marks, '').replace(/ø/g, 'o').replace(/ł/g, 'l');
}

// The library has no Polish: the commonest endings of nouns and adjectives go, where a stem remains.
const polishEnding =
	/(?:iejszy|ejszy|owanie|ywanie|ach|ami|ego|emu|iem|owi|ych|ymi|imi|ów|om|ie|ej|ym|im|ą|ę|a|e|i|o|u|y)$/;

function polish(word: string): string {
	const stem = word.replace(polishEnding, '');
	return stem.length >= 3 ? stem : word;
}
