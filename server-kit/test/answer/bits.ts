// Bits that texts are put together from: what the filter looks for, what only begins like it, and what is harmless.

import { CANARY, RULES } from './filtering.ts';
import { SAMPLES, textOf } from './samples.ts';

const separate = (text: string) => text.split('¦');

const MARKS = separate(
	' ¦\n¦, ¦. ¦`¦**¦(¦)¦@¦://¦sk-¦eyJ¦ä¦🔔¦word ¦password: ¦\u200B¦\u200D¦-----BEGIN ¦PRIVATE KEY-----',
);
const LINKS = separate(
	'[a](¦https://¦evil.example¦/x¦![¦]¦](¦<¦>¦help.example.com¦<img src="¦"¦: ¦//¦www.¦[r]: ¦ "title")',
);
const NUMBERS = separate('4111¦ 1111¦+49 ¦030 ¦12.05.2024¦-¦1 ¦DE89 ¦3704 ¦AB ¦12 ');
const PHRASES = separate('we guarantee¦ a refund¦guarantee it¦ada@example.com');
const LONG = ['x'.repeat(4_090), 'Ab1'.repeat(1_400), '文字'.repeat(20)];

export const EVERYTHING: readonly string[] = [
	...SAMPLES.map(textOf),
	...SAMPLES.map((sample) => textOf(sample).slice(0, 12)),
	...MARKS,
	...LINKS,
	...NUMBERS,
	...PHRASES,
	...LONG,
	...RULES.split(/(?<=\n)/),
	CANARY,
];

/** In whatever order they stand, nothing in them is anything. */
export const HARMLESS: readonly string[] = [
	...separate('word ¦Größe¦🔔¦\n¦  ¦`sk-`¦2 @ 3¦-----¦|---|---|¦\t¦<b>¦&amp;¦a/b/c¦1.2.3¦e.g.¦--flag=value¦文字¦[1]'),
	...separate('(see above)¦https://help.example.com/a#b¦[x](/settings?tab=1)¦3 of 12¦12:30¦password reset¦ token '),
	...separate('the secret is open. ¦👨‍👩‍👧¦❤️¦می‌خواهم¦1️⃣¦order 4711¦24/7¦2024-05-12¦€ 1 299,00'),
];
