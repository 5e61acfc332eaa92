// Addresses come from elsewhere: only those of web pages become links.

export function webAddress(url: string | null | undefined): string | null {
	if (!url) return null;
	try {
		const parsed = new URL(url, document.baseURI);
		return parsed.protocol === 'https:' || parsed.protocol === 'http:' ? parsed.href : null;
	} catch {
		return null;
	}
}
