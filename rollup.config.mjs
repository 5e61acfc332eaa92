// Builds the widget: hashed modules and the loader for a script tag, plain modules for npm, and the demo's pages.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import typescript from '@rollup/plugin-typescript';
import { leanLit } from './widget/build/lean-lit.mjs';
import { shortNames } from './widget/build/short-names.mjs';
import { shortVariables, smallTemplates } from './widget/build/small.mjs';
import { oneDeclaration, sheetsTogether } from './widget/build/together.mjs';

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
		compress: {
			passes: 6,
			inline: 1,
			unsafe_arrows: true,
			unsafe_methods: true,
			unsafe_math: true,
			unsafe: true,
			unsafe_regexp: true,
			unsafe_undefined: true,
			keep_fargs: false,
			pure_getters: true,
			lhs_constants: false,
		},
	});

/** What is needed from the first question on, and what is fetched after it; the rest is the entry. */
const chunks = [
	['chat', /\/src\/(conversation|reduce-thread|pacer|frames|markdown|prose|views\/chat|words\/en-chat)/],
	['chat', /\/src\/parts\/(messages?|answer-text|pages|stick)/],
	['chat', /\/lit-html\/.*direct/],
	// One chunk for what comes after an answer, for cases, and for a bad line, which is fetched before it is needed, since
	// it cannot be fetched over one: apart they would weigh a tenth more, for what they share.
	['more', /\/src\/(mending|network|reduce-mending|viewport)/],
	[
		'more',
		/\/src\/(past|reduce-past|spoken|reduce-case|filing|pushes|saving|icons-more|words\/(en-after|en-cases|names))/,
	],
	['more', /\/src\/parts\/(afterword|approvals|sources|feedback|copying|tools|rating|earlier|refocus)/],
	['more', /\/src\/parts\/(form|fields|blank|own-data|transcript)/],
	['more', /\/src\/views\/(lists|history|escalate|new-case|cases|case)\./],
	// Each language on its own.
	...readdirSync('widget/src/words')
		.filter((name) => /^(?!en)..\.ts$/.test(name))
		.map((name) => [basename(name, '.ts'), new RegExp(`/src/words/${name}$`)]),
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
		leanLit(),
		shortNames(),
		shortVariables(),
		smallTemplates(),
		sheetsTogether(),
		oneDeclaration(),
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
	external: [/^lit/],
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

/** What a page pins the files to: the loader with its tag, the modules with an import map. */
function writeIntegrity() {
	const modules = readdirSync(`${dist}/deskbell`).map((name) => `deskbell/${name}`);
	const integrity = Object.fromEntries(['deskbell.js', ...modules.sort()].map((file) => [file, digestOf(file)]));
	writeFileSync(`${dist}/sri.json`, `${JSON.stringify(integrity, null, '\t')}\n`);
	for (const [file, digest] of Object.entries(integrity)) console.log(`${file} integrity: ${digest}`);
}

function digestOf(file) {
	return `sha384-${createHash('sha384')
		.update(readFileSync(`${dist}/${file}`))
		.digest('base64')}`;
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
