// Loaded before a test: hands out source files with one guard switched off, or as they are. No file on the disk is touched.

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { guardNamed, without } from './without.ts';

const root = resolve(import.meta.dirname, '../..');
const { DESKBELL_GUARD: name } = process.env;
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const changed = name === undefined ? [] : [...without(guardNamed(name), read)];
const texts = new Map(changed.map(([file, text]) => [pathToFileURL(resolve(root, file)).href, text]));

registerHooks({
	load(url, context, next) {
		const source = texts.get(url);
		return source === undefined ? next(url, context) : { format: 'module-typescript', source, shortCircuit: true };
	},
});
