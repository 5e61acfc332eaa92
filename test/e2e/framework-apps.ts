// The examples of widget/examples as a bundler of theirs would build them, each through its framework's own compiler.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BuildOptions, build, type OnLoadResult, type Plugin } from 'esbuild';
import { compile, compileModule } from 'svelte/compiler';
import { compileScript, parse } from 'vue/compiler-sfc';
import { ROOT } from '../support/source-files.ts';
import { outputOf } from './documented-hosts.ts';

export const frameworks = ['react', 'vue', 'svelte'] as const;
export type Framework = (typeof frameworks)[number];

export const exampleFolder = (framework: Framework): string => join(ROOT, 'widget/examples', framework);

export interface BuiltApp {
	html: string;
	/** Stands where the page asks for its main module. */
	script: string;
	/** As the page names it. */
	main: string;
}

const support = (api: string) =>
	`<Support api="${api}" getToken={async () => (await fetch('/support-token')).text()} />`;

/** The example in React on a page that a server rendered: its markup, and what takes it over in the browser. */
export async function buildRenderedApp(api: string): Promise<{ html: string; script: string }> {
	const bundle = async (contents: string, more: BuildOptions) => {
		const stdin = { contents, resolveDir: exampleFolder('react'), loader: 'tsx' as const };
		// React tells of markup that it cannot take over only in development.
		const define = { 'process.env.NODE_ENV': '"development"' };
		const common = { bundle: true, format: 'esm', jsx: 'automatic', write: false, define } as const;
		return (await build({ stdin, ...common, ...more })).outputFiles?.[0]?.text ?? '';
	};
	const head = "import { Support } from './support.tsx';";
	const render = `import { renderToString } from 'react-dom/server';
		${head} process.stdout.write(renderToString(${support(api)}));`;
	const hydrate = `import { hydrateRoot } from 'react-dom/client';
		${head} hydrateRoot(document.getElementById('app'), ${support(api)});`;
	const [server, script] = await Promise.all([
		bundle(render, { platform: 'node', packages: 'external' }),
		bundle(hydrate, { platform: 'browser' }),
	]);
	return { html: await outputOf('render.mjs', server), script };
}

export async function buildApp(framework: Framework): Promise<BuiltApp> {
	const folder = exampleFolder(framework);
	const html = await readFile(join(folder, 'index.html'), 'utf8');
	const main = /src="\.\/(main\.\w+)"/.exec(html)?.[1] ?? '';
	const { outputFiles } = await build({
		entryPoints: [join(folder, main)],
		bundle: true,
		format: 'esm',
		write: false,
		jsx: 'automatic',
		conditions: ['svelte', 'production'],
		define: {
			'process.env.NODE_ENV': '"production"',
			__VUE_OPTIONS_API__: 'true',
			__VUE_PROD_DEVTOOLS__: 'false',
			__VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
		},
		plugins: [
			compiling('vue', /\.vue$/, compileVue),
			compiling('svelte', /\.svelte$/, (code, filename) => compile(code, { filename, css: 'injected' }).js.code),
			compiling('svelte-modules', /\.svelte\.js$/, (code, filename) => compileModule(code, { filename }).js.code),
		],
	});
	return { html, main, script: outputFiles[0]?.text ?? '' };
}

function compiling(name: string, filter: RegExp, into: (code: string, file: string) => string): Plugin {
	const load = async ({ path }: { path: string }): Promise<OnLoadResult> => ({
		contents: into(await readFile(path, 'utf8'), path),
		loader: 'js',
	});
	return { name, setup: ({ onLoad }) => onLoad({ filter }, load) };
}

function compileVue(code: string, filename: string): string {
	const { descriptor } = parse(code, { filename });
	const compilerOptions = { isCustomElement: (tag: string) => tag === 'desk-bell' };
	return compileScript(descriptor, { id: filename, inlineTemplate: true, templateOptions: { compilerOptions } })
		.content;
}
