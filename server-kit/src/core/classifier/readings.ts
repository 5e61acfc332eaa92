// The forms in which a message is judged: as a reader would see it, and whatever it carries hidden or encoded.

import { fewMarks } from '../marks.ts';

export interface Readings {
	/** Lower case, no accents, no look-alike letters, nothing invisible. */
	shown: string;
	/** Text that a reader would not see but a model would: tag characters, base64. Folded like `shown`. */
	hidden: readonly string[];
}

/** Cyrillic, Greek and other letters, each before the Latin one that it looks like. */
const ALIKE = new Map(
	'аa вb сc еe һh іi јj кk мm оo рp ԛq ѕs тt ѵv ԝw хx уy ԁd ӏl αa βb εe ηn ιi κk νv οo ρp τt υu χx γy ωw ɑa ıi ɡg'
		.split(' ')
		.map(([letter = '', latin = '']) => [letter, latin]),
);

/** A run of base64 that could hold a sentence, and how much of it is looked at. */
const ENCODED = /[A-Za-z0-9+/_-]{24,1400}/g;
const MOST_RUNS = 4;
const MOST_TAGS = 2000;

/** Longer messages are judged by their beginning and their end: that is where an attack must stand to be obeyed. */
const JUDGED = 16_000;

export function readingsOf(message: string): Readings {
	const text = message.length > JUDGED ? `${message.slice(0, JUDGED / 2)}\n${message.slice(-JUDGED / 2)}` : message;
	const hidden = isPlain(text) ? decoded(text) : [...tagged(text), ...decoded(text)];
	return { shown: fold(text), hidden: hidden.map(fold) };
}

/** One form for every way to write the same letters. Words of the rules and of the examples are folded by it too. */
export function fold(text: string): string {
	if (isPlain(text)) return spacedLettersJoined(text.toLowerCase());
	const lower = fewMarks(text)
		.normalize('NFKD')
		.replace(/[\p{Cf}\p{Mn}]/gu, '')
		.replace(/[’‘ʼ＇`´]/g, "'")
		.toLowerCase();
	return spacedLettersJoined(isPlain(lower) ? lower : lower.replace(/[\p{L}\p{N}]+/gu, withoutLookAlikes));
}

/** Plain ASCII hides nothing, and most messages are that. */
function isPlain(text: string): boolean {
	return /^[\0-\x7f]*$/.test(text);
}

/** Only words that mix alphabets are changed: Russian and Greek stay what they are. */
function withoutLookAlikes(word: string): string {
	if (!/[a-z]/.test(word) || !/[^a-z0-9]/.test(word)) return word;
	return word.replace(/[^a-z0-9]/gu, (letter) => ALIKE.get(letter) ?? letter);
}

/** `i g n o r e` → `ignore`. */
function spacedLettersJoined(text: string): string {
	return text.replace(/(?<![a-z0-9])[a-z](?:[ ._*-][a-z](?![a-z0-9])){4,30}/g, (run) => run.replace(/[^a-z]/g, ''));
}

/** Tag characters spell ASCII that nobody sees. */
function tagged(text: string): string[] {
	const tags = text.match(/[\u{e0020}-\u{e007e}]+/gu) ?? [];
	if (tags.length === 0) return [];
	const letters = [...tags.join(' ')].slice(0, MOST_TAGS);
	return [
		letters.map((tag) => (tag === ' ' ? tag : String.fromCodePoint((tag.codePointAt(0) ?? 0) - 0xe0000))).join(''),
	];
}

/** What looks like base64 and turns out to be words. */
function decoded(text: string): string[] {
	const runs = text.match(ENCODED) ?? [];
	return runs.slice(0, MOST_RUNS).flatMap((run) => {
		const inside = Buffer.from(run, 'base64').toString('utf8');
		return /^[\p{L}\p{N}\p{P}\p{Zs}<>|+=$\n]+$/u.test(inside) && inside.includes(' ') ? [inside] : [];
	});
}
