// From words to index terms: lower case, sizes and compounds joined and taken apart, stop words out, stems, no accents.

import { fewMarks } from '../../core/marks.ts';
import { memo } from '../../core/memo.ts';
import { guessLanguage, type Language } from './language.ts';
import { forms, formsIn, unspaced } from './stems.ts';
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
const mostQuestionWords = 100;

/** `megabytes`, `MiB` and `meg` are one unit to whoever asks about a limit. */
const unitName = (word: string) => (loneUnit.test(word) ? `${word.charAt(0)}b` : word);

/** The terms of an article's text, in order, with repetitions. */
export function indexTerms(text: string, language: Language): string[] {
	return termsOf(wordsOf(text), language);
}

/** What of a text goes into an index: its terms, and every word as it is written, stop words too. */
export function readText(text: string, language: Language): { terms: string[]; written: string[] } {
	const words = wordsOf(text);
	return { terms: termsOf(words, language), written: words.map(({ whole }) => whole) };
}

function termsOf(words: readonly Word[], language: Language): string[] {
	return words.flatMap(({ whole, parts }) =>
		[whole, ...parts].filter((word) => !stopWords[language].has(word)).flatMap((word) => forms(word, language)),
	);
}

/** The distinct content words of a question, stemmed as each language that the index holds. */
export function questionWords(question: string, language: Language, held: readonly Language[]): QuestionWord[] {
	const stemmed = (word: string) => formsIn(word, held);
	const distinct = new Map<string, QuestionWord>();
	for (const { whole, parts } of wordsOf(question)) {
		if (distinct.size === mostQuestionWords) break;
		if (stopWords[language].has(whole)) continue;
		const content = parts.filter((part) => !stopWords[language].has(part));
		const word = { typed: whole, whole: stemmed(whole), parts: content.map(stemmed) };
		distinct.set(word.whole.join(' '), word);
	}
	return [...distinct.values()];
}

/** The distinct words of a question as they are written, stop words too. */
export function writtenWords(question: string): string[] {
	return [...new Set(wordsOf(question).map(({ whole }) => whole))].slice(0, mostQuestionWords);
}

/** A question is read for its language, its content and its wording, and again as the one before the next. */
const READ = { most: 200, longest: 2_000 };
const wordsOf = memo(read, READ);

/** Null where the text gives no language a lead. */
export const languageIn = memo((text): Language | null => guessLanguage(wordsOf(text).map(({ whole }) => whole)), READ);

function read(text: string): readonly Word[] {
	const words: Word[] = [];
	for (const [found] of fewMarks(text).normalize('NFC').toLowerCase().matchAll(wordPattern)) {
		if (unspaced.test(found)) for (const pair of pairs(found)) words.push(pair);
		else if (found.length <= longestWord) addWord(words, found);
	}
	return words;
}

function addWord(words: Word[], found: string): void {
	const last = words.at(-1);
	if (last && loneUnit.test(found) && /^\d[\d.,]*$/.test(last.whole)) {
		words[words.length - 1] = wordOf(last.whole + found);
	} else words.push(wordOf(found));
}

function wordOf(found: string): Word {
	const word = found.replace(/['’]s$/, '').replace(/['’]/g, '');
	const [, number, of] = size.exec(word) ?? [];
	if (number && of) return { whole: number + unitName(of), parts: [number, unitName(of)] };
	const parts = unitName(word).split(/[-‑]/);
	return { whole: parts.join(''), parts: parts.length > 1 ? parts : [] };
}

const runs =
	/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{M}ー]+|[^\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}\p{M}ー]+/gu;

// Where spaces do not part the words, every two neighbouring letters are one.
function pairs(found: string): Word[] {
	return (found.match(runs) ?? []).flatMap((run) => {
		if (!unspaced.test(run)) return run.length <= longestWord ? [wordOf(run)] : [];
		const letters = [...run];
		if (letters.length === 1) return [{ whole: run, parts: [] }];
		return letters.slice(1).map((letter, at) => ({ whole: `${letters[at]}${letter}`, parts: [] }));
	});
}
