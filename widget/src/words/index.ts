// What is said: English is always there; the other languages come when asked for, each on its own.

import type { Words } from './en.ts';
import { wordsIn } from './others.ts';
import type { Tongue } from './tongue.ts';

export type { Words } from './en.ts';
export { type Language, languages, type Tongue, tongueOf } from './tongue.ts';

/** What the page says instead, key by key, whatever the language. */
export type Strings = Partial<Words>;

/** What is said otherwise than in English, which is always there; null where it could not be fetched. */
export async function loadWords({ language, locale }: Tongue): Promise<Partial<Words> | null> {
	if (language === 'en') return {};
	try {
		return await wordsIn(language, locale);
	} catch {
		return null;
	}
}
