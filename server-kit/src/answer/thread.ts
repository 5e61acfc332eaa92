// A follow-up is understood from the thread: "and for teams?" leans on the question before it.

import { languageIn, questionWords, writtenWords } from './knowledge/terms.ts';

const set = (list: string): ReadonlySet<string> => new Set(list.split(' '));

// A question that opens so goes on from another.
const openings = set(
	'and but or also then otherwise else what’s und aber oder auch dann sonst et mais ou aussi alors y pero también e ma anche mas também en maar of ook ale lub też и но или también',
);
const openingPhrases =
	/^(?:(?:so )?(?:what|how) about\b|what if\b|same (?:for|with)\b|wie (?:ist|sieht) es (?:mit|bei)\b|was ist mit\b|et pour\b|y para\b|e per\b|e para\b|en voor\b)/;
// Words that stand for something that was named before.
const standIns = set(
	'it its that this those these they them their there one ones he she das dies diese dieser dieses diesem diesen es sie ihn ihm ihnen dort davon dafür damit dazu daran darauf ça cela ceci ceux celui eso esto esos lo ello questo quello ciò isso isto aquilo dat deze die hem',
);
/** Longer ones name what they are about, whatever small words they hold. */
const longest = { words: 8, content: 3 };
const mostBack = 3;

/** The earlier questions that this one leans on, nearest first; none for a new topic. `asked` is oldest first. */
export function earlierQuestions(question: string, asked: readonly string[]): string[] {
	const before: string[] = [];
	let last = question;
	for (const earlier of asked.toReversed().slice(0, mostBack)) {
		if (!leans(last)) break;
		before.push(earlier);
		last = earlier;
	}
	return before;
}

function leans(question: string): boolean {
	const words = writtenWords(question);
	const language = languageIn(question) ?? 'en';
	const content = questionWords(question, language, [language]);
	if (openings.has(words[0] ?? '') || openingPhrases.test(words.join(' '))) return true;
	if (content.length <= 1) return true;
	const short = words.length <= longest.words && content.length <= longest.content;
	return short && words.some((word) => standIns.has(word));
}
