// Builds the widget: hashed modules and the loader for a script tag, plain modules for npm, and the demo's pages.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';

const dist = 'widget/dist';
let entryName = '';

/** Types are checked once, by tsc, before anything is bundled; here they are only taken out. */
const strip = (tsconfig) =>
	typescript({
		tsconfig,
		compilerOptions: {
			target: 'es2022',
			module: 'esnext',
			moduleResolution: 'bundler',
			noCheck: true,
			noEmit: false,
			sourceMap: false,
			importHelpers: false,
			allowImportingTsExtensions: false,
			rewriteRelativeImportExtensions: false,
		},
	});

const minify = () =>
	terser({
		ecma: 2022,
		module: true,
		format: { comments: false },
		compress: { passes: 3, inline: 1, unsafe_arrows: true, unsafe_methods: true, keep_fargs: false },
	});

/** What is needed from the first question on, after its answer, and when a person is asked; the rest is the entry. */
const chunks = [
	['chat', /\/src\/(conversation|reduce-thread|follow|pacer|frames|markdown|prose|views\/chat|words\/en-chat)/],
	['chat', /\/src\/parts\/(messages?|answer-text|stick)/],
	['chat', /\/node_modules\/eventsource-parser\/|\/lit-html\/.*direct/],
	['after', /\/src\/(spoken|past|reduce-past|words\/en-after)|\/src\/parts\/(afterword|sources|feedback)/],
	[
		'cases',
		/\/src\/(reduce-case|filing|pushes|words\/en-cases)|\/src\/views\/(lists|history|escalate|new-case|cases|case)\./,
	],
	['cases', /\/src\/parts\/(form|fields|blank)/],
	// Of its own, for those two.
	['icons', /\/src\/icons-more/],
	['de', /\/src\/words\/de/],
];
const chunkOf = (id) => chunks.find(([, pattern]) => pattern.test(id))?.[0];

const element = {
	input: { deskbell: 'widget/src/define.ts' },
	preserveEntrySignatures: 'allow-extension',
	treeshake: { propertyReadSideEffects: false },
	output: {
		dir: `${dist}/deskbell`,
		format: 'es',
		entryFileNames: '[name]-[hash].js',
		chunkFileNames: '[name]-[hash].js',
		manualChunks: chunkOf,
		onlyExplicitManualChunks: true,
		// What a chunk hands out is read by our own code alone, which neither changes it nor asks what it is.
		freeze: false,
		generatedCode: { preset: 'es2015', symbols: false },
	},
	plugins: [
		{ name: 'declarations', buildStart: writeDeclarations },
		resolve({ exportConditions: ['production'] }),
		strip('widget/tsconfig.json'),
		smallTemplates(),
		minify(),
		{
			name: 'entry-name',
			writeBundle(_, bundle) {
				entryName = Object.values(bundle).find((file) => file.isEntry).fileName;
			},
		},
	],
};

const loader = {
	input: 'widget/src/loader.ts',
	output: { file: `${dist}/deskbell.js`, format: 'iife' },
	plugins: [
		strip('widget/tsconfig.json'),
		{ name: 'entry', transform: (code) => code.replaceAll('__ENTRY__', JSON.stringify(entryName)) },
		terser({ ecma: 2022, format: { comments: false } }),
		{ name: 'integrity', writeBundle: writeIntegrity },
	],
};

const npm = {
	input: { index: 'widget/src/index.ts', define: 'widget/src/define.ts', element: 'widget/src/element.ts' },
	external: [/^lit/, 'eventsource-parser'],
	output: { dir: `${dist}/npm`, format: 'es', preserveModules: true, preserveModulesRoot: 'widget/src' },
	plugins: [strip('widget/tsconfig.json')],
};

const pages = existsSync('demo/pages') ? readdirSync('demo/pages').filter((name) => name.endsWith('.ts')) : [];

const demo = {
	input: Object.fromEntries(pages.map((name) => [basename(name, '.ts'), `demo/pages/${name}`])),
	output: { dir: 'demo/dist', format: 'es' },
	plugins: [resolve({ exportConditions: ['production'] }), strip('tsconfig.json'), minify()],
};

export default [element, loader, npm, ...(pages.length ? [demo] : [])];

/** What a page pins the loader to. The chunks it imports carry a hash of their content in their names. */
function writeIntegrity() {
	const digest = createHash('sha384')
		.update(readFileSync(`${dist}/deskbell.js`))
		.digest('base64');
	const integrity = { 'deskbell.js': `sha384-${digest}` };
	writeFileSync(`${dist}/sri.json`, `${JSON.stringify(integrity, null, '\t')}\n`);
	console.log(`deskbell.js integrity: ${integrity['deskbell.js']}`);
}

/** Checks the types and writes them; those of the protocol go along, so that the package needs no other one. */
function writeDeclarations() {
	rmSync(`${dist}/types`, { recursive: true, force: true });
	const options = [
		'--emitDeclarationOnly',
		'--declaration',
		'--noEmitOnError',
		'--noEmit',
		'false',
		'--sourceMap',
		'false',
	];
	const places = ['--rootDir', '.', '--outDir', `${dist}/types`];
	execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'widget', ...options, ...places], {
		stdio: 'inherit',
	});
	// Only now: a build that fails leaves what worked before.
	for (const old of ['deskbell', 'npm']) rmSync(`${dist}/${old}`, { recursive: true, force: true });
}

function spliced(code, cuts) {
	const lastFirst = cuts.toSorted(([a], [b]) => b - a);
	return lastFirst.reduce((text, [start, end, instead]) => text.slice(0, start) + instead + text.slice(end), code);
}

/** Takes the indentation out of `html` and `css` templates, where no minifier of JavaScript looks. */
function smallTemplates() {
	const squeeze = {
		css: (text) =>
			text
				.replace(/\/\*[\s\S]*?\*\//g, '')
				.replace(/\s+/g, ' ')
				.replace(/^ | $/g, '')
				.replace(/ ?([{};,>]) ?/g, '$1')
				.replace(/: /g, ':')
				.replace(/;}/g, '}')
				.replace(/(?<![\w.])0\./g, '.'),
		html: (text) =>
			text
				.replace(/>\s*\n\s*</g, '><')
				.replace(/^\s*\n\s*(?=[<>])|(?<=>)\s*\n\s*$/g, '')
				.replace(/\s*\n\s*/g, ' '),
	};
	return {
		name: 'small-templates',
		transform(code, id) {
			if (!id.includes('/widget/src/')) return null;
			const pieces = [];
			visit(this.parse(code), (node) => {
				const shorten = node.type === 'TaggedTemplateExpression' && squeeze[node.tag.name];
				if (!shorten) return;
				for (const { start, end } of node.quasi.quasis) pieces.push([start, end, shorten(code.slice(start, end))]);
			});
			return { code: spliced(code, pieces), map: null };
		},
	};
}

function visit(node, see) {
	if (!node || typeof node !== 'object') return;
	if (Array.isArray(node)) {
		for (const child of node) visit(child, see);
		return;
	}
	if (typeof node.type === 'string') see(node);
	for (const key of Object.keys(node)) if (key !== 'type') visit(node[key], see);
}
