// The detectors of secrets and personal data: each finds its kind in one piece of text.

import type { NationalIdName } from '../../core/filter.ts';
import { assignedIn, connectionsIn, OPEN_ASSIGNMENT } from './assignments.ts';
import { EMAIL } from './email.ts';
import { ibansIn, OPEN_IBAN } from './iban.ts';
import { compactOf, type Known } from './known.ts';
import { nationalIdsIn, OPEN_NINO } from './national-ids.ts';
import { isCard, isCardHead, isPhone, NUMBER_GAP, numberPhrases, runsOfGroups, type Span } from './numbers.ts';
import { HEX, SECRET_FORMATS, type SecretFormat } from './secrets.ts';

/** A stretch of text within which every match lies, and what is known about its place. */
export interface Piece {
	text: string;
	/** The words before it. */
	before: string;
	/** Nothing follows: what is the head of a secret counts as one. */
	ended: boolean;
}

export interface Detector {
	readonly name: string;
	find(piece: Piece): readonly Span[];
}

/** Detectors that share a cheap first look. */
export interface DetectorGroup {
	/** False where the piece cannot hold a match of any of them. */
	may(text: string): boolean;
	detectors: readonly Detector[];
}

const spansOf = (text: string, pattern: RegExp): Span[] =>
	[...text.matchAll(pattern)].map(({ 0: found, index }) => [index, index + found.length]);

/** Before a secret stands no letter and no digit, or it would be the middle of a word. */
const STARTS = '(?<![A-Za-z0-9])';

function secretDetector({ name, prefix, body }: SecretFormat): Detector {
	const pattern = new RegExp(prefix ? STARTS + prefix + body : body, 'g');
	const head = prefix ? new RegExp(`${STARTS}${prefix}${headOf(body)}{${TELLING},}$`) : null;
	return {
		name,
		find({ text, ended }) {
			const found = spansOf(text, pattern);
			const open = ended ? head?.exec(text) : null;
			return open ? [...found, [open.index, text.length]] : found;
		},
	};
}

/** Fewer characters of a body say nothing. */
const TELLING = 6;

/** What the head of a body may be made of. */
function headOf(body: string): string {
	return body.startsWith(HEX) ? '[0-9a-fA-F-]' : body.startsWith('[0-9A-Z]') ? '[0-9A-Z]' : '[A-Za-z0-9_+/=.$-]';
}

const matches = (pattern: RegExp) => (text: string) => pattern.test(text);

const ASSIGNED: Detector = {
	name: 'assigned-secret',
	find: ({ text }) => assignedIn(text),
};

const CONNECTION: Detector = {
	name: 'connection-string',
	find: ({ text, ended }) => connectionsIn(text, ended),
};

/** Before a host in a URL stands no mailbox: whether it is a password, another detector says. */
const USERINFO = /:\/\/[^\s/@]{0,100}:$/;

function emailDetector(known: Known): Detector {
	const open = new RegExp(`${EMAIL.source.split('@')[0]}@[^\\s@]{0,200}$`);
	return {
		name: 'email',
		find({ text, ended }) {
			const found = spansOf(text, EMAIL).filter(
				([from, to]) => !USERINFO.test(text.slice(0, from)) && !known.email(text.slice(from, to)),
			);
			const head = ended && spansOf(text, EMAIL).every(([, to]) => to < text.length - 1) ? open.exec(text) : null;
			return head && /[a-z].*@.*[a-z]/i.test(head[0]) && !found.some(([from]) => from === head.index)
				? [...found, [head.index, text.length]]
				: found;
		},
	};
}

