// Which language is spoken, and its words. English is always there; the others come when asked for.

import { en, type Words } from './en.ts';

export type { Words } from './en.ts';

export type Strings = Partial<Words>;

/** English is taught view by view; what a view says is there before the view is. */
const english = async (): Promise<Words> => en as Words;

const languages: Record<string, () => Promise<Words>> = {
	en: english,
	de: async () => (await import('./de.ts')).de,
};

/** The words of a locale; English where we do not speak it, or could not fetch it. */
export async function loadWords(locale: string): Promise<{ language: string; words: Words }> {
	const wanted = new Intl.Locale(locale).language;
	const language = Object.hasOwn(languages, wanted) ? wanted : 'en';
	try {
		return { language, words: await (languages[language] ?? english)() };
	} catch {
		return { language: 'en', words: await english() };
	}
}
