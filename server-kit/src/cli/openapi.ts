// Writes the OpenAPI document of each face into a folder: one file per face.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createSupportKit } from '../kit.ts';

/** The documents as text, by file name. */
export async function openApiFiles(): Promise<Record<string, string>> {
	const kit = createSupportKit({
		database: ':memory:',
		secret: 'only-for-describing-the-routes-here',
		auth: { authenticate: () => null, visitors: { tenant: 'acme' } },
		context: {},
	});
	const documents = Object.entries(kit.openapi());
	await kit.close();
	return Object.fromEntries(
		documents.map(([name, document]) => [`${name}.json`, `${JSON.stringify(document, null, '\t')}\n`]),
	);
}

/** @returns the paths that were written */
export async function writeOpenApi(folder: string): Promise<string[]> {
	await mkdir(folder, { recursive: true });
	const files = Object.entries(await openApiFiles());
	return Promise.all(
		files.map(async ([name, text]) => {
			const path = join(folder, name);
			await writeFile(path, text);
			return path;
		}),
	);
}
