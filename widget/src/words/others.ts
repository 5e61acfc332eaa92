// Where the words of every language but English are, and how they are put together.

import type { Sentences, Words } from './en.ts';
import { type CountedForms, counted } from './plural.ts';
import type { Language } from './tongue.ts';

interface Chunk {
	readonly sentences: Sentences;
	readonly forms: CountedForms<never>;
}

const chunks: Record<Exclude<Language, 'en'>, () => Promise<Chunk>> = {
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
};

/** @throws where they could not be fetched */
export async function wordsIn(language: keyof typeof chunks, locale: string): Promise<Words> {
	const { sentences, forms } = await chunks[language]();
	return { ...sentences, ...counted(forms, locale) };
}
