// Character references in text and addresses → the characters they name.

/**
 * Names that people and models still write, each followed by its character. Any other name stays as it is written:
 * the whole list of HTML would weigh more than the rest of this module.
 */
const NAMES =
	'amp&lt<gt>quot"apos\'nbsp\u{a0}iexcl¡cent¢pound£yen¥sect§copy©laquo«shy\u{ad}reg®deg°plusmn±sup2²sup3³microµ' +
	'para¶middot·raquo»frac14¼frac12½frac34¾iquest¿AEligÆAumlÄOumlÖUumlÜszligßagraveà' +
	'aacuteáacircâaumläccedilçegraveèeacuteéecircêiacuteíntildeñ' +
	'oacuteóocircôoumlöuacuteúuumlütimes×divide÷ensp\u{2002}emsp\u{2003}thinsp\u{2009}' +
	'ndash–mdash—lsquo‘rsquo’ldquo“rdquo”bdquo„bull•hellip…euro€trade™larr←uarr↑rarr→darr↓minus−infin∞ne≠le≤ge≥';

let characters: Map<string, string> | undefined;

function readNames(): Map<string, string> {
	return new Map(Array.from(NAMES.matchAll(/(\w+)(\W)/g), ([, name = '', character = '']) => [name, character]));
}

/** References are resolved once: what comes out of one is never read as another. */
export function decodeEntities(text: string): string {
	return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hex, name) => {
		characters ??= readNames();
		return name ? (characters.get(name) ?? whole) : characterAt(decimal ? Number(decimal) : Number.parseInt(hex, 16));
	});
}

function characterAt(code: number): string {
	const none = code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff);
	return none ? '\u{fffd}' : String.fromCodePoint(code);
}
