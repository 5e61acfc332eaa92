// A link's destination as the model wrote it → an address that is safe to show, or none.

import type { Attributes } from './shapes.ts';
import type { Target } from './target.ts';

const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

export interface LinkRules {
	/** Address against which relative links are read. */
	readonly base: string;
	readonly ownHosts: ReadonlySet<string>;
	/** Hosts from which images may be fetched. */
	readonly imageHosts: ReadonlySet<string>;
}

/**
 * Attributes of an `<a>`, or of an `<img>` where one is asked for and its host is allowed, or undefined where the address must not be followed. Characters that are no part of a URL
 * are escaped before it is parsed, so that no control character can hide a scheme; the attribute gets the parser's
 * own spelling, so that what was checked is what the browser follows.
 */
export function linkAttributes(
	{ destination, title }: Target,
	isImage: boolean | undefined,
	rules: LinkRules,
): Attributes | undefined {
	const url = parse(destination, rules.base);
	if (!url || !SCHEMES.has(url.protocol)) return undefined;
	const named = title && { title };
	// The image's host hears nothing of the page that shows it.
	if (isImage && rules.imageHosts.has(url.host)) return { src: url.href, referrerpolicy: 'no-referrer', ...named };
	const foreign = url.protocol !== 'mailto:' && !rules.ownHosts.has(url.host);
	return {
		href: url.href,
		rel: 'noopener noreferrer nofollow',
		target: '_blank',
		...(foreign && { class: 'foreign' }),
		...named,
	};
}

function parse(destination: string, base: string): URL | undefined {
	try {
		return new URL(encodeURI(destination).replaceAll('%25', '%'), base);
	} catch {
		// Half a surrogate pair, an impossible host or port: nothing that could be followed.
		return undefined;
	}
}
