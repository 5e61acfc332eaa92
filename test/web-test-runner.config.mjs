// The widget's tests: in Chromium, from source, against a server that each test scripts.

import { readFile } from 'node:fs/promises';
import { normalize } from 'node:path';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { scriptedServer } from './scripted-server.mjs';

const root = new URL('..', import.meta.url).pathname;
const args = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

export default {
	rootDir: root,
	files: 'widget/test/**/*.test.ts',
	nodeResolve: { exportConditions: ['production', 'default'] },
	concurrency: 2,
	hostname: '127.0.0.1',
	// Nothing here takes long: what is waited for in vain is a fault, on a machine of any speed.
	testFramework: { config: { timeout: 90_000 } },
	browserStartTimeout: 120_000,
	testsStartTimeout: 120_000,
	testsFinishTimeout: 480_000,
	browsers: [
		playwrightLauncher({
			product: 'chromium',
			launchOptions: { executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', headless: true, args },
		}),
	],
	middleware: [publishedData, scriptedServer()],
	plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${root}widget/tsconfig.json` })],
};

/** Published examples, from the folder DESKBELL_DATA; without it the tests that need them are not there, and say so. */
async function publishedData(ctx, next) {
	const [, path] = ctx.path.match(/^\/deskbell-data(\/.+\.json)$/) ?? [];
	if (!path || !process.env.DESKBELL_DATA) return next();
	ctx.type = 'json';
	ctx.body = await readFile(process.env.DESKBELL_DATA + normalize(path));
}
