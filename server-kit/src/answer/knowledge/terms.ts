// From words to index terms: lower case, sizes and compounds joined and taken apart, stop words out, stems, no accents.

import { stemmer as englishStem } from '@orama/stemmers/english';
import { stemmer as germanStem } from '@orama/stemmers/german';
import type { Language } from './language.ts';
import { stopWords } from './stop-words.ts';

/** `50 MB`, `50MB` → `50mb` of `50` and `mb`; `e-mail` → `email` of `e` and `mail`; `upload` has no parts. */
interface Word {
	whole: string;
	parts: readonly string[];
}

/** A content word of a question, as the index may hold it. */
export interface QuestionWord {
	/** As it was asked, in lower case. */
	typed: string;
	/** The word whole, in each stemmed form. */
	whole: readonly string[];
	/** The stemmed forms of each part; empty for a word without parts. */
	parts: readonly (readonly string[])[];
}

const wordPattern = /[\p{L}\p{M}\p{N}]+(?:(?:['’‑-]|(?<=\d)[.,](?=\d))[\p{L}\p{M}\p{N}]+)*/gu;
const unit = '(?:[kmgt]i?b|gigs?|megs?|(?:kilo|mega|giga|tera)bytes?)';
const size = new RegExp(`^(\\d[\\d.,]*)(${unit})$`);
const loneUnit = new RegExp(`^${unit}$`);
const longestWord = 64;

/** `megabytes`, `MiB` and `meg` are one unit to whoever asks about a limit. */
const unitName = (word: string) => (loneUnit.test(word) ? `${word.charAt(0)}b` : word);

/** The terms of an article's text, in order, with repetitions. */
export function indexTerms(text: string, language: Language): string[] {
	return wordsOf(text).flatMap(({ whole, parts }) =>
		[whole, ...parts].filter((word) => !stopWords[language].has(word)).flatMap((word) => forms(word, language)),
	);
}

/** The distinct content words of a question, stemmed as each language that the index holds. */
export function questionWords(question: string, language: Language, held: readonly Language[]): QuestionWord[] {
	const stemmed = (word: string) => stemsOf(word, held);
	const distinct = new Map<string, QuestionWord>();
	for (const { whole, parts } of wordsOf(question)) {
		if (stopWords[language].has(whole)) continue;
		const content = parts.filter((part) => !stopWords[language].has(part));
		const word = { typed: whole, whole: stemmed(whole), parts: content.map(stemmed) };
		distinct.set(word.whole.join(' '), word);
	}
	return [...distinct.values()];
}

/** The forms under which articles in any of the languages would index the word. */
export function stemsOf(word: string, held: readonly Language[]): string[] {
	return [...new Set(held.flatMap((language) => forms(word, language)))];
}

/** By the stop words in the text; null where it holds as many of the one as of the other. */
export function guessLanguage(text: string): Language | null {
	const words = wordsOf(text);
	const count = (language: Language) => words.filter((word) => stopWords[language].has(word.whole)).length;
	const lead = count('de') - count('en');
	return lead === 0 ? null : lead > 0 ? 'de' : 'en';
}

/** The language of a BCP 47 tag, where it is one that we stem. */
export function languageOf(locale: string | null): Language | null {
	const primary = locale?.toLowerCase().split('-')[0];
	return primary === 'de' || primary === 'en' ? primary : null;
}

function wordsOf(text: string): Word[] {
	const words: Word[] = [];
	for (const [found] of text.normalize('NFC').toLowerCase().matchAll(wordPattern)) {
		if (found.length > longestWord) continue;
		const last = words.at(-1);
		if (last && loneUnit.test(found) && /^\d[\d.,]*$/.test(last.whole)) {
			words[words.length - 1] = wordOf(last.whole + found);
		} else words.push(wordOf(found));
	}
	return words;
}

function wordOf(found: string): Word {
	const word = found.replace(/['’]s$/, '').replace(/['’]/g, '');
	const [, number, of] = size.exec(word) ?? [];
	if (number && of) return { whole: number + unitName(of), parts: [number, unitName(of)] };
	const parts = unitName(word).split(/[-‑]/);
	return { whole: parts.join(''), parts: parts.length > 1 ? parts : [] };
}

const folded = (word: string) => word.normalize('NFKD').replace(/\p{M}/gu, '').replace(/ß/g, 'ss');

// German is also typed without umlauts, as `loeschen` for `löschen`: both stand in the index.
function forms(word: string, language: Language): string[] {
	if (language === 'en') return [englishStem(folded(word))];
	const spelled = word.replace(/[äöü]/g, (letter) => `${folded(letter)}e`).replace(/ß/g, 'ss');
	return [...new Set([folded(germanStem(word)), folded(germanStem(spelled))])];
}
