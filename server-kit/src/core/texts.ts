// What the server says to customers in its own words, and in which of its languages.

import { ar } from './texts/ar.ts';
import { de } from './texts/de.ts';
import { en, type Texts } from './texts/en.ts';
import { es } from './texts/es.ts';
import { fr } from './texts/fr.ts';
import { it } from './texts/it.ts';
import { ja } from './texts/ja.ts';
import { ko } from './texts/ko.ts';
import { nl } from './texts/nl.ts';
import { pl } from './texts/pl.ts';
import { pt } from './texts/pt.ts';
import { tr } from './texts/tr.ts';
import { zh } from './texts/zh.ts';

const TEXTS = { ar, de, en, es, fr, it, ja, ko, nl, pl, pt, tr, zh } satisfies Record<string, Texts>;

/** One that we speak. */
export type Language = keyof typeof TEXTS;

export function textsIn(language: Language): Texts {
	return TEXTS[language];
}

/** The language that a reader of this locale is spoken to in: their own, else the desk's, else English. */
export function spokenTo(locale: string, defaultLocale: string): Language {
	return [locale, defaultLocale].map(languageOf).find(isSpoken) ?? 'en';
}

/** @param locale BCP 47 tag */
export function languageOf(locale: string): string {
	return locale.split('-')[0]?.toLowerCase() ?? '';
}

function isSpoken(language: string): language is Language {
	return Object.hasOwn(TEXTS, language);
}
