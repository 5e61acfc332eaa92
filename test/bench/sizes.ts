// What the widget weighs, file by file, as it would go over the wire.

import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

export interface FileSize {
	file: string;
	raw: number;
	gzip: number;
	brotli: number;
}

const DIST = resolve(import.meta.dirname, '../../widget/dist');

export function widgetSizes(): FileSize[] {
	const files = globSync('{deskbell.js,deskbell/**/*.js}', { cwd: DIST }).sort();
	if (files.length === 0) throw new Error('the widget is not built: npm run build');
	return files.map((file) => {
		const text = readFileSync(resolve(DIST, file));
		return {
			// The hash in a name changes with every build and says nothing.
			file: file.replace(/-[\w-]{8}\.js$/, '.js'),
			raw: text.length,
			gzip: gzipSync(text, { level: 9 }).length,
			brotli: brotliCompressSync(text).length,
		};
	});
}
