// The languages whose words the search knows: told from a tag, from the letters, or from the small words of a text.

import { stopWords } from './stop-words.ts';

export type Language = 'en' | 'de' | 'fr' | 'es' | 'it' | 'pt' | 'nl' | 'sv' | 'da' | 'nb' | 'fi' | 'pl' | 'ru' | 'ar';

export const languages = Object.keys(stopWords) as Language[];
const aliases: Readonly<Record<string, Language>> = { no: 'nb', nn: 'nb' };

/** The language of a BCP 47 tag, where it is one that we know. */
export function languageOf(locale: string | null): Language | null {
	const primary = locale?.toLowerCase().split('-')[0] ?? '';
	return aliases[primary] ?? languages.find((language) => language === primary) ?? null;
}

/** By the letters and the small words of a text; null where two languages have as good a claim. */
export function guessLanguage(words: readonly string[]): Language | null {
	const script = scriptOf(words);
	if (script) return script;
	const counts = languages.map(() => 0);
	for (const word of words) for (const at of speakers.get(word) ?? []) counts[at] = (counts[at] ?? 0) + 1;
	const most = Math.max(...counts);
	if (most === 0 || counts.indexOf(most) !== counts.lastIndexOf(most)) return null;
	return languages[counts.indexOf(most)] ?? null;
}

/** Which languages have a small word. */
const speakers = new Map<string, number[]>();
for (const [at, language] of languages.entries()) {
	for (const word of stopWords[language]) speakers.set(word, [...(speakers.get(word) ?? []), at]);
}

function scriptOf(words: readonly string[]): Language | null {
	const written = (script: RegExp) => words.filter((word) => script.test(word)).length > words.length / 2;
	if (written(/^\p{Script=Cyrillic}/u)) return 'ru';
	return written(/^\p{Script=Arabic}/u) ? 'ar' : null;
}
