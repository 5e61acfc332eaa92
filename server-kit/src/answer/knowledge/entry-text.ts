// An article's words as the database keeps them: a line for each, which a search reads without reading the others.

import type { Spread } from '../../core/knowledge-index.ts';
import type { ArticleEntry, Words } from './entries.ts';
import type { Language } from './language.ts';
import type { Entry, Field } from './postings.ts';
import { aboutKey, sumKey, termKey, writtenKey } from './vocabulary-keys.ts';

/** The first line, as JSON. */
interface Head {
	language: Language;
	/** How many links lead to the article. */
	links: number;
	/** The lengths of its fields, and how many words it has as written. */
	fields: readonly number[];
	written: number;
	/** For each passage its id and the lengths of its fields. */
	passages: readonly (readonly [id: number, ...lengths: number[]])[];
}

/** What of an article matters to a question. */
export interface PartOfEntry {
	language: Language;
	links: number;
	terms: Entry<Field>;
	written: Entry<Field>;
	passages: readonly { id: number; fields: Entry<Field> }[];
}

interface Standing {
	/** How often, by field. */
	fields: number[];
	/** By the passage's place: how often, by field. */
	passages: Map<number, number[]>;
}

const WRITTEN = '=';
/** The fields that say what an article is about: title, hints, words of links, slug. */
export const NAMING: readonly number[] = [0, 3, 4, 5];

/** `term⇥2,,1⇥0,1;4,1,1`: twice in the title, once in the text; in the first passage, and in the fifth and above it. */
export function entryText(entry: ArticleEntry, passageIds: readonly number[], links: number, words: Words): string {
	const head: Head = {
		language: entry.language,
		links,
		fields: entry.terms.map(({ length }) => length),
		written: entry.written[0]?.length ?? 0,
		passages: entry.passages.map((fields, at) => [passageIds[at] ?? 0, ...fields.map(({ length }) => length)]),
	};
	const terms = [...words.terms.words()];
	const written = [...words.written.words()];
	const lines = [...standingsIn(entry)].map(([number, { fields, passages }]) => {
		const within = [...passages].map(([place, counts]) => [place, ...counts].join());
		return `${terms[number]}\t${listed(fields)}\t${within.join(';')}`;
	});
	const counts = Map.groupBy(entry.written[0] ?? [], (number) => number);
	const asWritten = [...counts].map(([number, { length }]) => `${WRITTEN}${written[number]}\t${length}`);
	return [JSON.stringify(head), ...lines, ...asWritten].join('\n');
}

/** Nothing for nought. */
const listed = (counts: readonly number[]) => Array.from(counts, (count) => count || '').join();

function standingsIn({ terms, passages }: ArticleEntry): Map<number, Standing> {
	const standings = new Map<number, Standing>();
	const of = (term: number): Standing => {
		const known = standings.get(term) ?? { fields: terms.map(() => 0), passages: new Map() };
		standings.set(term, known);
		return known;
	};
	for (const [field, numbers] of terms.entries()) for (const term of numbers) count(of(term).fields, field);
	for (const [place, entry] of passages.entries())
		for (const [field, numbers] of entry.entries()) {
			for (const term of numbers) {
				const within = of(term).passages;
				const counts = within.get(place) ?? entry.map(() => 0);
				within.set(place, counts);
				count(counts, field);
			}
		}
	return standings;
}

function count(counts: number[], field: number): void {
	counts[field] = (counts[field] ?? 0) + 1;
}

/** @param terms numbers of the terms that matter; `written`: of words as written */
export function partOfEntry(
	text: string,
	terms: ReadonlyMap<string, number>,
	written: ReadonlyMap<string, number>,
): PartOfEntry {
	const head = headOf(text);
	const counted = (length: number) => ({ length, counts: new Map<number, number>() });
	const fields = head.fields.map(counted);
	const passages = head.passages.map(([id, ...lengths]) => ({ id, fields: lengths.map(counted) }));
	const set = (field: { counts: Map<number, number> } | undefined, number: number, times: string | undefined) =>
		times && times !== '0' && field?.counts.set(number, Number(times));
	for (const [term, number] of terms) {
		const [own = '', within = ''] = lineOf(text, term)?.split('\t') ?? [];
		for (const [field, times] of own.split(',').entries()) set(fields[field], number, times);
		for (const [place, ...counts] of placesIn(within))
			for (const [field, times] of counts.entries()) set(passages[Number(place)]?.fields[field], number, times);
	}
	const asWritten = counted(head.written);
	for (const [word, number] of written) {
		const times = Number(lineOf(text, WRITTEN + word) ?? 0);
		if (times > 0) asWritten.counts.set(number, times);
	}
	return { language: head.language, links: head.links, terms: fields, written: [asWritten], passages };
}

const placesIn = (within: string) => (within ? within.split(';').map((each) => each.split(',')) : []);

function headOf(text: string): Head {
	const end = text.indexOf('\n');
	return JSON.parse(end < 0 ? text : text.slice(0, end));
}

/** What stands behind a word; null where the article does not hold it. */
function lineOf(text: string, word: string): string | null {
	const start = `\n${word}\t`;
	const at = text.indexOf(start);
	if (at < 0) return null;
	const end = text.indexOf('\n', at + 1);
	return text.slice(at + start.length, end < 0 ? undefined : end);
}

/** What the entry adds to the vocabulary and to its sums. */
export function spreadIn(text: string): Map<string, Spread> {
	const head = headOf(text);
	const spread = new Map<string, Spread>();
	const add = (key: string, articles: number, passages = 0) => {
		const known = spread.get(key) ?? { articles: 0, passages: 0 };
		spread.set(key, { articles: known.articles + articles, passages: known.passages + passages });
	};
	for (const [name, sum] of sumsOf(head)) add(sumKey(name), sum);
	for (const line of text.split('\n').slice(1)) {
		const [word = '', own = '', within = ''] = line.split('\t');
		if (word.startsWith(WRITTEN)) {
			add(writtenKey(word.slice(1)), 1);
			continue;
		}
		add(termKey(word), 1, within ? within.split(';').length : 0);
		const counts = own.split(',');
		if (NAMING.some((field) => counts[field])) add(aboutKey(word), 1);
	}
	return spread;
}

function sumsOf({ language, fields, written, passages }: Head): [name: string, sum: number][] {
	const ofPassages = [0, 1].map((field) => passages.reduce((sum, one) => sum + (one[field + 1] ?? 0), 0));
	return [
		[SUMS.articles, 1],
		[SUMS.passages, passages.length],
		[SUMS.written, written],
		[languageSum(language), 1],
		...fields.map((length, field): [string, number] => [SUMS.field(field), length]),
		...ofPassages.map((length, field): [string, number] => [SUMS.ofPassage(field), length]),
	];
}

/** The names of the sums. */
export const SUMS = {
	articles: 'articles',
	passages: 'passages',
	written: 'written',
	field: (field: number) => `field ${field}`,
	ofPassage: (field: number) => `passage ${field}`,
};

export const languageSum = (language: Language) => `in ${language}`;
