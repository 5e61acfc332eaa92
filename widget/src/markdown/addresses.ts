// Addresses in plain text, without any marks around them, as GFM links them.

export interface Address {
	readonly text: string;
	readonly destination: string;
}

const WEB = /(?:https?:\/\/(?=[^\s<])|www\.)[^\s<]+/iy;
const MAIL = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/y;
const TRAIL = /(?:[?!.,:*_~'"]+|&\w+;)$/;

export function bareAddressAt(text: string, at: number): Address | undefined {
	const before = text.charAt(at - 1);
	if (/^[\s*_~(]?$/.test(before)) {
		const web = withoutTrail(found(WEB, text, at));
		if (/[^/.]\w*$|\/$/.test(web)) return { text: web, destination: /^www/i.test(web) ? `http://${web}` : web };
	}
	const mail = /[\w.+-]/.test(before) ? '' : found(MAIL, text, at);
	return mail && !/[-_]$/.test(mail) ? { text: mail, destination: `mailto:${mail}` } : undefined;
}

function found(pattern: RegExp, text: string, at: number): string {
	pattern.lastIndex = at;
	return pattern.exec(text)?.[0] ?? '';
}

/** Punctuation at the end belongs to the sentence, and so does a parenthesis that was opened before the address. */
function withoutTrail(address: string): string {
	let open = address.split('(').length - address.split(')').length;
	for (let rest = address; ; ) {
		const [trail = ''] = TRAIL.exec(rest) ?? [];
		if (!trail && !(rest.endsWith(')') && open < 0)) return rest;
		if (!trail) open += 1;
		rest = rest.slice(0, -(trail.length || 1));
	}
}
