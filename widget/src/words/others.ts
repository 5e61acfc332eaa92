// Where the words of every language but English are, and how they are put together.

import type { Sentences, Words } from './en.ts';
import { type CountedForms, counted } from './plural.ts';

interface Chunk {
	readonly sentences: Sentences;
	readonly forms: CountedForms<never>;
}

const chunks = {
	ar: () => import('./ar.ts'),
	de: () => import('./de.ts'),
	es: () => import('./es.ts'),
	fr: () => import('./fr.ts'),
	it: () => import('./it.ts'),
	ja: () => import('./ja.ts'),
	ko: () => import('./ko.ts'),
	nl: () => import('./nl.ts'),
	pl: () => import('./pl.ts'),
	pt: () => import('./pt.ts'),
	tr: () => import('./tr.ts'),
	zh: () => import('./zh.ts'),
} satisfies Record<string, () => Promise<Chunk>>;

export type OtherLanguage = keyof typeof chunks;

export const otherLanguages = Object.keys(chunks) as OtherLanguage[];

/** @throws where they could not be fetched */
export async function wordsIn(language: OtherLanguage, locale: string): Promise<Words> {
	const { sentences, forms } = await chunks[language]();
	return { ...sentences, ...counted(forms, locale) };
}
