// What the widget weighs, file by file, as it would go over the wire.

import { globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Section } from './section.ts';

interface FileSize {
	file: string;
	raw: number;
	gzip: number;
	brotli: number;
}

export const weight: Section = {
	title: 'Weight of the widget',
	says: 'As it goes over the wire. The budgets stand in `.size-limit.mjs` and are checked by `npm test`.',
	head: ['file', 'kB', 'gzip', 'brotli'],
	*rows() {
		const files = widgetSizes();
		const sum = (measure: 'raw' | 'gzip' | 'brotli') => files.reduce((all, file) => all + file[measure], 0);
		const total = { file: '**all**', raw: sum('raw'), gzip: sum('gzip'), brotli: sum('brotli') };
		for (const { file, ...sizes } of [...files, total])
			yield [file, ...[sizes.raw, sizes.gzip, sizes.brotli].map((bytes) => (bytes / 1000).toFixed(2))];
	},
};

const DIST = resolve(import.meta.dirname, '../../widget/dist');

function widgetSizes(): FileSize[] {
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
