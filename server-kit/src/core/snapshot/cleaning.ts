// What a host says is cleaned before anybody reads it, in this order: secrets, personal data of others, what is no text,
// addresses of the inner network, and at last the shape.

import { beginningOf } from '../beginning.ts';
import type { Free, Item, Privacy } from './host-data.ts';
import { fits, isGroup, type Shape } from './shape.ts';

/** Masks what a detector finds; both give the same text back where there is nothing to mask. */
export interface Redactor {
	/** Without characters that nobody sees: they could split a secret in two. */
	visible(text: string): string;
	secrets(text: string): string;
	/** Of other people: what the caller wrote or is known by stays. */
	personal(text: string): string;
}

export interface Cleaner {
	text(value: string): string;
	/** Null where the item is not of this shape. */
	item(raw: unknown, shape: Shape): Item | null;
	/** Any JSON: cut where it is too deep or too wide. */
	free(raw: unknown): Free;
	readonly removed: Privacy['redacted'];
}

/** Of a longer text nothing behind this is looked at, and nothing behind `SHOWN` is kept. */
const READ = 4_000;
const SHOWN = 400;
const DEEPEST = 5;
const WIDEST = 50;
const BINARY = '[binary removed]';
const INTERNAL = '[internal address removed]';

export function createCleaner(redactor: Redactor): Cleaner {
	const removed = { secrets: 0, personal: 0, binary: 0, internalAddresses: 0, misshapen: 0 };

	function counted(kind: keyof typeof removed, before: string, after: string): string {
		if (after !== before) removed[kind] += 1;
		return after;
	}

	function text(value: string): string {
		const read = value.slice(0, READ).toWellFormed();
		const visible = counted('binary', read, redactor.visible(read));
		const secretless = counted('secrets', visible, redactor.secrets(visible));
		const nameless = counted('personal', secretless, redactor.personal(secretless));
		const legible = counted('binary', nameless, withoutBinary(nameless));
		const outward = counted('internalAddresses', legible, withoutInternal(legible));
		return beginningOf(outward, SHOWN);
	}

	/** A card's or an account's number may stand as a number. */
	function number(value: number): number | string {
		const written = String(value);
		if (written.length < LONG_NUMBER) return value;
		const cleaned = text(written);
		return cleaned === written ? value : cleaned;
	}

	function free(raw: unknown, depth = 0): Free {
		if (typeof raw === 'string') return text(raw);
		if (typeof raw === 'number') return Number.isFinite(raw) ? number(raw) : null;
		if (typeof raw === 'boolean') return raw;
		if (typeof raw !== 'object' || raw === null || depth === DEEPEST) return null;
		if (Array.isArray(raw)) return raw.slice(0, WIDEST).map((each) => free(each, depth + 1));
		const entries = Object.entries(raw).slice(0, WIDEST);
		return Object.fromEntries(entries.map(([name, value]) => assigned(name, free(value, depth + 1))));
	}

	/** Under a name such as `password` a secret needs no look of its own. */
	function assigned(name: string, value: Free): readonly [string, Free] {
		const known = text(name);
		if (typeof value !== 'string') return [known, value];
		const together = `${name}: ${value}`;
		const hidden = redactor.secrets(together);
		if (hidden === together) return [known, value];
		removed.secrets += 1;
		return [known, hidden.startsWith(`${name}: `) ? hidden.slice(name.length + 2) : '[redacted]'];
	}

	function item(raw: unknown, shape: Shape): Item | null {
		if (!isGroup(raw)) return misshapen();
		const cleaned: [string, Free][] = [];
		for (const field of shape) {
			const value = raw[field.name];
			const fitting = value !== undefined && value !== null && fits(field, value);
			if (!fitting && field.needed) return misshapen();
			if (!fitting && value !== undefined && value !== null) removed.misshapen += 1;
			if (fitting) cleaned.push([field.name, field.kind === 'time' ? instant(value) : free(value)]);
		}
		return Object.fromEntries(cleaned);
	}

	function misshapen(): null {
		removed.misshapen += 1;
		return null;
	}

	return { text, item, free, removed };
}

const LONG_NUMBER = 9;

function instant(value: unknown): string {
	return new Date(value as string | number).toISOString();
}

/** Control characters, data URLs, and long runs of what nobody reads. */
function withoutBinary(text: string): string {
	return text
		.replace(/data:[\w.+/-]{1,80};base64,[\w+/=-]*/g, BINARY)
		.replace(/[A-Za-z0-9+/=_-]{200,}/g, BINARY)
		.replace(/(?:[^\t\n\r\P{Cc}]|\ufffd)+/gu, BINARY);
}

const ADDRESS = /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s"'<>`]+/gi;
const BARE_PRIVATE =
	/(?<![\w.])(?:10|127|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2,3}(?::\d{1,5})?(?![\w.]*\w)/g;
const BARE_NAME =
	/(?<![\w.@-])(?:[\w-]{1,63}\.){1,8}(?:internal|intranet|local|localdomain|lan|corp|svc|consul)(?::\d{1,5})?(?![\w-])/gi;
const INNER = /(?:^|\.)(?:localhost|internal|intranet|local|localdomain|lan|corp|home|svc|consul|arpa)$/;

/** Hosts that only the company's own machines can reach say nothing to its customer, and much to anybody else. */
function withoutInternal(text: string): string {
	return text
		.replace(ADDRESS, (address) => (isInternal(address) ? INTERNAL : address))
		.replace(BARE_PRIVATE, INTERNAL)
		.replace(BARE_NAME, INTERNAL);
}

function isInternal(address: string): boolean {
	const url = URL.parse(address);
	if (!url) return true;
	const host = url.hostname.toLowerCase().replace(/\.$/, '');
	return !host.includes('.') || host.startsWith('[') || /^[\d.]+$/.test(host) || INNER.test(host);
}
