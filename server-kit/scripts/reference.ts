// `npm run openapi`: writes down what the API offers, for programs and for readers.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { openApiFiles } from '../src/cli/openapi.ts';
import type { OpenApi } from './document.ts';
import { errorsPage } from './errors-page.ts';
import { indexOf, pagesOf } from './pages.ts';

const root = resolve(import.meta.dirname, '../..');
const PAGES = 'docs/api';

/** Every file by its path from the root: documents, pages, the table of codes. */
export async function referenceOf(): Promise<Record<string, string>> {
	const documents = await openApiFiles();
	const faces = Object.fromEntries(
		Object.entries(documents).map(([name, text]) => [name.replace('.json', ''), JSON.parse(text) as OpenApi]),
	);
	const pages = Object.entries(faces).flatMap(([face, api]) =>
		Object.entries(pagesOf(face, api)).map(([name, text]) => [`${PAGES}/${face}/${name}`, text]),
	);
	return {
		...Object.fromEntries(Object.entries(documents).map(([name, text]) => [`server-kit/openapi/${name}`, text])),
		...Object.fromEntries(pages),
		[`${PAGES}/README.md`]: indexOf(faces),
		'docs/errors.md': errorsPage(faces),
	};
}

if (import.meta.main) {
	const files = Object.entries(await referenceOf());
	// A page whose resource is gone goes with it.
	rmSync(resolve(root, PAGES), { recursive: true, force: true });
	for (const [path, text] of files) {
		mkdirSync(dirname(resolve(root, path)), { recursive: true });
		writeFileSync(resolve(root, path), text);
	}
	console.log(`${files.length} files are written: server-kit/openapi, ${PAGES}, docs/errors.md`);
}
