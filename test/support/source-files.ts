// The repository's own source: every TypeScript and module file that people write.

import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

export interface SourceFile {
	/** From the root of the repository, with `/`. */
	path: string;
	text: string;
}

export const ROOT = resolve(import.meta.dirname, '../..');

const PATTERNS = [
	'*.{mjs,ts}',
	'.dependency-cruiser.mjs',
	'{server-kit,widget,demo}/*.{mjs,ts}',
	'{server-kit,widget,demo}/{src,test,site,scripts}/**/*.{ts,mjs,js}',
	'test/**/*.{ts,mjs}',
];
const GENERATED = /(^|\/)(node_modules|dist|data|artefacts)\//;

export function sourceFiles(): SourceFile[] {
	const paths = PATTERNS.flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
		.map((path) => path.replaceAll('\\', '/'))
		.filter((path) => !GENERATED.test(path));
	return [...new Set(paths)].sort().map((path) => ({ path, text: readFileSync(resolve(ROOT, path), 'utf8') }));
}
