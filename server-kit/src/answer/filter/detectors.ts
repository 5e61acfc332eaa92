// What must not leave: known forms of secrets, and addresses of other people. Each matches within one run of
// unbroken characters, so that text can be released at the breaks between runs.

/** Characters that a secret or an address is made of: a password in a connection string may hold any that is printed. */
export const RUN = /[!-~]/;

export interface Detector {
	name: string;
	pattern: RegExp;
}

/** Written from the vendors' published key formats. */
const SECRETS: readonly Detector[] = [
	{ name: 'openai-key', pattern: /\bsk-[A-Za-z0-9_-]{16,}/g },
	{ name: 'stripe-key', pattern: /\b[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/g },
	{ name: 'aws-access-key', pattern: /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/g },
	{ name: 'github-token', pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/g },
	{ name: 'gitlab-token', pattern: /\bglpat-[A-Za-z0-9_-]{16,}/g },
	{ name: 'slack-token', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g },
	{ name: 'google-key', pattern: /\bAIza[0-9A-Za-z_-]{35}/g },
	{ name: 'webhook-secret', pattern: /\bwhsec_[A-Za-z0-9+/=]{16,}/g },
	{ name: 'jwt', pattern: /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*/g },
	{
		name: 'connection-string',
		pattern: /\b[a-z][a-z0-9+]{1,20}:\/\/(?:(?![:/@])[!-~]){1,100}:(?:(?![/@])[!-~]){1,200}@[A-Za-z0-9.-]+/g,
	},
];

const EMAIL = /[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,8}\.[A-Za-z]{2,24}/g;

export const MASK = '[redacted]';

/**
 * Masks everything found in text that begins and ends at a break.
 * @param allowed addresses in lower case that the reader may see
 */
export function mask(text: string, allowed: ReadonlySet<string>, hit: (detector: string) => void): string {
	let masked = text;
	for (const { name, pattern } of SECRETS)
		masked = masked.replace(pattern, () => {
			hit(name);
			return MASK;
		});
	if (!masked.includes('@')) return masked;
	return masked.replace(EMAIL, (address) => {
		if (allowed.has(address.toLowerCase())) return address;
		hit('email');
		return MASK;
	});
}

/** The addresses that stand in texts which the reader wrote or may read. */
export function addressesIn(texts: readonly (string | null | undefined)[]): Set<string> {
	const found = texts.flatMap((text) => text?.match(EMAIL) ?? []);
	return new Set(found.map((address) => address.toLowerCase()));
}
