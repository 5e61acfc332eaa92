// Long numbers in a text: where they are, and whether one is a payment card or a telephone number.

/** One number as people write it, or several in a row. */
type NumberPhrase = readonly DigitGroup[];

interface DigitGroup {
	digits: string;
	/** With the sign or bracket before it. */
	opens: number;
	from: number;
	to: number;
}

export type Span = readonly [from: number, to: number];

/** May stand between the digits of one number. */
export const NUMBER_GAP = ' ()./\\-\\u00A0\\u2007\\u2010-\\u2015\\u202F';
/** Numbers glued to a word, to a decimal point or into a path are something else. */
const ROW = new RegExp(`(?<![\\w%&]|\\d[.,]|\\w[/-])[+(]{0,2}\\d[\\d${NUMBER_GAP}]*`, 'g');
const GROUP = /[+(]{0,2}(\d+)/g;
const GLUED = /^(?!x\d|ext)[\w%]/;
/** Dates, and gaps that nobody writes within a number. */
const APART = new RegExp(
	`(?<!\\d|\\d[./-])(?:\\d{1,2}([./-])\\d{1,2}\\1(?:\\d{4}|\\d{2})|\\d{4}([./-])\\d{1,2}\\2\\d{1,2})(?!\\d|[./-]\\d)|[${NUMBER_GAP}]{4,}`,
	'g',
);

export function numberPhrases(text: string): NumberPhrase[] {
	return [...text.matchAll(ROW)].flatMap(({ 0: row, index }) => {
		const cuts = [...row.matchAll(APART)].map((cut): Span => [cut.index, cut.index + cut[0].length]);
		const edges = [0, ...cuts.flat(), row.length];
		const phrases: NumberPhrase[] = [];
		for (let edge = 0; edge < edges.length; edge += 2)
			phrases.push(groupsOf(text, index + (edges[edge] as number), index + (edges[edge + 1] as number)));
		return phrases.filter((groups) => groups.length > 0);
	});
}

function groupsOf(text: string, from: number, to: number): DigitGroup[] {
	const part = text.slice(from, to);
	const groups = [...part.matchAll(GROUP)].map(({ 0: group, 1: digits = '', index }) => {
		const end = from + index + group.length;
		return { digits, opens: from + index + unclosed(part.slice(index)), from: end - digits.length, to: end };
	});
	return GLUED.test(text.slice(groups.at(-1)?.to, (groups.at(-1)?.to ?? 0) + 3)) ? groups.slice(0, -1) : groups;
}

/** How many of the brackets that a number begins with belong to the sentence around it. */
function unclosed(part: string): number {
	const opened = /^\(*/.exec(part)?.[0].length ?? 0;
	const closed = /^\(*\+?\d{1,5}\)/.test(part) ? 1 : 0;
	return Math.max(0, opened - closed);
}

/** Groups that together are what `test` looks for: leftmost first, then longest. No number has more digits. */
export function runsOfGroups(
	groups: NumberPhrase,
	longest: number,
	test: (digits: string, opens: number, to: number) => boolean,
): DigitGroup[] {
	const found: DigitGroup[] = [];
	for (let first = 0; first < groups.length; first += 1) {
		let digits = '';
		let best: DigitGroup | null = null;
		let next = first;
		const { opens, from } = groups[first] as DigitGroup;
		for (let last = first; last < groups.length; last += 1) {
			const group = groups[last] as DigitGroup;
			digits += group.digits;
			if (digits.length > longest) break;
			if (!test(digits, opens, group.to)) continue;
			best = { digits, opens, from, to: group.to };
			next = last;
		}
		if (best) found.push(best);
		first = next;
	}
	return found;
}

/** Ranges of the card schemes: Visa, Mastercard, American Express, Diners, Discover, JCB, UnionPay, Maestro. */
const CARD_RANGES =
	/^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|3[47]\d{13}|3(?:0[0-5]|09|[689]\d)\d{11,16}|6(?:011|4[4-9]\d|5\d\d)\d{12,15}|(?:2131|1800|35\d{3})\d{11,14}|62\d{14,17}|(?:5[06789]|6[0137-9])\d{11,17}|(?:50[123]\d|5893|6304|67\d\d)\d{8})$/;

export function isCard(digits: string): boolean {
	return CARD_RANGES.test(digits) && luhn(digits);
}

/** The check digit of ISO/IEC 7812. */
function luhn(digits: string): boolean {
	let sum = 0;
	for (let at = 0; at < digits.length; at += 1) {
		const digit = Number(digits[digits.length - 1 - at]);
		const doubled = at % 2 === 0 ? digit : digit * 2;
		sum += doubled > 9 ? doubled - 9 : doubled;
	}
	return sum % 10 === 0;
}

/** The head of a card's number, where the text ends before the number does. */
export function isCardHead(text: string): boolean {
	return (
		/^(?:[3-6]|2[2-7])(?:\d{11,}$|\d{2,3}[ -](?:\d{4}[ -]){1,3}\d{1,4}$)/.test(text) &&
		text.replace(/\D/g, '').length >= 12
	);
}

const VERSION = /^\d{1,3}(?:\.\d{1,3}){3}$/;
/** +49 30 1234567, 0049…, (+44) 20 … */
const INTERNATIONAL = /^\(?(?:\+|00[1-9])/;
/** (555) 123-4567, 555-123-4567, 1 555 123 4567, with or without the one. */
const NORTH_AMERICAN = new RegExp(
	`^(?:1[ .-]{1,3})?(?:\\([2-9]\\d{2}\\)[${NUMBER_GAP}]{0,2}|[2-9]\\d{2}[ .\\u2010-\\u2015-])\\d{3}[ .\\u2010-\\u2015-]\\d{4}$`,
);
/** 030 1234567, 0171/1234567, 020 7946 0958, 01 23 45 67 89: the zero that only is dialled at home. */
const WITH_TRUNK_ZERO = /^\(?0[1-9]/;
const PLAIN = new RegExp(`^[(\\d][\\d${NUMBER_GAP}]*$`);

/** @param announced the words before speak of a telephone */
export function isPhone(phrase: string, announced: boolean): boolean {
	const digits = phrase.replace(/\D/g, '');
	if (INTERNATIONAL.test(phrase)) return digits.length >= (phrase.includes('+') ? 8 : 10) && digits.length <= 17;
	if (VERSION.test(phrase)) return false;
	if (NORTH_AMERICAN.test(phrase)) return true;
	if (WITH_TRUNK_ZERO.test(phrase)) return digits.length >= 9 && digits.length <= 13;
	return announced && PLAIN.test(phrase) && digits.length >= 7 && digits.length <= 15;
}
