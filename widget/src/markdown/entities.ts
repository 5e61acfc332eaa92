// Character references in text and addresses → the characters they name.

/**
 * Names that people and models still write, each followed by its character. Any other name stays as it is written:
 * the whole list of HTML would weigh more than the rest of this module.
 */
const NAMES =
	'amp&lt<gt>quot"apos\'nbsp\u{a0}copy©reg®trade™deg°euro€pound£hellip…middot·bull•ndash–mdash—laquo«raquo»rarr→larr←times×' +
	'AumlÄOumlÖUumlÜszligßaumläoumlöuumlü';

let characters: Map<string, string> | undefined;

function readNames(): Map<string, string> {
	return new Map([...NAMES.matchAll(/(\w+)(\W)/g)].map(([, name = '', character = '']) => [name, character]));
}

/** Order of reading is not the text's to change; other characters that are not for showing are shown as such. */
export function shown(text: string): string {
	return text.replace(/[\u202a-\u202e\u2066-\u2069]/g, '').replace(/[^\P{Cc}\t\n\r]/gu, '\u{fffd}');
}

/** References, and marks after a backslash, are resolved once: what comes out of one is never read as another. */
export function decode(text: string): string {
	return text.replace(
		/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));|\\([!-/:-@[-`{-~])/gi,
		(whole, decimal, hex, name, mark) => {
			if (mark) return mark;
			characters ??= readNames();
			return name ? (characters.get(name) ?? whole) : characterAt(Number(decimal ?? `0x${hex}`));
		},
	);
}

function characterAt(code: number): string {
	const none = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
	return none ? '\u{fffd}' : shown(String.fromCodePoint(code));
}
