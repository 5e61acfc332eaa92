// What the reader may see because it is theirs, or stands in what was handed out: addresses, numbers, links.

import { EMAIL } from './email.ts';
import { numberPhrases } from './numbers.ts';

export interface Known {
	/** Texts that the caller wrote or may read. */
	add(texts: readonly (string | null | undefined)[]): void;
	email(address: string): boolean;
	/** @param digits of a telephone, a card or an account */
	number(digits: string): boolean;
	/** @param href as the URL parser writes it */
	link(href: string): boolean;
}

/** Two spellings of one telephone number, with and without its country, end alike. */
const TELLING_DIGITS = 7;
const LINK = /(?:https?:\/\/|www\.)[^\s<>"`\]]+/gi;

/** Nothing is read before the first find: most answers hold none. */
export function createKnown(): Known {
	let unread: string[] = [];
	const emails = new Set<string>();
	const numbers = new Set<string>();
	const links = new Set<string>();

	function read(): void {
		for (const text of unread) {
			for (const [address] of text.matchAll(EMAIL)) emails.add(address.toLowerCase());
			for (const digits of numbersIn(text)) numbers.add(digits);
			for (const [link] of text.matchAll(LINK)) for (const href of readings(link)) links.add(href);
		}
		unread = [];
	}

	return {
		add(texts) {
			unread.push(...texts.filter((text): text is string => Boolean(text)));
		},
		email(address) {
			read();
			return emails.has(address.toLowerCase());
		},
		number(digits) {
			read();
			if (numbers.has(digits)) return true;
			const national = digits.replace(/^0+/, '');
			const same = (known: string) => known.endsWith(national) || national.endsWith(known.replace(/^0+/, ''));
			return [...numbers].some(
				(known) => known.length >= TELLING_DIGITS && national.length >= TELLING_DIGITS && same(known),
			);
		},
		link(href) {
			read();
			return links.has(href);
		},
	};
}

/** The digits of every number of a text, and of accounts, whose letters count. */
function numbersIn(text: string): string[] {
	const phrases = numberPhrases(text).map((groups) => groups.map((group) => group.digits).join(''));
	const compact = text.match(/[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}/gi) ?? [];
	return [...phrases, ...compact.map(compactOf)].filter((digits) => digits.length >= TELLING_DIGITS);
}

export function compactOf(text: string): string {
	return text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
}

/** A link in prose may be followed by marks that are no part of it. */
function readings(link: string): string[] {
	const address = /^www\./i.test(link) ? `https://${link}` : link;
	return [address, address.replace(/[).,;:!?'*_~|]+$/, '')].flatMap((each) =>
		URL.canParse(each) ? [new URL(each).href] : [],
	);
}
