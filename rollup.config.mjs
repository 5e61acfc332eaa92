// Builds the widget: hashed modules and the loader for a script tag, plain modules for npm, and the demo's pages.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import resolve from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import ts from 'typescript';

const dist = 'widget/dist';
let entryName = '';

const erasing = { target: 'es2022', module: 'esnext', verbatimModuleSyntax: true };

/** Our TypeScript is erasable; its types are checked once, by tsc, before anything is bundled. */
const strip = () => ({
	name: 'strip-types',
	transform: (code, id) =>
		id.endsWith('.ts') ? { code: ts.transpileModule(code, { compilerOptions: erasing }).outputText, map: null } : null,
});

const minify = () =>
	terser({
		ecma: 2022,
		module: true,
		format: { comments: false },
		compress: { passes: 3, unsafe_arrows: true, keep_fargs: false },
	});

/** What is needed from the first question on, and what is needed when a person is asked; the rest is the entry. */
const chunks = [
	[
		'chat',
		/\/src\/(conversation|reduce-thread|follow|pacer|spoken|frames|markdown|viewport|views\/chat|words\/en-chat|icons-chat)/,
	],
	['chat', /\/src\/parts\/(message|answer-text|sources|feedback|stick)/],
	['chat', /\/node_modules\/(marked|eventsource-parser)\/|\/lit-html\/.*direct/],
	['cases', /\/src\/(filing|pushes|words\/en-cases)|\/src\/views\/(lists|history|escalate|new-case|cases|case)\./],
	['cases', /\/src\/parts\/(form|fields|blank)/],
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
	},
	plugins: [
		{ name: 'declarations', buildStart: writeDeclarations },
		resolve({ exportConditions: ['production'] }),
		strip(),
		lexerOnly(),
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
		strip(),
		{ name: 'entry', transform: (code) => code.replaceAll('__ENTRY__', JSON.stringify(entryName)) },
		terser({ ecma: 2022, format: { comments: false } }),
		{ name: 'integrity', writeBundle: writeIntegrity },
	],
};

const npm = {
	input: { index: 'widget/src/index.ts', define: 'widget/src/define.ts', element: 'widget/src/element.ts' },
	external: [/^lit/, 'marked', 'eventsource-parser'],
	output: { dir: `${dist}/npm`, format: 'es', preserveModules: true, preserveModulesRoot: 'widget/src' },
	plugins: [strip()],
};

const pages = existsSync('demo/pages') ? readdirSync('demo/pages').filter((name) => name.endsWith('.ts')) : [];

const demo = {
	input: Object.fromEntries(pages.map((name) => [basename(name, '.ts'), `demo/pages/${name}`])),
	output: { dir: 'demo/dist', format: 'es' },
	plugins: [resolve({ exportConditions: ['production'] }), strip(), minify()],
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

/**
 * Of marked only the lexer is used. What keeps the rest from being left out is its ready-made instance, and the
 * statements that hang the whole interface on its default function: neither has an effect on the lexer.
 */
function lexerOnly() {
	return {
		name: 'lexer-only',
		transform(code, id) {
			if (!id.endsWith('/marked.esm.js')) return null;
			const cuts = [];
			for (const node of this.parse(code).body) {
				if (node.type === 'ExpressionStatement') cuts.push([node.start, node.end, '']);
				for (const { init } of node.declarations ?? []) {
					if (init?.type === 'NewExpression') cuts.push([init.start, init.start, '/*@__PURE__*/']);
				}
			}
			return { code: spliced(code, cuts), map: null };
		},
	};
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
