// National identity numbers, each by option: their forms and, where there is one, their check digit.

import type { NationalIdName } from '../../core/filter.ts';
import type { Span } from './numbers.ts';

/** Finds one country's numbers in a text. */
interface NationalId {
	pattern: RegExp;
	/** Digits and letters of what the pattern found, upper case. */
	test(compact: string): boolean;
}

const NATIONAL_IDS: Readonly<Record<NationalIdName, NationalId>> = {
	'us-ssn': {
		pattern: /(?<![\w-])\d{3}([ -])\d{2}\1\d{4}(?![\w-])/g,
		test: (id) => !/^(?:000|666|9)|^...00|0000$/.test(id),
	},
	'uk-nino': {
		pattern: /(?<![A-Za-z0-9])[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![A-Za-z0-9])/g,
		test: (id) => /^(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/.test(id),
	},
	'de-steuer-id': { pattern: /(?<!\w)[1-9]\d(?: ?\d{3}){3}(?!\w)/g, test: isSteuerId },
	'nl-bsn': { pattern: /(?<!\w)(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. ]\d{3}[. ]\d{3})(?!\w)/g, test: isBsn },
	'fr-nir': {
		pattern: /(?<!\w)[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)/gi,
		test: isNir,
	},
	'es-dni': {
		pattern: /(?<!\w)(?:\d{8}|\d{2}\.\d{3}\.\d{3}|[XYZ]-?\d{7})-?[A-HJ-NP-TV-Z](?!\w)/gi,
		test: isDni,
	},
};

export const NATIONAL_ID_NAMES = Object.keys(NATIONAL_IDS) as readonly NationalIdName[];

export function nationalIdsIn(text: string, name: NationalIdName): Span[] {
	const { pattern, test } = NATIONAL_IDS[name];
	return [...text.matchAll(pattern)]
		.filter(([found]) => test(found.replace(/[^A-Za-z0-9]/g, '').toUpperCase()))
		.map(({ 0: found, index }) => [index, index + found.length]);
}

/** ISO 7064, MOD 11,10; of the first ten digits one stands two or three times, and none begins with a zero. */
function isSteuerId(id: string): boolean {
	const body = id.slice(0, 10);
	const most = Math.max(...[...'0123456789'].map((digit) => body.split(digit).length - 1));
	if (most < 2 || most > 3) return false;
	let product = 10;
	for (const digit of body) {
		const sum = (Number(digit) + product) % 10 || 10;
		product = (sum * 2) % 11;
	}
	return (11 - product) % 10 === Number(id[10]);
}

/** The eleven test: weights nine down to two, the last digit weighs minus one. */
function isBsn(id: string): boolean {
	const sum = [...id].reduce((total, digit, at) => total + Number(digit) * (at === 8 ? -1 : 9 - at), 0);
	return sum % 11 === 0 && !/^(\d)\1+$/.test(id);
}

/** 97 minus the rest of the first thirteen; Corsica's 2A and 2B count as 19 and 18. */
function isNir(id: string): boolean {
	const body = id.slice(0, 13).replace('2A', '19').replace('2B', '18');
	return 97 - Number(BigInt(body) % 97n) === Number(id.slice(13));
}

/** The head of a spaced one that begins with letters, read backwards from the end of a text. */
export const OPEN_NINO = '(?<![A-Za-z0-9])[A-Z]{2}(?: ?\\d{2}){0,3} ?[A-D\\d]?';

const DNI_LETTERS = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** The letter that the rest of a division by 23 chooses; X, Y, Z of a foreigner's count as 0, 1, 2. */
function isDni(id: string): boolean {
	const digits = id.slice(0, -1).replace(/^[XYZ]/, (letter) => String('XYZ'.indexOf(letter)));
	return DNI_LETTERS[Number(digits) % 23] === id.at(-1);
}
