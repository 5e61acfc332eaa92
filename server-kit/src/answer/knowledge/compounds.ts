// Words made of words: whoever asks for an `Adresse` means the `Rechnungsadresse` too.

import type { Language } from './language.ts';

const joining: ReadonlySet<Language> = new Set<Language>(['de', 'nl', 'sv', 'da', 'nb', 'fi']);
const shortestPart = 4;
const links = ['', 's', 'es', 'n', 'en', 'e'];

/** Whether words of this language are written together. */
export function joins(language: Language): boolean {
	return joining.has(language);
}

/** The two words that a word is made of, both of them `known`; null where it is none. */
export function partsOf(word: string, known: (part: string) => boolean): readonly [string, string] | null {
	if (word.length < 2 * shortestPart || /\d/.test(word)) return null;
	// The longest head first: `Rechnungs|adresse`, not `Rech|nungsadresse`.
	for (let cut = word.length - shortestPart; cut >= shortestPart; cut -= 1) {
		const tail = word.slice(cut);
		if (!known(tail)) continue;
		const head = headOf(word.slice(0, cut), known);
		if (head) return [head, tail];
	}
	return null;
}

function headOf(start: string, known: (part: string) => boolean): string | null {
	for (const link of links) {
		if (!start.endsWith(link)) continue;
		const head = start.slice(0, start.length - link.length);
		if (head.length >= shortestPart && known(head)) return head;
	}
	return null;
}