const LONGEST_CARD = 19;
const LONGEST_PHONE = 17;
const ANNOUNCED =
	/(?<!\p{L})(?:tele|cell)?(?:phone|mobile|cell|fax|tel|telefon|handy|whatsapp|hotline|call|dial|ring|text|number)\w{0,3}\.?\W{1,3}(?:[\p{L}']{1,12}\W{1,3}){0,3}$/iu;

function cardDetector(known: Known): Detector {
	return {
		name: 'card',
		find: ({ text, ended }) =>
			numberPhrases(text)
				.flatMap((groups) =>
					runsOfGroups(
						groups,
						LONGEST_CARD,
						(digits, opens, to) => isCard(digits) || (ended && to === text.length && isCardHead(text.slice(opens))),
					),
				)
				.filter(({ digits }) => !known.number(digits))
				.map(({ from, to }) => [from, to]),
	};
}

function phoneDetector(known: Known): Detector {
	return {
		name: 'phone',
		find({ text, before }) {
			const announced = (from: number) => ANNOUNCED.test(before + text.slice(0, from));
			return numberPhrases(text)
				.flatMap((groups) =>
					runsOfGroups(groups, LONGEST_PHONE, (digits, opens, to) => {
						if (digits.length < 7) return false;
						const amidst = /\d[ .-]0$/.test(text.slice(Math.max(0, opens - 2), opens + 1));
						return !amidst && isPhone(text.slice(opens, to), announced(opens));
					}),
				)
				.filter(({ digits }) => !known.number(digits))
				.map(({ opens, to }) => [opens, to]);
		},
	};
}

function ibanDetector(known: Known): Detector {
	return {
		name: 'iban',
		find: ({ text }) => ibansIn(text).filter(([from, to]) => !known.number(compactOf(text.slice(from, to)))),
	};
}

function nationalIdDetector(name: NationalIdName, known: Known): Detector {
	return {
		name,
		find: ({ text }) =>
			nationalIdsIn(text, name).filter(([from, to]) => !known.number(compactOf(text.slice(from, to)))),
	};
}

const IP_ADDRESS =
	/(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\w)|(?<![\w:])(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}(?![\w:])/gi;

const ADDRESS_OF_A_MACHINE: Detector = {
	name: 'ip-address',
	find: ({ text }) => spansOf(text, IP_ADDRESS),
};

const FORMATS: DetectorGroup = {
	may: matches(new RegExp(SECRET_FORMATS.map(({ prefix, body }) => (prefix ? STARTS + prefix : body)).join('|'))),
	detectors: SECRET_FORMATS.map(secretDetector),
};

export const SECRETS: readonly DetectorGroup[] = [
	FORMATS,
	{ may: matches(/:\/\//), detectors: [CONNECTION] },
	{ may: matches(/[:=]|[ \t](?:is|ist|lautet|es|est)[ \t]|->|bearer|basic/i), detectors: [ASSIGNED] },
];

export function personalData(known: Known, nationalIds: readonly NationalIdName[]): DetectorGroup[] {
	const ids = nationalIds.map((name) => nationalIdDetector(name, known));
	const numbers = [ibanDetector(known), cardDetector(known), ...ids, phoneDetector(known), ADDRESS_OF_A_MACHINE];
	return [
		{ may: matches(/@/), detectors: [emailDetector(known)] },
		{ may: matches(/\d/), detectors: numbers },
	];
}

/** A word that must not be shown even once, such as a canary. */
export function literalDetector(name: string, word: string): Detector {
	const lower = word.toLowerCase();
	return {
		name,
		find({ text }) {
			const at = text.toLowerCase().indexOf(lower);
			return at < 0 ? [] : [[at, at + word.length]];
		},
	};
}

/** True while a match may go on over the gap, or over the first character behind it, that a text ends with. */
export function staysOpenOf(nationalIds: readonly NationalIdName[]): (text: string) => boolean {
	const number = `(?<![\\w%&])[+(]{0,2}\\d[\\d${NUMBER_GAP}]{0,47}`;
	const openNumber = endsWith(`${number}|${OPEN_IBAN}`);
	const openWord = endsWith(nationalIds.includes('uk-nino') ? `${OPEN_ASSIGNMENT}|${OPEN_NINO}` : OPEN_ASSIGNMENT);
	return (text) => openWord(text) || (/\d/.test(text) && openNumber(text));
}

/** Read backwards from the end: its cost does not grow with the text. */
function endsWith(source: string): (text: string) => boolean {
	const pattern = new RegExp(`(?<=${source})`, 'iy');
	return (text) => {
		pattern.lastIndex = text.length;
		return pattern.test(text);
	};
}
