// Where a link may lead: the host's own sites, the articles that were handed out, and what the reader already has.

import type { Known } from './known.ts';

export interface Addresses {
	/** The host of an article that was handed out. */
	add(urls: readonly (string | null)[]): void;
	/** @param written as it stands in Markdown or HTML, undecoded */
	allowed(written: string): boolean;
}

const BASE_HOST = 'relative.invalid';
/** The page may be either: `https:host` is a path on one and another host on the other. */
const BASES = [`https://${BASE_HOST}/`, `http://${BASE_HOST}/`];

/** @param trusted hosts, `*.example.com` for all below, or origins; their links may carry a query */
export function createAddresses(trusted: readonly string[], known: Known): Addresses {
	const own = trusted.map(hostOf);
	const articles = new Set<string>();

	function leadsWell(written: string, base: string): boolean {
		if (!URL.canParse(written, base)) return false;
		const { protocol, hostname, username, password, search, href } = new URL(written, base);
		if (protocol === 'mailto:' || protocol === 'tel:') return true;
		if ((protocol !== 'https:' && protocol !== 'http:') || username || password) return false;
		const host = hostname.replace(/\.$/, '');
		if (host === BASE_HOST || own.some((each) => covers(each, host)) || known.link(href)) return true;
		// A query could carry away what was said: where only articles are known to live, none leaves with it.
		return articles.has(host) && search === '';
	}

	return {
		add(urls) {
			for (const url of urls) if (url && URL.canParse(url)) articles.add(new URL(url).hostname);
		},
		allowed: (written) => readingsOf(written).every((reading) => BASES.every((base) => leadsWell(reading, base))),
	};
}

function hostOf(trusted: string): string {
	const wildcard = trusted.startsWith('*.') ? '*.' : '';
	const written = trusted.slice(wildcard.length);
	const url = /^https?:\/\//.test(written) ? written : `https://${written}`;
	return URL.canParse(url) ? wildcard + new URL(url).hostname : '';
}

function covers(trusted: string, host: string): boolean {
	return trusted.startsWith('*.') ? host.endsWith(trusted.slice(1)) : trusted === host;
}

const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,10}));?/g;
const NAMED: Readonly<Record<string, string>> = {
	amp: '&',
	apos: "'",
	bsol: '\\',
	colon: ':',
	commat: '@',
	lpar: '(',
	newline: '\n',
	num: '#',
	period: '.',
	quot: '"',
	rpar: ')',
	sol: '/',
	tab: '\t',
};

/** Readers differ in what they decode: an address must be harmless in every reading. */
function readingsOf(written: string): string[] {
	const decoded = written.includes('&') ? written.replace(ENTITY, decode) : written;
	const unescaped = decoded.replace(/\\([!-/:-@[-`{-~])/g, '$1');
	return [...new Set([written, decoded, unescaped].map((each) => each.replace(/[\t\n\r]/g, '').trim()))];
}

function decode(whole: string, decimal?: string, hex?: string, name?: string): string {
	if (name) return NAMED[name.toLowerCase()] ?? whole;
	const code = decimal ? Number(decimal) : Number.parseInt(hex ?? '', 16);
	return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
}
