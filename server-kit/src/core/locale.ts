// Language tags: canonical, or not a tag at all.

/** The canonical BCP 47 tag, or undefined for what is no tag. */
export function localeOf(text: string | undefined): string | undefined {
	try {
		return text ? Intl.getCanonicalLocales(text)[0]?.slice(0, 35) : undefined;
	} catch {
		return undefined;
	}
}
