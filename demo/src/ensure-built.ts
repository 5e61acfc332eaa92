// Before the demo starts: builds the widget and the page scripts, unless they are newer than their sources.

import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';

const built = ['widget/dist/deskbell.js', 'demo/dist/playground.js'];
const sources = globSync([
	'widget/src/**/*.ts',
	'server-kit/src/protocol/*.ts',
	'demo/pages/**/*.ts',
	'rollup.config.mjs',
]);
const changed = (path: string) => statSync(path).mtimeMs;

if (!built.every((path) => existsSync(path)) || Math.max(...sources.map(changed)) > Math.min(...built.map(changed))) {
	console.log('Building the widget …');
	const { status } = spawnSync('rollup', ['-c', '--silent'], { stdio: 'inherit' });
	process.exitCode = status ?? 1;
}
