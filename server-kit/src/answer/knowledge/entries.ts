// An article as its index sees it: the words of its title, headings, text, and of what others say about it, as numbers.

import type { StoredArticle } from '../../core/knowledge.ts';
import { joins, partsOf } from './compounds.ts';
import { type Language, languageOf } from './language.ts';
import type { Entry } from './postings.ts';
import { forms } from './stems.ts';
import { languageIn, readText } from './terms.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Words {
	/** Stemmed, without stop words. */
	terms: Vocabulary;
	/** As they are written, stop words too. */
	written: Vocabulary;
}

export interface ArticleEntry {
	language: Language;
	/** Title, headings, text, about, links, slug. */
	terms: Entry;
	/** The whole of it as written, in one field. */
	written: Entry;
	/** For each passage: text, headings. */
	passages: readonly Entry[];
}

const sample = 20_000;

/** Yields after each passage. `incoming` holds the words of the links that lead to the article. */
export function* readArticle(article: StoredArticle, incoming: string, words: Words): Generator<void, ArticleEntry> {
	const language = languageOfArticle(article);
	const written: number[] = [];
	const read = (text: string, whole: boolean): Int32Array => {
		const found = readText(text, language);
		for (const word of whole ? found.written : []) written.push(words.written.add(word));
		return Int32Array.from(found.terms, words.terms.add);
	};
	const title = read(article.title, true);
	const headings = new Map<string, Int32Array>();
	const passages: Entry[] = [];
	for (const passage of article.passages) {
		for (const heading of passage.headings) if (!headings.has(heading)) headings.set(heading, read(heading, true));
		const above = passage.headings.map((heading) => headings.get(heading) ?? new Int32Array());
		passages.push([read(passage.text, true), joined(above)]);
		yield;
	}
	const { about = '' } = article.hints ?? {};
	const text = joined(passages.map(([own = new Int32Array()]) => own));
	const slug = article.slug.replace(/[-_/]+/g, ' ');
	const terms = [
		title,
		joined([...headings.values()]),
		text,
		read(about, true),
		read(incoming, false),
		read(slug, false),
	];
	return { language, terms, written: [Int32Array.from(written)], passages };
}

function languageOfArticle({ locale, passages }: StoredArticle): Language {
	let text = '';
	for (const passage of passages) {
		if (text.length > sample) break;
		text += `${passage.text}\n`;
	}
	return languageOf(locale) ?? languageIn(text) ?? 'en';
}

/** Adds the parts of compound words, now that all words are known. */
export function* withParts(entries: readonly ArticleEntry[], words: Words): Generator<void, ArticleEntry[]> {
	const parts = yield* compoundsIn(entries, words);
	if (parts.size === 0) return [...entries];
	const extended: ArticleEntry[] = [];
	for (const entry of entries) {
		const passages: Entry[] = [];
		for (const passage of entry.passages) {
			passages.push(passage.map((field) => withPartsOf(field, parts)));
			yield;
		}
		extended.push({ ...entry, terms: entry.terms.map((field) => withPartsOf(field, parts)), passages });
	}
	return extended;
}

function* compoundsIn(entries: readonly ArticleEntry[], words: Words): Generator<void, Map<number, number[]>> {
	const language = entries.find((entry) => joins(entry.language))?.language;
	const parts = new Map<number, number[]>();
	if (!language) return parts;
	for (const word of words.written.words()) {
		const made = partsOf(word, (part) => words.written.find(part) !== undefined);
		const numbers = (each: string) => forms(each, language).flatMap((form) => words.terms.find(form) ?? []);
		for (const number of made ? numbers(word) : []) parts.set(number, [...new Set((made ?? []).flatMap(numbers))]);
		yield;
	}
	return parts;
}

function withPartsOf(field: Int32Array, parts: ReadonlyMap<number, readonly number[]>): Int32Array {
	const extra: number[] = [];
	for (const term of field) extra.push(...(parts.get(term) ?? []));
	return extra.length > 0 ? joined([field, Int32Array.from(extra)]) : field;
}

function joined(fields: readonly Int32Array[]): Int32Array {
	const whole = new Int32Array(fields.reduce((sum, field) => sum + field.length, 0));
	let at = 0;
	for (const field of fields) {
		whole.set(field, at);
		at += field.length;
	}
	return whole;
}
