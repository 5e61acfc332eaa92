// The page of the pictures and the server behind it, on one origin: the widget from source, bundled once.

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import Koa, { type Middleware } from 'koa';
import { scriptedServer } from '../scripted-server.mjs';
import { ROOT } from '../support/source-files.ts';
import { boxFont } from './box-font.ts';

export interface Backdrop {
	readonly url: string;
	close(): void;
}

const page = `<!doctype html><html lang="en"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
<style>
	@font-face { font-family: Boxes; src: url(/boxes.ttf); font-weight: 100 900; }
	:root { color-scheme: light dark; }
	body { margin: 0; block-size: 100vh; background: light-dark(#e9ebf0, #0b0c0f); }
</style><script type="module" src="/widget/define.js"></script><body>`;

export async function startBackdrop(): Promise<Backdrop> {
	const files = await bundle();
	const app = new Koa();
	app.silent = true;
	app.use(serve(files)).use(scriptedServer());
	const server = createServer(app.callback()).listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close() {
			server.close();
			server.closeAllConnections();
		},
	};
}

type Files = ReadonlyMap<string, { readonly type: string; readonly body: string | Buffer }>;

async function bundle(): Promise<Files> {
	const { outputFiles } = await build({
		entryPoints: [join(ROOT, 'widget/src/define.ts')],
		outdir: join(ROOT, 'widget'),
		bundle: true,
		splitting: true,
		write: false,
		format: 'esm',
		target: 'es2022',
		conditions: ['production'],
		tsconfig: join(ROOT, 'widget/tsconfig.json'),
	});
	const modules = outputFiles.map(
		({ path, text }) => [`/widget/${basename(path)}`, { type: 'js', body: text }] as const,
	);
	return new Map([
		['/', { type: 'html', body: page }],
		['/boxes.ttf', { type: 'font/ttf', body: boxFont() }],
		...modules,
	]);
}

function serve(files: Files): Middleware {
	return async (ctx, next) => {
		const file = files.get(ctx.path);
		if (!file) return next();
		ctx.type = file.type;
		ctx.body = file.body;
	};
}
