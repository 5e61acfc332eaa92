// International bank account numbers: the length of each country's, and the check of ISO 13616.

import type { Span } from './numbers.ts';

const LENGTHS =
	'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30';
const LENGTH_OF = new Map(
	[...LENGTHS.matchAll(/([A-Z]{2})(\d\d)/g)].map(([, country, length]) => [country, Number(length)]),
);

const HEAD = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?=[ -]?[A-Za-z0-9])/g;

export function ibansIn(text: string): Span[] {
	const found: Span[] = [];
	for (const { index } of text.matchAll(HEAD)) {
		const length = LENGTH_OF.get(text.slice(index, index + 2).toUpperCase());
		const end = length ? endOf(text, index, length) : -1;
		if (end > 0 && checks(text.slice(index, end))) found.push([index, end]);
	}
	return found;
}

/** Behind so many letters and digits, with single gaps between them; -1 where there are more or fewer. */
function endOf(text: string, from: number, length: number): number {
	let counted = 0;
	for (let at = from; at < text.length; at += 1) {
		const character = text[at] as string;
		if (/[A-Za-z0-9]/.test(character)) counted += 1;
		else if (!/[ \u00A0-]/.test(character) || !/[A-Za-z0-9]/.test(text[at + 1] ?? '')) return -1;
		if (counted === length) return /[A-Za-z0-9]/.test(text[at + 1] ?? '') ? -1 : at + 1;
	}
	return -1;
}

/** Letters count from ten; the whole, its first four moved to the end, leaves one when divided by 97. */
function checks(text: string): boolean {
	const compact = text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
	let rest = 0;
	for (const character of compact.slice(4) + compact.slice(0, 4)) {
		const value = Number.parseInt(character, 36);
		rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
	}
	return rest === 1;
}

/** The head of one that goes on over spaces, in groups of four; read backwards from the end of a text. */
export const OPEN_IBAN = '(?<![A-Za-z0-9])[A-Za-z]{2}\\d{2}(?:[ \\u00A0-]?[A-Za-z0-9]{4}){0,7}[ \\u00A0]?[A-Za-z0-9]?';
