// Language tags: canonical, or not a tag at all.

const LONGEST = 35;
/** Every request names one, and they name the same few. Bounded, since anyone may send anything. */
const known = new Map<string, string | undefined>();
const KNOWN_AT_MOST = 1_000;

/** The canonical BCP 47 tag, or undefined for what is no tag. */
export function localeOf(text: string | undefined): string | undefined {
	if (!text) return undefined;
	if (known.has(text)) return known.get(text);
	const locale = canonical(text);
	if (known.size >= KNOWN_AT_MOST) known.clear();
	if (text.length <= LONGEST) known.set(text, locale);
	return locale;
}

function canonical(text: string): string | undefined {
	try {
		return Intl.getCanonicalLocales(text)[0]?.slice(0, LONGEST);
	} catch {
		return undefined;
	}
}
