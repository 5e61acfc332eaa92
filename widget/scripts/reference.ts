// `npm run reference`: writes down what <desk-bell> offers, for editors and for readers.

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { manifestOf } from './manifest.ts';
import { pageOf } from './page.ts';
import { readSurface, type Surface } from './surface.ts';

const root = resolve(import.meta.dirname, '../..');

/** Both files, by their paths from the root. */
export function referenceOf(surface: Surface): Record<string, string> {
	return {
		'widget/custom-elements.json': `${JSON.stringify(manifestOf(surface), null, '\t')}\n`,
		'docs/widget-reference.md': pageOf(surface),
	};
}

if (import.meta.main) {
	for (const [path, text] of Object.entries(referenceOf(readSurface()))) {
		writeFileSync(resolve(root, path), text);
		console.log(`${path} is written`);
	}
}
