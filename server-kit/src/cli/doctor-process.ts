// What `deskbell doctor` looks at in the process itself: its Node, and its secret.

import { type Examined, type Finding, fail, ok, warn } from './finding.ts';

const LEAST_NODE = [22, 13] as const;
const LEAST_CHARACTERS = 32;
/** Fewer bits can be guessed. */
const LEAST_BITS = 128;

export function processFindings({ secret }: Examined): Finding[] {
	return [nodeFinding(process.versions.node), secretFinding(secret)];
}

export function nodeFinding(version: string): Finding {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	const [leastMajor, leastMinor] = LEAST_NODE;
	if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return ok('Node', version);
	return fail('Node', version, `Use Node ${leastMajor}.${leastMinor} or newer.`);
}

const MAKE_ONE = 'Make one with `openssl rand -base64 48`, and give every process the same.';

/** Says how long it is and how hard to guess, never what it is. */
export function secretFinding(secret: string): Finding {
	if (!secret) return warn('secret', 'not looked at: DESKBELL_SECRET is not set here', 'Run this where your kit runs.');
	const bits = bitsOf(secret);
	const found = `${secret.length} characters, about ${bits} bits`;
	if (secret.length < LEAST_CHARACTERS) return fail('secret', found, `At least ${LEAST_CHARACTERS}. ${MAKE_ONE}`);
	return bits < LEAST_BITS ? warn('secret', `${found}: it can be guessed`, MAKE_ONE) : ok('secret', found);
}

/** What its characters tell of the next one; a text that repeats itself tells more. */
function bitsOf(secret: string): number {
	const period = (secret + secret).indexOf(secret, 1);
	const unit = secret.slice(0, period);
	const counts = new Map<string, number>();
	for (const character of unit) counts.set(character, (counts.get(character) ?? 0) + 1);
	const shares = [...counts.values()].map((count) => count / unit.length);
	return Math.round(-shares.reduce((sum, share) => sum + share * Math.log2(share), 0) * unit.length);
}
