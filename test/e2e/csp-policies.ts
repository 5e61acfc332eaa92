// The policies under which the desk is tested whole, and docs/csp.md's part that says them: one table for both.

export interface Policy {
	name: string;
	/** For which pages. */
	about: string;
	headers: Readonly<Record<string, string>>;
}

/** `{desk}`, `{page}` and `{nonce}` stand for the desk's origin, the page's own, and the nonce of the response. */
export interface Directive {
	name: string;
	value: string;
	why: string;
}

/** All that the desk asks for; a page without one of these has a desk that does not work. */
export const needed: readonly Directive[] = [
	{
		name: 'script-src',
		value: "'nonce-{nonce}' 'strict-dynamic'",
		why: 'the tag, and the modules that it imports. A list of hosts does as well: `script-src {desk}`',
	},
	{ name: 'connect-src', value: '{desk}', why: 'the API, its streams included' },
	{
		name: 'trusted-types',
		value: 'lit-html',
		why: 'the one policy that is made, for templates that are constants; only where `trusted-types` is set at all',
	},
];

/** What may be forbidden besides, and is in the test. */
const forbidden = [
	"default-src 'none'",
	"style-src 'none'",
	"base-uri 'none'",
	"form-action 'none'",
	"require-trusted-types-for 'script'",
];

const csp = (...directives: string[]) => ({ 'Content-Security-Policy': directives.join('; ') });
const nonced = ["script-src 'nonce-{nonce}' 'strict-dynamic'", "object-src 'none'", "base-uri 'none'"];
const trusted = ["require-trusted-types-for 'script'", 'trusted-types lit-html'];

export const strictest = (directives: readonly Directive[] = needed) =>
	csp(...forbidden, ...directives.map(({ name, value }) => `${name} ${value}`));

export const policies: readonly Policy[] = [
	{ name: 'Nonces', about: 'Scripts by nonce, and what they load.', headers: csp(...nonced) },
	{
		name: 'A list of hosts',
		about: 'Scripts by origin.',
		headers: csp("script-src 'self' {desk}", "connect-src 'self' {desk}", "object-src 'none'", "base-uri 'none'"),
	},
	{
		name: 'Trusted Types',
		about: 'No script out of strings.',
		headers: csp(...nonced, ...trusted),
	},
	{
		name: 'Trusted Types beside your own Lit',
		about: 'Each copy of Lit makes a policy of the same name.',
		headers: csp(...nonced, "require-trusted-types-for 'script'", "trusted-types lit-html 'allow-duplicates'"),
	},
	{
		name: 'Styles by nonce',
		about: 'No inline style.',
		headers: csp(...nonced, "style-src 'self' 'nonce-{nonce}'"),
	},
	{ name: 'Nothing but what is needed', about: 'All else is forbidden.', headers: strictest() },
	{
		name: 'Isolated',
		about: 'A page that may use `SharedArrayBuffer`: the files say that other origins may have them.',
		headers: {
			...csp(...nonced),
			'Cross-Origin-Opener-Policy': 'same-origin',
			'Cross-Origin-Embedder-Policy': 'require-corp',
		},
	},
];

export const filled = (text: string, { desk, page, nonce }: { desk: string; page: string; nonce: string }): string =>
	text.replaceAll('{desk}', desk).replaceAll('{page}', page).replaceAll('{nonce}', nonce);

const inWords = (text: string) =>
	filled(text, { desk: 'https://app.example.com', page: 'https://www.example.com', nonce: 'R4nd0m' });

/** Marks the part of docs/csp.md that is written from here. */
export const marks = ['<!-- from test/e2e/csp-policies.ts -->', '<!-- until here -->'] as const;

export function documented(): string {
	const rows = needed.map(({ name, value, why }) => `| \`${name} ${inWords(value)}\` | ${inWords(why)} |`);
	const recipes = policies.map(({ name, about, headers }) => {
		const lines = Object.entries(headers).map(([header, value]) => `${header}: ${inWords(value)}`);
		return `### ${name}\n\n${about}\n\n\`\`\`\n${lines.join('\n')}\n\`\`\``;
	});
	const table = ['| directive | for |', '|---|---|', ...rows].join('\n');
	return [marks[0], table, ...recipes, marks[1]].join('\n\n');
}
