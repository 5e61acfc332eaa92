// Secrets that are known by what stands before them: `password = …`, `Authorization: Bearer …`, `user:password@host`.

import type { Span } from './numbers.ts';

const KEY =
	'(?:pass(?:word|wd|phrase|code)|passwort|kennwort|wachtwoord|contraseña|mot de passe|pwd|secret|token|credentials?|authorization|(?:api|access|account|auth|private|secret|signing|encryption)[_ -]?key|apikey|connection[_ -]?string)s?';
const QUOTE = '["\'`*\\])}]';
const SIGN = '(?::=|=>|->|[:=]|(?<=[ \\t])(?:is|ist|lautet|es|est)(?=[ \\t]))';
const LEAD = '[ \\t\\n"\'`*(]';

const ASSIGNED = new RegExp(
	`${KEY}${QUOTE}{0,4}[ \\t]{0,2}${SIGN}${LEAD}{0,5}((?:bearer|basic|token)[ \\t]{1,2})?([^\\s"'\`<>]{6,})`,
	'gi',
);
const BEARER = /\b(?:bearer|basic)[ \t]{1,2}([A-Za-z0-9._~+/-]{16,}={0,2})/gi;

/** What may go on with a value over a gap, read backwards from the end of a text. */
export const OPEN_ASSIGNMENT = `(?<!\\w)(?:bearer|basic)[ \\t]{1,2}[^\\s]?|${KEY}${QUOTE}{0,4}(?:[ \\t]{0,2}${SIGN}${LEAD}{0,5}[^\\s]?|[ \\t]{1,2}[:=ile-]?|[ \\t]{1,2}(?:is|ist|lautet|es|est|:=|[:=]|=>|->)[ \\t]?)`;

export function assignedIn(text: string): Span[] {
	const found: Span[] = [];
	for (const { 0: whole, 2: value = '', index } of text.matchAll(ASSIGNED)) {
		const bare = value.replace(/[.,;:!?)*\]}]+$/, '');
		const from = index + whole.length - value.length;
		if (looksSecret(bare)) found.push([from, from + bare.length]);
	}
	for (const { 0: whole, 1: value = '', index } of text.matchAll(BEARER)) {
		const end = index + whole.length;
		if (looksSecret(value)) found.push([end - value.length, end]);
	}
	return found;
}

/** What stands for a secret in a manual: `${PASSWORD}`, `<token>`, `your-key`, `xxxx`, `readSecret()`, an address. */
const STANDS_FOR_ONE = [
	/^(?:\$?\{|\$\(|<|\[|%\w+%$|\$[A-Za-z_]+$)/,
	/^[\w.]+\(.*\)?$/,
	/^(?:your|my|the|some|an?)[-_ ]|^(?:your|replace|change|insert|enter|example|dummy|placeholder|redacted|process\.env|os\.env)/i,
	/^[A-Z]+(?:_[A-Z]+)+$/,
	/^(.)\1*$/,
	/^[a-z][a-z0-9+.-]*:\/\//i,
	/^(?:~|\.{1,2})?\/[a-z._-]+\//,
	/…$/,
];

function looksSecret(value: string): boolean {
	if (value.length < 6 || STANDS_FOR_ONE.some((form) => form.test(value))) return false;
	const letters = /[A-Za-z]/.test(value);
	const digits = /\d/.test(value);
	if (letters && digits) return true;
	if (!letters) return /^\d{6,}$/.test(value) || /[!#$&*@^].*\d|\d.*[!#$&*@^]/.test(value);
	return value.length >= 8 && (/[!#$%&*@^]/.test(value) || bitsPerCharacter(value) > 3.9);
}

function bitsPerCharacter(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
	return bits;
}

const CONNECTION =
	/(?<![a-z0-9+])[a-z][a-z0-9+]{1,20}:\/\/((?:(?![:/@])[!-~]){0,100}):((?:(?![/@])[!-~]){1,200})@[A-Za-z0-9.-]+/gi;
/** Cut off before its host: what was read so far is the secret. */
const OPEN_CONNECTION =
	/(?<![a-z0-9+])[a-z][a-z0-9+]{1,20}:\/\/(?:(?![:/@])[!-~]){1,100}:(?!\d{1,5}$)(?:(?![/@])[!-~]){1,200}$/i;

const STANDS_FOR_PASSWORD =
	/^(?:(?:my|your)?[-_]?password|[x*.]+|\$?\{.*\}|\$\(.*\)|%?\w*%|<.*>|(?:YOUR|REPLACE|CHANGE)\w*)$/i;

export function connectionsIn(text: string, ended: boolean): Span[] {
	const found: Span[] = [];
	for (const { 0: whole, 1: user = '', 2: password = '', index } of text.matchAll(CONNECTION)) {
		if (user === password || password.length < 4 || STANDS_FOR_PASSWORD.test(password)) continue;
		found.push([index, index + whole.length]);
	}
	const open = ended ? OPEN_CONNECTION.exec(text) : null;
	if (open) found.push([open.index, text.length]);
	return found;
}
