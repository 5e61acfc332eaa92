// A text spelled as a string of one symbol a word: the classes of the lexicon that the word belongs to.
// Rules then see through wording, inflection and language, and read a sixth of the letters.

import { LEXICON } from './lexicon.ts';
import { fold } from './readings.ts';

export type ClassName = keyof typeof LEXICON;

/** A word of no class. */
const OTHER = '_';
const STEM = 4;
const FIRST_SYMBOL = 0xe000;

interface Stem {
	stem: string;
	classes: Set<ClassName>;
}

const { words, stems } = readLexicon();
/** Symbol of each set of classes that some word belongs to. */
const symbols = new Map<string, string>();
const symbolOfWord = new Map([...words].map(([word, classes]) => [word, symbolFor(classes)]));
const symbolOfStem = new Map(
	[...stems].map(([start, list]) => [start, list.map(({ stem, classes }) => ({ stem, symbol: symbolFor(classes) }))]),
);

/** The symbols of every word that belongs to the class, for a character class. */
export function symbolsOf(name: ClassName): string {
	const found = [...symbols].filter(([classes]) => classes.split('|').includes(name));
	return found.map(([, symbol]) => symbol).join('');
}

export function isClass(name: string): name is ClassName {
	return name in LEXICON;
}

/** Spells a folded text. A sentence's end is `.`; colons and quotation marks stay; every spelling ends in `.`. */
export function spell(folded: string): string {
	let spelled = '';
	for (const [token] of folded.matchAll(/[\p{L}\p{N}@$]+|[.!?\n:;"“”„«»]/gu)) spelled += symbol(token);
	return `${spelled}.`;
}

function symbol(token: string): string {
	const known = symbolOfWord.get(token);
	if (known !== undefined) return known;
	if (token.length === 1 && /[^\p{L}\p{N}@$]/u.test(token)) return mark(token);
	const stem = token.length >= STEM ? symbolOfStem.get(token.slice(0, STEM)) : undefined;
	const found = stem?.find((each) => token.startsWith(each.stem));
	if (found) return found.symbol;
	return /[a-z]/.test(token) && /[0-9@$]/.test(token) ? disguised(token) : OTHER;
}

function mark(token: string): string {
	if (token === ':') return ':';
	return /["“”„«»]/.test(token) ? '"' : '.';
}

/** `1gn0re` is `ignore`, for whoever reads it. */
function disguised(token: string): string {
	const plain = token.replace(/[034579@$]/g, (sign) => LEET[sign] ?? sign);
	const readings = [plain.replaceAll('1', 'i'), plain.replaceAll('1', 'l')].filter((word) => /^[a-z]+$/.test(word));
	return readings.map(symbol).find((each) => each !== OTHER) ?? OTHER;
}

const LEET: Readonly<Record<string, string>> = {
	0: 'o',
	3: 'e',
	4: 'a',
	5: 's',
	7: 't',
	9: 'g',
	'@': 'a',
	$: 's',
};

function symbolFor(classes: ReadonlySet<ClassName>): string {
	const key = [...classes].sort().join('|');
	const known = symbols.get(key) ?? String.fromCharCode(FIRST_SYMBOL + symbols.size);
	symbols.set(key, known);
	return known;
}

/** Whole words by themselves; stems, which end in `*`, by their first letters, longest first. */
function readLexicon(): { words: Map<string, Set<ClassName>>; stems: Map<string, Stem[]> } {
	const entries = Object.entries(LEXICON).flatMap(([name, list]) =>
		list
			.trim()
			.split(/\s+/)
			.map((entry): [string, ClassName] => [fold(entry), name as ClassName]),
	);
	const open = new Map<string, Set<ClassName>>();
	const whole = new Map<string, Set<ClassName>>();
	for (const [entry, name] of entries) {
		const [into, key] = entry.endsWith('*') ? [open, entry.slice(0, -1)] : [whole, entry];
		into.set(key, (into.get(key) ?? new Set()).add(name));
	}
	const inherited = (key: string) => [...open].flatMap(([stem, names]) => (key.startsWith(stem) ? [...names] : []));
	for (const [key, names] of [...whole, ...open]) for (const name of inherited(key)) names.add(name);
	return { words: whole, stems: byFirstLetters(open) };
}

function byFirstLetters(open: ReadonlyMap<string, Set<ClassName>>): Map<string, Stem[]> {
	const stems = new Map<string, Stem[]>();
	const longestFirst = [...open].sort(([a], [b]) => b.length - a.length);
	for (const [stem, classes] of longestFirst) {
		const first = stem.slice(0, STEM);
		stems.set(first, [...(stems.get(first) ?? []), { stem, classes }]);
	}
	return stems;
}
