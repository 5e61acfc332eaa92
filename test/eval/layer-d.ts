// Measures layer D on public samples: what of secrets and personal data it finds, and how often it is wrong about ordinary text.
// node --conditions=deskbell-src test/eval/layer-d.ts [folder]     (or DESKBELL_DATA=folder)

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFilters } from '../../server-kit/src/answer/filter/index.ts';
import { personalValues } from './personal-values.ts';

interface Fixture {
	rule: string;
	case: string;
	/** 1: must be found. */
	label: 0 | 1;
	b64: string;
}

interface Found {
	of: number;
	found: number;
	/** By detector. */
	hits: Map<string, number>;
}

const folder = process.argv[2] ?? process.env.DESKBELL_DATA ?? '';
const filterFor = createFilters({
	settings: {
		trustedHosts: [],
		nationalIds: ['us-ssn', 'uk-nino', 'de-steuer-id', 'nl-bsn', 'fr-nir', 'es-dni'],
		banned: [],
		actions: { 'foreign-link': 'off', 'prompt-echo': 'off', 'ip-address': 'mask' },
	},
	rules: '',
	canary: 'no canary stands in public data',
	failed: (detector, fault) => {
		throw new Error(detector, { cause: fault });
	},
});

measureSecrets();
measurePersonalData();
measureOrdinaryText();

function measureSecrets(): void {
	const file = at('secrets/secretlint_fixtures.json', 'secrets');
	if (!file) return;
	const fixtures: Fixture[] = JSON.parse(readFileSync(file, 'utf8'));
	// Rules about demonstration words, home folders and kinds of files are about repositories, not about secrets in text.
	const other = /^secretlint-rule-(?:example|filter-comments|no-homedir|no-k8s-kind-secret|no-dotenv)$/;
	const text = fixtures.map(({ b64, ...rest }) => ({ ...rest, text: Buffer.from(b64, 'base64').toString() }));
	const readable = text.filter(({ text }) => !text.includes('\uFFFD'));
	const inScope = readable.filter(({ rule }) => !other.test(rule));
	console.log('\nSecrets: files of secretlint’s own tests\n');
	console.log(
		'| files | secret | found | recall | clean | wrongly | rate |\n| --- | --: | --: | --: | --: | --: | --: |',
	);
	// The same secrets again, labelled clean because a setting of secretlint’s lets them pass.
	const unset = inScope.filter(({ label, case: name }) => label === 1 || !/allow|enableIDScan|no-match/.test(name));
	for (const [name, some] of [
		['all', text],
		['text about secrets', inScope],
		['the same, without its allow-lists', unset],
	] as const) {
		const [bad, good] = [1, 0].map((label) =>
			finds(some.filter((each) => each.label === label).map((each) => each.text)),
		);
		if (bad && good)
			console.log(
				`| ${name} | ${bad.of} | ${bad.found} | ${share(bad)} | ${good.of} | ${good.found} | ${share(good)} |`,
			);
	}
	const missed = inScope.filter((each) => each.label === 1 && finds([each.text]).found === 0);
	const wrongly = unset.filter((each) => each.label === 0 && finds([each.text]).found > 0);
	console.log(`\nmissed: ${missed.map(({ rule }) => rule.replace('secretlint-rule-', '')).join(', ') || 'none'}`);
	console.log(
		`wrongly: ${wrongly.map(({ rule, case: name }) => `${rule.replace('secretlint-rule-', '')} (${name})`).join(', ')}`,
	);
}

/** Every template with every way of writing a value that we know of. */
function measurePersonalData(): void {
	const file = at('pii/presidio_templates.txt', 'personal data');
	if (!file) return;
	const templates = readFileSync(file, 'utf8').split('\n').filter(Boolean);
	console.log('\nPersonal data: templates of Presidio’s research set, filled with generated values\n');
	console.log('| kind | values | masked | recall |\n| --- | --: | --: | --: |');
	for (const [kind, values] of Object.entries(personalValues)) {
		const filled = templates
			.filter((template) => template.includes(`{{${kind}}}`))
			.flatMap((template) => values.map((value) => ({ value, text: fill(template, kind, value) })));
		const masked = filled.filter(({ value, text }) => !filteredText(text).text.includes(value));
		console.log(
			`| ${kind} | ${filled.length} | ${masked.length} | ${share({ of: filled.length, found: masked.length })} |`,
		);
	}
	const others = templates.filter(
		(template) => !Object.keys(personalValues).some((kind) => template.includes(`{{${kind}}}`)),
	);
	report(
		'templates without any',
		others.map((template) => fill(template, '', '')),
	);
}

/** The other gaps become words: what is looked for is the value alone. */
function fill(template: string, kind: string, value: string): string {
	const gaps = template.replaceAll('\\n', '\n').replaceAll(`{{${kind}}}`, value);
	return gaps.replace(/\{\{(\w+)\}\}/g, (_, other: string) =>
		/number|code|age|year|zip/.test(other) ? '42' : 'Somebody',
	);
}

function measureOrdinaryText(): void {
	console.log(
		'\nOrdinary text: how many are changed\n\n| texts | number | changed | rate | by |\n| --- | --: | --: | --: | --- |',
	);
	for (const [name, path] of [
		['bitext, training', 'intents/bitext_train.csv'],
		['bitext, validation', 'intents/bitext_val.csv'],
		['banking77, training', 'intents/banking77_train.csv'],
	] as const) {
		const file = at(path, name);
		if (file) report(name, readFileSync(file, 'utf8').split('\n').slice(1).filter(Boolean));
	}
	const docs = at('kb/plausible/docs', 'articles');
	if (docs)
		report(
			'help articles, by paragraph',
			articles(docs)
				.flatMap((text) => text.split(/\n\s*\n/))
				.filter(Boolean),
		);
	const benign = at('injection/benign_mitre_frr_sample.json', 'benign prompts');
	if (benign) report('benign prompts', stringsOf(JSON.parse(readFileSync(benign, 'utf8'))));
}

function articles(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.md'))
		.map((name) => readFileSync(join(folder, name), 'utf8'));
}

function stringsOf(value: unknown): string[] {
	if (typeof value === 'string') return value.length > 20 ? [value] : [];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsOf) : [];
}

function report(name: string, texts: readonly string[]): void {
	const { of, found, hits } = finds(texts);
	const by = [...hits].map(([detector, count]) => `${detector} ${count}`).join(', ');
	console.log(`| ${name} | ${of} | ${found} | ${share({ of, found })} | ${by} |`);
}

function finds(texts: readonly string[]): Found {
	const hits = new Map<string, number>();
	let found = 0;
	for (const text of texts) {
		const { detectors } = filteredText(text);
		if (detectors.length > 0) found += 1;
		for (const detector of detectors) hits.set(detector, (hits.get(detector) ?? 0) + 1);
		if (process.argv.includes('--show') && detectors.length > 0)
			console.error(detectors.join(), JSON.stringify(text.slice(0, 200)));
	}
	return { of: texts.length, found, hits };
}

function filteredText(text: string): { text: string; detectors: string[] } {
	const filter = filterFor([]);
	const shown = filter.push(text) + filter.end();
	return { text: shown, detectors: filter.hits().map(({ detector }) => detector) };
}

function share({ found, of }: { found: number; of: number }): string {
	return (found / Math.max(1, of)).toFixed(3);
}

function at(path: string, what: string): string | null {
	const whole = join(folder, path);
	if (folder && existsSync(whole)) return whole;
	console.log(`${what}: skipped, no folder given by argument or DESKBELL_DATA holds ${path}`);
	return null;
}
