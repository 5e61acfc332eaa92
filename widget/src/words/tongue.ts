// The languages that are shipped, and which of them a reader is spoken to in.

import { type OtherLanguage, otherLanguages } from './others.ts';

export type Language = 'en' | OtherLanguage;

/** All that are shipped, for a reader to choose from. */
export const languages: readonly Language[] = ['en', ...otherLanguages];

/** In which language one speaks, and how one writes dates and numbers in it: as where the reader lives. */
export interface Tongue {
	readonly language: Language;
	readonly locale: string;
}

const english: Tongue = { language: 'en', locale: 'en' };

/** What a reader of this locale is spoken to in: their language, whatever its region or script, or else English. */
export function tongueOf(locale: string): Tongue {
	const wanted = new Intl.Locale(locale).language;
	const language = languages.find((ours) => ours === wanted);
	return language ? { language, locale } : english;
}
